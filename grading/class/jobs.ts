// What of a class is to be graded, and where what was graded goes.

import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/paths";
import { ASSIGNMENT } from "../assignment/assignment";
import type { Graded, Manner } from "../marks/grade-one";
import type { KeptReference } from "../marks/reference-file";
import { fingerprintOf, readScores, writeGraded } from "../marks/scores-file";
import type { Request } from "../one/travel";
import { readSubmission } from "../submission/submission";
import { modulesIn } from "../submission/workspace";
import type { Entry } from "./class";

/** A submission that is to be graded. It is read when its turn comes: a class is large. */
export interface Job {
  student: string;
  /** Reads it; the fingerprint is of what was read. */
  read(): Request & { fingerprint: string };
}

/** What a place where submissions are graded tells of them. */
export interface Takers {
  graded(job: Job, fingerprint: string, graded: Graded): void;
  /** Grading itself did not come to its end. */
  failed(job: Job, why: string): void;
}

/** Those that have not been graded, or not as they are now. */
export function dueIn(
  entries: Entry[],
  course: string,
  manner: Manner,
  { reference, grader }: KeptReference,
): Job[] {
  const ours = modulesIn(root);
  const jobs = entries.map(({ student, folder }): Job => {
    const read = () => {
      const submission = readSubmission(folder, student, reference.handout, ours);
      return { submission, manner, fingerprint: fingerprintOf(submission, manner, grader) };
    };
    return { student, read };
  });
  return jobs.filter(({ student, read }) => {
    return readScores(gradedFolder(course, student))?.fingerprint !== read().fingerprint;
  });
}

/** Puts a graded submission where nbgrader finds it. */
export function keepGraded(
  course: string,
  { student, folder }: Entry,
  fingerprint: string,
  { reference: { parts } }: KeptReference,
  graded: Graded,
): void {
  const to = gradedFolder(course, student);
  const timestamp = join(folder, "timestamp.txt");
  writeGraded(to, fingerprint, parts, graded);
  if (existsSync(timestamp)) cpSync(timestamp, join(to, "timestamp.txt"));
}

export function gradedFolder(course: string, student: string): string {
  return folderOf(course, "submitted", student);
}

/** Where nbgrader keeps a student's files of one of its steps. */
export function folderOf(course: string, step: string, student: string): string {
  return join(course, step, student, ASSIGNMENT);
}
