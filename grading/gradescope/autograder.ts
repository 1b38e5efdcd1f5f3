// Runs in Gradescope's container, as its root: grades the submission that lies there.
//   autograder.ts AUTOGRADER    the folder that Gradescope calls /autograder

import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/paths";
import { gradeOne, mannerOf } from "../marks/grade-one";
import { openGrader } from "../marks/grader";
import { parseReference } from "../marks/reference-file";
import { chooseCage } from "../sandbox/choose";
import { filesIn } from "../submission/files-in";
import { readSubmission } from "../submission/submission";
import { REFERENCE, SETTINGS } from "./files";
import type { Visibility } from "./options";
import { resultsOf } from "./results";

/** Seconds that a cell may take. */
const CELL = 120;

export async function main([autograder = "/autograder"]: string[]): Promise<void> {
  const { reference } = parseReference(readFileSync(join(root, REFERENCE), "utf8"));
  const settings = JSON.parse(readFileSync(join(root, SETTINGS), "utf8"));
  const cage = chooseCage({ disposable: true });
  console.log(`Submissions run in a cage by ${cage.name}.`);
  const work = mkdtempSync(join(tmpdir(), "gradbook-"));
  const grader = openGrader(reference, cage, work);
  try {
    const folder = join(autograder, "submission");
    const submission = readSubmission(filesIn(folder), "student", reference);
    // Pages with figures cannot be shown there.
    const graded = await gradeOne(grader, submission, join(work, "own"), mannerOf(CELL, true));
    const results = resultsOf(reference.parts, graded, settings.visibility as Visibility);
    const to = join(autograder, "results");
    mkdirSync(to, { recursive: true });
    // Whole or not at all: Gradescope gives 0 points for what it cannot read.
    writeFileSync(join(to, "results.new"), `${JSON.stringify(results, null, 1)}\n`);
    renameSync(join(to, "results.new"), join(to, "results.json"));
  } finally {
    await grader.close();
    rmSync(work, { recursive: true, force: true });
  }
}
