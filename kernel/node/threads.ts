// Worker threads of a kernel that started from a snapshot begin with a part of it: limits
// set for threads of a bare Node leave no room for that, and V8 would end the process.
import { syncBuiltinESMExports } from "node:module";
import workerThreads, { type WorkerOptions } from "node:worker_threads";

/** Megabytes of the snapshot that a thread gets. */
const SHARE = 32;

/** Raises the limits of threads that cells and modules start by the snapshot's share. */
export function makeRoomInThreads(): void {
  const { Worker } = workerThreads;
  class RoomyWorker extends Worker {
    constructor(program: string | URL, options: WorkerOptions = {}) {
      const { resourceLimits: limits } = options;
      const old = limits?.maxOldGenerationSizeMb;
      const raised = { ...limits, maxOldGenerationSizeMb: (old ?? 0) + SHARE };
      super(program, old ? { ...options, resourceLimits: raised } : options);
    }
  }
  Object.defineProperty(RoomyWorker, "name", { value: "Worker" });
  Object.assign(workerThreads, { Worker: RoomyWorker });
  syncBuiltinESMExports();
}
