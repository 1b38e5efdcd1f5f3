// npm run grade-one: one submission, graded; what a class is made of.

import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { UserError } from "../../cli/user-error";
import { root } from "../../scripts/paths";
import { ASSIGNMENT } from "../assignment/assignment";
import { makeCourse, type Tools } from "../handout/course";
import { gradeOne } from "../marks/grade-one";
import { openGrader } from "../marks/grader";
import { makeReference, type Reference } from "../marks/reference";
import { readReference } from "../marks/reference-file";
import type { Cage } from "../sandbox/cage";
import { chooseCage } from "../sandbox/choose";
import { WARNING } from "../sandbox/no-cage";
import { readSubmission } from "../submission/submission";
import { modulesIn } from "../submission/workspace";
import { graderFingerprint } from "./fingerprint";
import { type Options, readOptions } from "./options";
import { writeResult } from "./result";
import { serve } from "./serve";

/** @param setUp makes the project ready, with the Python that nbgrader runs in */
export async function main(args: string[], setUp: () => Promise<Tools>): Promise<void> {
  const options = readOptions(args);
  if (!options) return;
  const cage = chooseCage({ noSandbox: options.noSandbox });
  if (!cage.isolates) console.error(WARNING);
  const work = mkdtempSync(join(tmpdir(), "gradbook-one-"));
  try {
    const reference = options.reference
      ? referenceIn(options.reference)
      : await newReference(options.seed, cage, work, setUp);
    await (options.serve ? serveAll : gradeFolder)(reference, cage, work, options);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function gradeFolder(reference: Reference, cage: Cage, work: string, options: Options) {
  const { submission: folder, out, manner } = options;
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new UserError(`There is no folder ${folder}.`);
  }
  const student = options.student ?? studentOf(resolve(folder));
  const submission = readSubmission(folder, student, reference.handout, modulesIn(root));
  const grader = openGrader(reference, cage, work);
  try {
    const graded = await gradeOne(grader, submission, join(work, "submission"), manner);
    writeResult(out, reference, student, graded);
  } finally {
    await grader.close();
  }
}

async function serveAll(reference: Reference, cage: Cage, work: string): Promise<void> {
  const grader = openGrader(reference, cage, work);
  try {
    await serve(grader, work, process.stdin, process.stdout);
  } finally {
    await grader.close();
  }
}

/** STUDENT/mlp is a student's folder in a class. */
function studentOf(folder: string): string {
  return basename(basename(folder) === ASSIGNMENT ? dirname(folder) : folder);
}

/** @throws UserError when it is another Gradbook's */
function referenceIn(file: string): Reference {
  const kept = readReference(file);
  if (!kept) throw new UserError(`There is no ${file}.`);
  const ours = graderFingerprint(kept.seed);
  if (kept.grader === ours) return kept.reference;
  throw new UserError(
    `${file} was made by Gradbook ${kept.grader.slice(0, 12)}, and this is ${ours.slice(0, 12)}: the same files, packages and Node are needed.`,
  );
}

async function newReference(
  seed: number,
  cage: Cage,
  work: string,
  setUp: () => Promise<Tools>,
): Promise<Reference> {
  const release = await makeCourse(join(work, "course"), await setUp());
  return makeReference(release, seed, cage, work);
}
