// What nbgrader's exchange must have to give feedback back: `nbgrader submit` puts a secret
// into each submission, and `nbgrader release_feedback` names the pages by it, so that
// nobody else finds them.

import { cpSync, existsSync, lstatSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SECRET, TIMESTAMP } from "../submission/timestamp";

/**
 * Takes a submission's secret over to where it was graded. Renewed in each run: who hands
 * in the same again has another one.
 *
 * @param from the submission's folder
 * @param to the folder that nbgrader takes it in from
 */
export function takeSecretOver(from: string, to: string): void {
  take(SECRET, from, to);
}

/**
 * Makes a student's pages ready for `nbgrader release_feedback`.
 *
 * @param graded the folder that nbgrader took the submission in from
 * @param pages nbgrader's folder of them
 */
export function readyForRelease(graded: string, pages: string): void {
  if (!existsSync(pages)) return;
  for (const name of [SECRET, TIMESTAMP]) take(name, graded, pages);
}

function take(name: string, from: string, to: string): void {
  const file = join(from, name);
  rmSync(join(to, name), { force: true });
  // A link would be the student's, to a file of somebody else's.
  if (lstatSync(file, { throwIfNoEntry: false })?.isFile()) cpSync(file, join(to, name));
}
