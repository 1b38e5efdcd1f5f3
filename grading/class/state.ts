// What the grades of a folder depend on beside the submissions: the seed of the
// hidden values, and everything that grades.

import { createHash, randomInt } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/paths";
import { readFolder } from "../handout/files";

const FILE = "gradbook.json";

interface State {
  /** Whoever knows it knows the hidden values, not what they give. */
  seed: number;
  /** Of the grader that made the course. */
  grader: string;
}

/**
 * The seed, drawn when the course is new, and the grader's fingerprint.
 *
 * @param seed in place of the course's own
 */
export function gradingState(course: string, seed: number | null): State & { changed: boolean } {
  const file = join(course, FILE);
  const known: Partial<State> = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const used = seed ?? known.seed ?? randomInt(2 ** 32);
  const grader = fingerprint(used);
  return { seed: used, grader, changed: known.grader !== grader };
}

/** Called when the course has been made. */
export function keepState(course: string, { seed, grader }: State): void {
  mkdirSync(course, { recursive: true });
  writeFileSync(join(course, FILE), `${JSON.stringify({ seed, grader }, null, 1)}\n`);
}

function fingerprint(seed: number): string {
  const hash = createHash("sha256").update(`${seed} ${process.version}`);
  for (const folder of ["lib", "kernel", "grading"]) {
    for (const [path, text] of readFolder(root, folder, /\.(ts|js|py)$/)) hash.update(path + text);
  }
  for (const name of readdirSync(join(root, "notebooks")).sort()) {
    if (name.endsWith(".ipynb")) hash.update(readFileSync(join(root, "notebooks", name)));
  }
  return hash.update(readFileSync(join(root, "package-lock.json"))).digest("hex");
}
