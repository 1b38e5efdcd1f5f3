// What runs in the cage: our kernel, and the questions to the network.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/paths";
import type { Cage } from "../sandbox/cage";
import type { Limits } from "../sandbox/limits";
import { WORK } from "../sandbox/program";
import { type Running, startCaged } from "../sandbox/start";
import { COMPILED } from "../submission/workspace";
import { CagedKernel } from "./cells";
import { INSIDE } from "./inside-code";

/**
 * Several submissions run side by side: a second thread in each would only wait. And
 * their figures are drawn for all of them together.
 */
const ENV = { GRADBOOK_THREADS: "1", GRADBOOK_UNWATCHED: "1" };

export class Programs {
  constructor(
    private readonly cage: Cage,
    /** The built programs of inside/. */
    private readonly inside: string,
    /** A startup snapshot for kernels; the kernel's own where there is none. */
    private readonly snapshot?: string,
  ) {}

  /** A new kernel that works in a copy of the workspace, for some seconds if they are given. */
  kernel(workspace: string, seconds?: number): CagedKernel {
    const limits = seconds === undefined ? {} : { seconds };
    return new CagedKernel(this.cage, {
      files: workspace,
      mounts: [this.mount()],
      env: ENV,
      snapshot: this.snapshot && existsSync(this.snapshot) ? this.snapshot : undefined,
      limits,
    });
  }

  /** The questions to the network, in a copy of the workspace; answers take less than a second. */
  network(workspace: string, seconds: number, onLine: (line: string) => void): Running {
    return this.start(workspace, "main.js", { seconds }, onLine);
  }

  /** What draws the class's figures, from the studio. */
  artist(studio: string, onLine: (line: string) => void): Running {
    const [day, much] = [86_400, 2 ** 40];
    const limits = { seconds: day, cpuSeconds: day, output: much, lines: much };
    return this.start(studio, "draw.js", limits, onLine);
  }

  private start(
    files: string,
    program: string,
    limits: Partial<Limits>,
    onLine: (line: string) => void,
  ): Running {
    return startCaged(this.cage, {
      files,
      mounts: [this.mount(), { source: join(root, "node_modules"), target: "/node_modules" }],
      command: ["node", `${WORK}/${INSIDE}/${program}`, COMPILED],
      limits,
      onLine,
    });
  }

  private mount() {
    return { source: this.inside, target: `${WORK}/${INSIDE}` };
  }
}
