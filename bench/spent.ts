// What processes have used: by Linux's /proc, and by a control group.

import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../cli/user-error";
import { processesIn, total, treeOf } from "../grading/sandbox/processes";

/** CPU seconds of this process and of those it has started, waited for when they ended. */
export function cpuSeconds(): number {
  const own = processesIn("/proc").find(({ pid }) => pid === process.pid);
  return own?.cpuSeconds ?? 0;
}

/**
 * The CPU time of this process and of all that it starts. A cage ends what runs in it as a
 * whole, and nobody waits for that: only a control group counts it.
 */
export class CpuGroup {
  private readonly root = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"].find((folder) => {
    return existsSync(join(folder, "cgroup.procs"));
  });
  private readonly folder = join(this.root ?? "", `gradbook-bench-${process.pid}`);

  /** @throws UserError where there can be none */
  constructor() {
    try {
      if (!this.root) throw new Error("there is no cgroup2 below /sys/fs/cgroup");
      mkdirSync(this.folder);
      writeFileSync(join(this.folder, "cgroup.procs"), `${process.pid}`);
    } catch (error) {
      throw new UserError(
        `CPU time is counted by a control group, which root may make: ${(error as Error).message}`,
      );
    }
  }

  /** So far. */
  get seconds(): number {
    const text = readFileSync(join(this.folder, "cpu.stat"), "utf8");
    return Number(/^usage_usec (\d+)/m.exec(text)?.[1]) / 1e6;
  }

  /** Called when all that was started has ended. */
  close(): void {
    writeFileSync(join(this.root ?? "", "cgroup.procs"), `${process.pid}`);
    try {
      rmdirSync(this.folder);
    } catch {
      // Something has yet to end; an empty group costs nothing.
    }
  }
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
