"use strict";
// Figures as static SVG, for readers without JavaScript. Plotly and jsdom draw
// them in a thread of their own: loading both takes a second, and goes on beside
// whatever else is being done.
Object.defineProperty(exports, "__esModule", { value: true });
exports.figureSvg = exports.startSvg = exports.prepareSvg = void 0;
const node_path_1 = require("node:path");
const node_worker_threads_1 = require("node:worker_threads");
/** In milliseconds; loading included, on a machine that has other things to do. */
const PATIENCE = 30000;
let worker;
/** Said instead of waiting once more for a thread that has once not answered. */
let silent = "";
/** Starts the thread, so that the first figure need not wait for it. */
function prepareSvg() {
    thread();
}
exports.prepareSvg = prepareSvg;
function thread() {
    if (worker)
        return worker;
    // What jsdom has to say is not for the notebook's reader.
    worker = new node_worker_threads_1.Worker((0, node_path_1.join)(__dirname, "svg-worker.js"), { stdout: true, stderr: true });
    worker.on("error", () => {
        worker = undefined;
    });
    worker.unref(); // a program that has ended does not wait for it
    return worker;
}
/** Has a figure drawn. What fails, fails in `take`. */
function startSvg(figure) {
    const { port1, port2 } = new node_worker_threads_1.MessageChannel();
    const done = new Int32Array(new SharedArrayBuffer(4));
    try {
        if (silent)
            throw new Error(silent);
        thread().postMessage({ figure, port: port2, done }, [port2]);
    }
    catch (error) {
        port2.postMessage({ problem: error.message });
        Atomics.store(done, 0, 1);
    }
    return {
        ready: () => Atomics.load(done, 0) === 1,
        take() {
            Atomics.wait(done, 0, 0, PATIENCE);
            const answer = (0, node_worker_threads_1.receiveMessageOnPort)(port1)?.message;
            port1.close();
            if (!answer)
                silent = `Plotly gave no answer within ${PATIENCE / 1000} s`;
            if (answer?.svg)
                return answer.svg;
            throw new Error(answer?.problem ?? silent);
        },
    };
}
exports.startSvg = startSvg;
/**
 * A Plotly figure as an SVG file, drawn without a browser. It needs the npm
 * packages jsdom and plotly.js-cartesian-dist-min, which installing Gradbook
 * does not bring.
 *
 * @param figure such as `panelFigure` gives; lines, bars, heat maps and images
 * @throws Error saying which package is missing, or what failed
 */
function figureSvg(figure) {
    return startSvg(figure).take();
}
exports.figureSvg = figureSvg;
