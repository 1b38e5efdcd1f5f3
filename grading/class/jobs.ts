// What of a class is to be graded, and where what was graded goes.

import { join } from "node:path";
import { ASSIGNMENT } from "../assignment/assignment";
import { folderName } from "../collect/names";
import type { Graded, Manner } from "../marks/grade-one";
import type { KeptReference } from "../marks/reference-file";
import { fingerprintOf, readScores, writeGraded } from "../marks/scores-file";
import type { Request } from "../one/travel";
import { filesIn } from "../submission/files-in";
import { readSubmission } from "../submission/submission";
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
  const jobs = entries.map(({ student, folder }): Job => {
    const read = () => {
      const submission = readSubmission(filesIn(folder), student, reference);
      return { submission, manner, fingerprint: fingerprintOf(submission, manner, grader) };
    };
    return { student, read };
  });
  return jobs.filter(({ student, read }) => {
    try {
      const before = readScores(gradedFolder(course, student));
      return !before || before.fingerprint !== read().fingerprint;
    } catch {
      return true; // it will be told when its turn comes
    }
  });
}

/** Puts a graded submission where nbgrader finds it. */
export function keepGraded(
  course: string,
  { student }: Entry,
  fingerprint: string,
  { reference: { parts } }: KeptReference,
  graded: Graded,
): void {
  writeGraded(gradedFolder(course, student), student, fingerprint, parts, graded);
}

export function gradedFolder(course: string, student: string): string {
  return folderOf(course, "submitted", student);
}

/** Where nbgrader keeps a student's files of one of its steps. */
export function folderOf(course: string, step: string, student: string): string {
  return join(course, step, folderName(student), ASSIGNMENT);
}
