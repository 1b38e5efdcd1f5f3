// What students may not see anywhere, and a look for it with a user's eyes.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readNotebooks } from "../../../grading/assignment/notebooks-in";
import { readFolder } from "../../../grading/handout/files";
import { secretLines } from "../../../grading/handout/leaks";
import { mistakes } from "../../../grading/mistakes";
import { root } from "../../../scripts/paths";

/** Characters of a line that is nowhere but in a solution. */
const TELLING = 25;

/** The lines of solutions, hidden tests and mark schemes. */
export function secretsOfProject(): string[] {
  const lib = readFolder(root, "lib", /\.(ts|js)$/);
  const lines = secretLines(lib, readNotebooks(join(root, "notebooks")).values(), mistakes);
  return lines.filter((line) => line.length >= TELLING);
}

/** For a Python that runs as the user: its program, to be given `LookFor` as its input. */
export const LOOK = readFileSync(join(__dirname, "reads.py"), "utf8");

export interface LookFor {
  folders: string[];
  /** Whole ones, whatever they are indented by. */
  lines: string[];
  /** A text anywhere; none if empty. */
  text: string;
}

export interface Seen {
  readable: string[];
  /** By file the first of them that stands in it. */
  found: Record<string, string>;
  /** Of others, but can be changed. */
  writable: string[];
}
