// What runs in the cage: our kernel, and the questions to the network.

import { join } from "node:path";
import { root } from "../scripts/paths";
import { CagedKernel } from "./cells";
import { INSIDE } from "./inside-code";
import type { Cage } from "./sandbox/cage";
import { WORK } from "./sandbox/program";
import { type Running, startCaged } from "./sandbox/start";
import { COMPILED } from "./workspace";

export class Programs {
  constructor(
    private readonly cage: Cage,
    /** The built programs of inside/. */
    private readonly inside: string,
  ) {}

  /** A new kernel that works in a copy of the workspace, for some seconds if they are given. */
  kernel(workspace: string, seconds?: number): CagedKernel {
    const limits = seconds === undefined ? {} : { seconds };
    return new CagedKernel(this.cage, { files: workspace, mounts: [this.mount()], limits });
  }

  /** The questions to the network, in a copy of the workspace; answers take less than a second. */
  network(workspace: string, seconds: number, onLine: (line: string) => void): Running {
    return startCaged(this.cage, {
      files: workspace,
      mounts: [this.mount(), { source: join(root, "node_modules"), target: "/node_modules" }],
      command: ["node", `${WORK}/${INSIDE}/main.js`, COMPILED],
      limits: { seconds },
      onLine,
    });
  }

  private mount() {
    return { source: this.inside, target: `${WORK}/${INSIDE}` };
  }
}
