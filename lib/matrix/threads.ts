// A second thread for the large products: a worker that waits in serve(), see
// assembly/jobs.ts. Where it cannot start, the first one does everything.

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { loaded, wasm } from "./wasm";

const PROGRAM = `
  const { module, memory } = require("node:worker_threads").workerData;
  new WebAssembly.Instance(module, { env: { memory } }).exports.serve();`;

let asked = false;

/**
 * Starts the second thread, unless GRADBOOK_THREADS is 1 or there is only one
 * processor. It does not keep the program from ending.
 */
export function startSecondThread(): void {
  if (asked || wasm() === undefined || loaded === undefined) return;
  asked = true;
  if (process.env.GRADBOOK_THREADS === "1" || availableParallelism() < 2) return;
  const { module, memory } = loaded;
  try {
    const worker = new Worker(PROGRAM, {
      eval: true,
      execArgv: [],
      env: {},
      workerData: { module, memory },
      resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 8 },
    });
    worker.on("error", () => {}).unref();
  } catch {
    // no room for a thread: nobody waits for it
  }
}
