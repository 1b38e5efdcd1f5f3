// What a caged program may use, and what it uses.

/** Bounds of one program. Sizes are in bytes, times in seconds. */
export interface Limits {
  /** From start to end, less what it has waited for a processor. */
  seconds: number;
  /** Of all its processes together. */
  cpuSeconds: number;
  /** Resident memory of all its processes together. */
  memory: number;
  /** Processes at the same time; each may have threads. */
  processes: number;
  /** Written to stdout, to stderr and to the answers, each. */
  output: number;
  /** Lines of the answers, which cost their reader more than bytes. */
  lines: number;
  /** A line of the answers; a longer one is dropped. */
  line: number;
  /** Of the files it is given and writes. */
  disk: number;
  /** Files it is given and writes. */
  files: number;
  /** Files and sockets that a process has open. */
  openFiles: number;
}

/** What a program's processes use together. */
export interface Usage {
  /** Bytes. */
  memory: number;
  cpuSeconds: number;
  /** Seconds that the one which has waited longest was ready and had no processor. */
  waited: number;
  processes: number;
  threads: number;
  /** Files in its own file systems; 0 if it has none. */
  files: number;
}

const MB = 2 ** 20;

/** For one submission with the embedded digits. */
export const LIMITS: Readonly<Limits> = {
  seconds: 300,
  cpuSeconds: 120,
  memory: 2048 * MB,
  processes: 16,
  output: 128 * MB,
  lines: 300_000,
  line: 16 * MB,
  disk: 64 * MB,
  files: 2000,
  openFiles: 256,
};

/** Threads that all processes together may have. */
export const threadsOf = (limits: Limits) => 32 * limits.processes;

/** What a program was stopped for. */
export type Excess = "time" | "cpu" | "memory" | "processes" | "output" | "disk";

/** The first limit that is exceeded, and its value in a sentence; null if none is. */
export function excessOf(
  { cpuSeconds, memory, processes, threads, files }: Usage,
  limits: Limits,
): { reason: Excess; detail: string } | null {
  if (cpuSeconds > limits.cpuSeconds) {
    return { reason: "cpu", detail: `it used more than ${limits.cpuSeconds} s of CPU time` };
  }
  if (memory > limits.memory) {
    return { reason: "memory", detail: `it used more than ${size(limits.memory)} of memory` };
  }
  if (processes > limits.processes) {
    return { reason: "processes", detail: `it started more than ${limits.processes} processes` };
  }
  if (threads > threadsOf(limits)) {
    return { reason: "processes", detail: `it started more than ${threadsOf(limits)} threads` };
  }
  if (files > limits.files) {
    return { reason: "disk", detail: `it made more than ${limits.files} files` };
  }
  return null;
}

/** A size as one reads it: "2.0 GB". */
export function size(bytes: number): string {
  if (bytes < MB) return `${Math.round(bytes / 1024)} KB`;
  if (bytes < 1000 * MB) return `${Math.round((10 * bytes) / MB) / 10} MB`;
  return `${(bytes / 1024 / MB).toFixed(1)} GB`;
}
