// What the grades of a folder depend on beside the submissions: the seed of the
// hidden values, and everything that grades.

import { randomInt } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { graderFingerprint } from "../one/fingerprint";

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
  const grader = graderFingerprint(used);
  return { seed: used, grader, changed: known.grader !== grader };
}

/** Called when the course has been made. */
export function keepState(course: string, { seed, grader }: State): void {
  mkdirSync(course, { recursive: true });
  writeFileSync(join(course, FILE), `${JSON.stringify({ seed, grader }, null, 1)}\n`);
}
