// CPU time as the system counts it, on Linux.

import { processesIn } from "../grading/sandbox/processes";

/** Seconds, of this process and of all that it has started and that have ended. */
export function cpuSeconds(): number {
  const own = processesIn("/proc").find(({ pid }) => pid === process.pid);
  return own?.cpuSeconds ?? 0;
}
