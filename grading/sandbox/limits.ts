// What a caged program may use.

/** Bounds of one program. Sizes are in bytes, times in seconds. */
export interface Limits {
  /** From start to end. */
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

/** A size as one reads it: "2.0 GB". */
export function size(bytes: number): string {
  if (bytes < MB) return `${Math.round(bytes / 1024)} KB`;
  if (bytes < 1000 * MB) return `${Math.round((10 * bytes) / MB) / 10} MB`;
  return `${(bytes / 1024 / MB).toFixed(1)} GB`;
}
