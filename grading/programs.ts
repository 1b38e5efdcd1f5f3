// What runs in the cage: our kernel, and the questions to the network.

import { join } from "node:path";
import { root } from "../scripts/paths";
import { CagedKernel } from "./cells";
import { INSIDE } from "./inside-code";
import type { Cage } from "./sandbox/cage";
import { WORK } from "./sandbox/program";
import { type Running, startCaged } from "./sandbox/start";
import { COMPILED } from "./workspace";

/** Seconds that all questions to the network may take. They take less than one. */
const NETWORK_SECONDS = 20;

/** Several submissions run side by side: a second thread in each would only wait. */
const ENV = { GRADBOOK_THREADS: "1" };

export class Programs {
  constructor(
    private readonly cage: Cage,
    /** The built programs of inside/. */
    private readonly inside: string,
  ) {}

  /** A new kernel that works in a copy of the workspace. */
  kernel(workspace: string): CagedKernel {
    return new CagedKernel(this.cage, { files: workspace, mounts: [this.mount()], env: ENV });
  }

  /** The questions to the network, in a copy of the workspace. */
  network(workspace: string, onLine: (line: string) => void): Running {
    return startCaged(this.cage, {
      files: workspace,
      mounts: [this.mount(), { source: join(root, "node_modules"), target: "/node_modules" }],
      command: ["node", `${WORK}/${INSIDE}/main.js`, COMPILED],
      limits: { seconds: NETWORK_SECONDS },
      onLine,
    });
  }

  private mount() {
    return { source: this.inside, target: `${WORK}/${INSIDE}` };
  }
}
