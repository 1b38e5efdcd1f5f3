"use strict";
// A training that can be watched: options for `train`.
Object.defineProperty(exports, "__esModule", { value: true });
exports.liveTraining = void 0;
const display_1 = require("./display");
const figures_1 = require("./figures");
const progress_1 = require("./progress");
const show_1 = require("./show");
const sketch_1 = require("./sketch");
const static_svg_1 = require("./static-svg");
const weight_figure_1 = require("./weight-figure");
/** Milliseconds between two pictures. */
const FRAME = 350;
/** How long the finished figure's SVG is awaited before everything waits for it. */
const UNHURRIED = 500;
/** npm and others may hand on the signal that the terminal has sent already. */
const ONE_KEY_PRESS = 300;
/** Inputs that make smaller images than 8×8 pixels are no images. */
const LEAST_PIXELS = 64;
/**
 * Options for `train` that let the training be watched. In a notebook a chart
 * grows: gradient norm, loss, accuracies and, where the inputs are images, the
 * first layer's weights. When the training ends, the finished figure takes its
 * place. Elsewhere a line on the terminal says how far it is, and a line is
 * printed after each epoch.
 *
 * An interrupt (in the notebook, or Ctrl-C) ends the training in order: `train`
 * returns what it recorded up to then. A second one is an interrupt as ever.
 *
 * @param model what is trained; without it no weights are shown
 *
 * @example
 * ```ts
 * import { liveTraining, TwoLayerMLP } from "gradbook";
 *
 * const model = new TwoLayerMLP(784, 64, 10, { activation: "relu" });
 * const live = liveTraining(model, { title: "MNIST, ReLU" });
 * // await model.train(X, y, XVal, yVal, { reg: 0.5, numEpochs: 20, ...live });
 * console.log(live.signal.aborted); // false
 * ```
 */
function liveTraining(model, options = {}) {
    const chart = (0, display_1.inNotebook)();
    const view = () => (chart ? new Chart(options.title ?? "Training", model) : new Lines());
    const live = new Live(view, options);
    return {
        onIteration: (progress) => live.onIteration(progress),
        onEpoch: (progress) => live.onEpoch(progress),
        signal: live,
        // The lines that verbose asks for would run into the terminal's line of progress.
        ...(!chart && { verbose: false }),
    };
}
exports.liveTraining = liveTraining;
/** What its hooks are told of one training after the other, and when each ends. */
class Live {
    newView;
    options;
    history = emptyHistory();
    progress = new progress_1.Progress();
    view;
    stopped = false;
    finished = true;
    constructor(newView, options) {
        this.newView = newView;
        this.options = options;
        this.view = newView();
    }
    /** As an AbortSignal's. */
    get aborted() {
        return this.stopped || this.options.signal?.aborted === true;
    }
    onIteration(last) {
        if (last.iteration === 1)
            this.begin();
        this.history.lossHistory.push(last.loss);
        this.history.gradMagnitudeHistory.push(last.gradMagnitude);
        this.progress.update(last);
        this.options.onIteration?.(last);
        this.view.onIteration(this.history, this.progress, last);
    }
    async onEpoch(last) {
        this.history.trainAccHistory.push(last.trainAcc);
        this.history.valAccHistory.push(last.valAcc);
        this.view.onEpoch(last);
        await this.options.onEpoch?.(last);
        if (last.epoch === last.numEpochs)
            this.finish("");
        // A `train` that never lets go is seen, and can be interrupted, at least here.
        else
            await new Promise((resume) => setImmediate(resume));
    }
    begin() {
        this.history = emptyHistory();
        this.progress = new progress_1.Progress();
        this.view = this.newView();
        this.finished = false;
        process.on("SIGINT", this.stop);
        const { signal } = this.options;
        if (signal instanceof AbortSignal)
            signal.addEventListener("abort", this.stop, { once: true });
    }
    /** The training looks at `aborted` before its next update, and returns. */
    stop = () => {
        this.stopped = true;
        const { lossHistory, valAccHistory } = this.history;
        this.finish(`stopped after ${valAccHistory.length} epochs, ${lossHistory.length} updates`);
    };
    finish(stopped) {
        if (this.finished)
            return;
        this.finished = true;
        if (stopped)
            setTimeout(() => process.off("SIGINT", this.stop), ONE_KEY_PRESS).unref();
        else
            process.off("SIGINT", this.stop);
        this.view.finish(this.history, stopped);
    }
}
function emptyHistory() {
    return { lossHistory: [], gradMagnitudeHistory: [], trainAccHistory: [], valAccHistory: [] };
}
/** The view of a terminal or a pipe. */
class Lines {
    status = new progress_1.StatusLine();
    onIteration(_, progress, { loss }) {
        this.status.show(() => (0, progress_1.progressLine)(progress, loss));
    }
    onEpoch(last) {
        this.status.clear();
        console.log((0, progress_1.epochLine)(last));
    }
    finish(_, stopped) {
        this.status.clear();
        if (stopped)
            console.error(`Training ${stopped}.`);
    }
}
/** The view of a notebook: one output. */
class Chart {
    title;
    model;
    output = new display_1.Output();
    last = Number.NEGATIVE_INFINITY;
    constructor(title, model) {
        this.title = title;
        this.model = model;
    }
    onIteration(history, progress) {
        if (!display_1.WATCHED || performance.now() - this.last < FRAME)
            return;
        const heading = [this.title, ...progress.parts].join(" · ");
        const weights = this.weights();
        const inset = weights && { title: "first-layer weights", source: weights.source };
        const svg = (0, sketch_1.sketch)(heading, panelsOf(history), inset);
        this.output.show({ "text/html": svg, "text/plain": heading });
        this.last = performance.now();
    }
    onEpoch() { }
    finish(history, stopped) {
        // In timers: `train` returns first, and the cell that it is in waits for them.
        setTimeout(() => {
            const figure = this.figure(history, stopped);
            this.output.show((0, show_1.bundleOf)(figure));
            if (!display_1.WATCHED)
                return;
            const drawing = (0, static_svg_1.startSvg)(figure);
            const end = performance.now() + UNHURRIED;
            const look = () => {
                if (!drawing.ready() && performance.now() < end)
                    setTimeout(look, 10);
                else
                    (0, show_1.replaceByFigure)(this.output, figure, drawing.take);
            };
            look();
        });
    }
    figure(history, stopped) {
        const title = stopped ? `${this.title}: ${stopped}` : this.title;
        const weights = this.weights();
        if (!weights)
            return (0, figures_1.panelFigure)(title, panelsOf(history));
        const { data, layout } = (0, figures_1.panelFigure)(title, panelsOf(history), 0.24);
        const axis = String(panelsOf(history).length + 1);
        const annotations = [
            ...layout.annotations,
            (0, figures_1.panelTitle)("First-layer weights", 0.9),
        ];
        const alt = `${layout.meta.alt} First-layer weights as images, blue negative, orange positive.`;
        return {
            data: [...data, (0, weight_figure_1.imageTrace)(weights.source, axis)],
            layout: {
                ...layout,
                ...(0, weight_figure_1.imageAxes)(axis, [0.8, 1]),
                annotations,
                meta: { ...layout.meta, alt },
            },
        };
    }
    /** Undefined where the inputs are no images, or a weight is not finite any more. */
    weights() {
        const W1 = this.model?.params.W1;
        if (!W1 || W1.rows < LEAST_PIXELS || !Number.isInteger(Math.sqrt(W1.rows)))
            return undefined;
        try {
            return (0, weight_figure_1.divergingSource)(W1.transpose());
        }
        catch {
            return undefined;
        }
    }
}
/** Those that there is something to draw in. */
function panelsOf(history) {
    return [(0, figures_1.gradMagnitudePanel)(history), (0, figures_1.lossPanel)(history), (0, figures_1.accuracyPanel)(history)].filter(({ lines }) => lines[0].y.length > 0);
}
