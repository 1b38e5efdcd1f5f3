// A second thread for the large products: a worker that waits in serve(), see
// assembly/jobs.ts. Where it cannot start, the first one does everything.

import { availableParallelism } from "node:os";
import { type TransferListItem, Worker } from "node:worker_threads";
import type { Errand } from "../formats/errand";
import { Pace } from "./pace";
import { kernels, loaded } from "./wasm";

/**
 * By how much it is nicer (see `nice`) than the others. V8 has threads, too, that compile what
 * runs for the first time: where processors are too few, the first thread should not have to wait.
 */
const NICER = 10;

// On Linux setPriority() is for the thread that calls it, elsewhere for the process.
const PROGRAM = `
  const { module, memory, errand } = require("node:worker_threads").workerData;
  if (errand) new Function("require", "data", errand.code)(require, errand.data);
  const os = require("node:os");
  try {
    if (process.platform === "linux") os.setPriority(Math.min(19, os.getPriority() + ${NICER}));
  } catch {} // forbidden where this runs
  new WebAssembly.Instance(module, { env: { memory } }).exports.serve();`;

let asked = false;
/** Whether somebody has chosen how many threads there are. */
let chosen = false;
/** What finds out otherwise whether the second one is worth it. */
let pace: Pace | undefined;

/** A product that may be shared, of so many multiplications, begins. */
export function productBegins(size: number): void {
  if (pace !== undefined && loaded?.isServing()) pace.begin(size);
}

export function productEnds(): void {
  pace?.end();
}

/**
 * Chooses how many threads share large products; the results are the same.
 * Without it two do where there are as many processors, except while one is
 * found to be as quick.
 *
 * @returns when they are there
 * @throws Error when two are asked for and the second does not start
 */
export async function useThreads(count: 1 | 2): Promise<void> {
  chosen = true;
  pace = undefined;
  loaded?.leaveOut(count === 1 ? 1 : 0);
  if (count === 1 || loaded === undefined) return;
  startSecondThread();
  for (let tries = 0; loaded.isServing() === 0; tries++) {
    if (tries === 1000) throw new Error("the second thread did not start");
    await new Promise((resume) => setTimeout(resume, 10));
  }
}

/**
 * Starts the second thread, unless GRADBOOK_THREADS is 1 or there is only one
 * processor. It does not keep the program from ending.
 *
 * @param errand what it does before it serves, if it is not there yet
 */
export function startSecondThread(errand?: Errand): void {
  if (asked || kernels === undefined || loaded === undefined) return;
  asked = true;
  if (process.env.GRADBOOK_THREADS === "1" || availableParallelism() < 2) return;
  const { module, memory } = loaded;
  try {
    const worker = new Worker(PROGRAM, {
      eval: true,
      execArgv: [],
      env: {},
      workerData: { module, memory, errand: errand && { code: errand.code, data: errand.data } },
      transferList: errand?.transfer as TransferListItem[] | undefined,
      resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 8 },
    });
    worker.on("error", () => {}).unref();
    if (chosen) return;
    pace = new Pace(
      () => performance.now(),
      (second) => loaded?.leaveOut(second ? 0 : 1),
    );
  } catch {
    // no room for a thread: nobody waits for it
  }
}
