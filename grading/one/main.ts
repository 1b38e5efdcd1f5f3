// npm run grade-one: one submission, graded; what a class is made of.

import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { UserError } from "../../cli/user-error";
import { ASSIGNMENT } from "../assignment/assignment";
import { makeCourse, type Tools } from "../handout/course";
import { gradeOne } from "../marks/grade-one";
import { openGrader } from "../marks/grader";
import { makeReference, type Reference } from "../marks/reference";
import { type KeptReference, parseReference, readReference } from "../marks/reference-file";
import type { Cage } from "../sandbox/cage";
import { chooseCage } from "../sandbox/choose";
import { WARNING } from "../sandbox/no-cage";
import { filesIn } from "../submission/files-in";
import { readSubmission } from "../submission/submission";
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
    if (options.serve) {
      await serveAll(cage, work);
      return;
    }
    const reference = options.reference
      ? referenceIn(options.reference)
      : await newReference(options.seed, cage, work, setUp);
    await gradeFolder(reference, cage, work, options);
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
  const submission = readSubmission(filesIn(folder), student, reference);
  const grader = openGrader(reference, cage, work);
  try {
    const graded = await gradeOne(grader, submission, join(work, "submission"), manner);
    writeResult(out, reference, student, graded);
  } finally {
    await grader.close();
  }
}

/** The first line is the reference, the others are requests. */
async function serveAll(cage: Cage, work: string): Promise<void> {
  const leave = () => {
    rmSync(work, { recursive: true, force: true });
    process.exit();
  };
  // Whoever asked is gone: nobody waits for what is being graded.
  process.stdin.on("end", leave);
  const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
  const { value } = await lines.next();
  const reference = checked(parseReference(value ?? "null"), "The reference");
  const grader = openGrader(reference, cage, work);
  process.stdout.write("ready\n");
  await serve(grader, work, lines, process.stdout);
}

/** STUDENT/mlp is a student's folder in a class. */
function studentOf(folder: string): string {
  return basename(basename(folder) === ASSIGNMENT ? dirname(folder) : folder);
}

/** @throws UserError when it is not there, or is another Gradbook's */
function referenceIn(file: string): Reference {
  const kept = readReference(file);
  if (!kept) throw new UserError(`There is no ${file}.`);
  return checked(kept, file);
}

function checked(kept: KeptReference, what: string): Reference {
  const ours = graderFingerprint(kept.seed);
  if (kept.grader === ours) return kept.reference;
  throw new UserError(
    `${what} was made by Gradbook ${kept.grader.slice(0, 12)}, and this is ${ours.slice(0, 12)}: the same files, packages and Node are needed.`,
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
