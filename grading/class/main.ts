// npm run grade: a class's submissions, graded into a folder.

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { removeLeft } from "../../scripts/is-running";
import { installCluster } from "../../scripts/set-up";
import { ASSIGNMENT } from "../assignment/assignment";
import { gradeOnCluster } from "../cluster/head";
import { makeCourse, type Tools } from "../handout/course";
import { mannerOf } from "../marks/grade-one";
import { makeReference } from "../marks/reference";
import { type KeptReference, readReference, writeReference } from "../marks/reference-file";
import type { Cage } from "../sandbox/cage";
import { chooseCage } from "../sandbox/choose";
import { WARNING } from "../sandbox/no-cage";
import { classIn, type Entry } from "./class";
import { takeSecretOver } from "./exchange";
import { finish } from "./finish";
import { takeTimeOver } from "./handed-in-at";
import { gradeHere } from "./here";
import { dueIn, gradedFolder, keepGraded, type Takers } from "./jobs";
import { type Options, readOptions } from "./options";
import { Progress } from "./progress";
import { gradingState, keepState } from "./state";

/** What a run works with. */
interface Run {
  kept: KeptReference;
  options: Options;
  /** nbgrader's folder. */
  course: string;
}

export async function main(args: string[], tools: Tools): Promise<void> {
  const options = readOptions(args);
  if (!options) return;
  const entries = classIn(options.submissions, options.students);
  const cage = chooseCage({ noSandbox: options.noSandbox });
  if (!cage.isolates) console.error(WARNING);
  const out = resolve(options.out);
  const course = join(out, "course");
  const state = gradingState(course, options.seed);
  const release = join(course, "release", ASSIGNMENT);
  if (state.changed || !existsSync(release)) {
    await makeCourse(course, tools);
    keepState(course, state);
  }
  removeLeft(out, /^\.work-(\d+)-/);
  const work = mkdtempSync(join(out, `.work-${process.pid}-`));
  try {
    const kept = await referenceOf(course, release, state, cage, work);
    const run = { kept, options, course };
    const failures = await gradeAll(run, entries, cage, work);
    console.log(await finish(kept.reference.parts, course, out, tools, failures));
    if (failures.size > 0) process.exitCode = 1;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What the solution gives: put to it once for a course. */
async function referenceOf(
  course: string,
  release: string,
  { seed, grader }: { seed: number; grader: string },
  cage: Cage,
  work: string,
): Promise<KeptReference> {
  const file = join(course, "reference.json");
  const known = readReference(file);
  if (known?.seed === seed && known.grader === grader) return known;
  const kept = { reference: await makeReference(release, seed, cage, work), seed, grader };
  writeReference(file, kept);
  return kept;
}

/** @returns why grading did not come to its end, by student */
async function gradeAll(
  { kept, options, course }: Run,
  entries: Entry[],
  cage: Cage,
  work: string,
): Promise<Map<string, string>> {
  const failures = new Map<string, string>();
  const manner = mannerOf(options.cellSeconds, options.scoresOnly);
  const jobs = dueIn(entries, course, manner, kept);
  const same = entries.length - jobs.length;
  if (same > 0)
    console.error(`${same} of ${entries.length} have not changed since they were graded.`);
  const byStudent = new Map(entries.map((entry) => [entry.student, entry]));
  const progress = new Progress(jobs.length);
  const takers: Takers = {
    graded({ student }, fingerprint, graded) {
      keepGraded(course, byStudent.get(student) as Entry, fingerprint, kept, graded);
      progress.step(student);
    },
    failed({ student }, why) {
      failures.set(student, why);
      progress.step(`${student} could not be graded: ${why}`);
    },
  };
  if (jobs.length > 0 && options.cluster) {
    const reports = {
      ...takers,
      workers: (count: number) => progress.workers(count),
      note: (text: string) => progress.note(text),
    };
    await gradeOnCluster(jobs, reports, kept, options.cluster, await installCluster());
  } else if (jobs.length > 0)
    await gradeHere(jobs, takers, kept.reference, cage, work, options.jobs);
  for (const { student, folder } of entries) {
    if (failures.has(student)) continue;
    takeTimeOver(folder, gradedFolder(course, student));
    takeSecretOver(folder, gradedFolder(course, student));
  }
  return failures;
}
