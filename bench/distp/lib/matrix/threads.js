"use strict";
// A second thread for the large products: a worker that waits in serve(), see
// assembly/jobs.ts. Where it cannot start, the first one does everything.
Object.defineProperty(exports, "__esModule", { value: true });
exports.startSecondThread = exports.useThreads = exports.productEnds = exports.productBegins = void 0;
const node_os_1 = require("node:os");
const node_worker_threads_1 = require("node:worker_threads");
const pace_1 = require("./pace");
const wasm_1 = require("./wasm");
const PROGRAM = `
  const { module, memory } = require("node:worker_threads").workerData;
  new WebAssembly.Instance(module, { env: { memory } }).exports.serve();`;
let asked = false;
/** What finds out whether the second thread is worth it; none where somebody has chosen. */
let pace;
/** A product that may be shared, of so many multiplications, begins. */
function productBegins(size) {
    if (wasm_1.loaded?.isServing())
        pace?.begin(size);
}
exports.productBegins = productBegins;
function productEnds() {
    pace?.end();
}
exports.productEnds = productEnds;
/**
 * Chooses how many threads share large products; the results are the same.
 * Without it two do where there are as many processors, except while one is
 * found to be as quick.
 *
 * @returns when they are there
 * @throws Error when two are asked for and the second does not start
 */
async function useThreads(count) {
    pace = undefined;
    wasm_1.loaded?.leaveOut(count === 1 ? 1 : 0);
    if (count === 1 || wasm_1.loaded === undefined)
        return;
    startSecondThread();
    pace = undefined;
    for (let tries = 0; wasm_1.loaded.isServing() === 0; tries++) {
        if (tries === 1000)
            throw new Error("the second thread did not start");
        await new Promise((resume) => setTimeout(resume, 10));
    }
}
exports.useThreads = useThreads;
/**
 * Starts the second thread, unless GRADBOOK_THREADS is 1 or there is only one
 * processor. It does not keep the program from ending.
 */
function startSecondThread() {
    if (asked || (0, wasm_1.wasm)() === undefined || wasm_1.loaded === undefined)
        return;
    asked = true;
    if (process.env.GRADBOOK_THREADS === "1" || (0, node_os_1.availableParallelism)() < 2)
        return;
    const { module, memory } = wasm_1.loaded;
    try {
        const worker = new node_worker_threads_1.Worker(PROGRAM, {
            eval: true,
            execArgv: [],
            env: {},
            workerData: { module, memory },
            resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 8 },
        });
        worker.on("error", () => { }).unref();
        pace = new pace_1.Pace(() => performance.now(), (second) => wasm_1.loaded?.leaveOut(second ? 0 : 1));
    }
    catch {
        // no room for a thread: nobody waits for it
    }
}
exports.startSecondThread = startSecondThread;
