// What it takes to run code of a submission's, or of the solution's.

import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/paths";
import { buildInside } from "../answers/inside-code";
import { Programs } from "../answers/programs";
import { KNOWN } from "../handout/known";
import type { Cage } from "../sandbox/cage";
import { makeBase } from "../submission/workspace";

export interface Workshop {
  /** What workspaces are made from. */
  base: string;
  programs: Programs;
}

/**
 * Makes a workshop, unless there is one in the folder.
 *
 * @param work a folder for what is needed while grading
 * @param known the handout's lib/answers/known.ts
 * @param snapshot a startup snapshot for kernels, used if it is there
 */
export function openWorkshop(cage: Cage, work: string, known: string, snapshot?: string): Workshop {
  const [base, inside] = [join(work, "base"), join(work, "inside")];
  if (!existsSync(inside)) {
    mkdirSync(work, { recursive: true });
    makeBase(base, root, { [KNOWN]: known });
    buildInside(inside);
  }
  return { base, programs: new Programs(cage, inside, snapshot) };
}
