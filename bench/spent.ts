// What processes have used, from Linux's /proc.

import { processesIn, total, treeOf } from "../grading/sandbox/processes";

/**
 * CPU seconds of this process and of all that it has started and that have ended; of what
 * still runs only with `living`.
 */
export function cpuSeconds(living = false): number {
  const all = processesIn("/proc");
  if (living) return total(treeOf(process.pid, all)).cpuSeconds;
  return all.find(({ pid }) => pid === process.pid)?.cpuSeconds ?? 0;
}

/** Watches the memory of this process and of those it has started. */
export class MemoryWatch {
  /** The most that was seen, in MB. */
  peak = 0;
  private readonly clock = setInterval(() => this.look(), 1000);

  /** @param without what these processes have started */
  constructor(private readonly without: number[] = []) {
    this.look();
  }

  private look(): void {
    const all = processesIn("/proc");
    const left = this.without.flatMap((pid) => treeOf(pid, all).map((one) => one.pid));
    const ours = treeOf(process.pid, all).filter(({ pid }) => !left.includes(pid));
    this.peak = Math.max(this.peak, total(ours).memory / 2 ** 20);
  }

  end(): number {
    this.look();
    clearInterval(this.clock);
    return this.peak;
  }
}
