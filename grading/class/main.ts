// npm run grade: a class's submissions, graded into a folder.

import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { root } from "../../scripts/paths";
import { ASSIGNMENT } from "../assignment/assignment";
import { makeCourse, type Tools } from "../handout/course";
import { gradeOne, type Manner } from "../marks/grade-one";
import { makeReference, type Reference } from "../marks/reference";
import { fingerprintOf, readScores, writeGraded } from "../marks/scores-file";
import { chooseCage } from "../sandbox/choose";
import { WARNING } from "../sandbox/no-cage";
import { readSubmission } from "../submission/submission";
import { modulesIn } from "../submission/workspace";
import { classIn, type Entry } from "./class";
import { writeFeedback } from "./feedback";
import { type Options, readOptions } from "./options";
import { Progress } from "./progress";
import { record, recorded } from "./record";
import { gradingState, keepState } from "./state";
import { csv, failedRow, rowOf, table } from "./table";

/** Seconds for a cell whose values are read, at most; the solution's take less than one. */
const READING_SECONDS = 10;

/** What a run works with. */
interface Run {
  reference: Reference;
  options: Options;
  /** nbgrader's folder. */
  course: string;
  /** For what is needed while grading. */
  work: string;
  /** Of the grader. */
  grader: string;
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
  clearAway(out);
  const work = mkdtempSync(join(out, `.work-${process.pid}-`));
  try {
    const reference = await makeReference(release, state.seed, cage, work);
    const run = { reference, options, course, work, grader: state.grader };
    const failures = await gradeAll(run, entries).finally(() => reference.artist.close());
    await finish(run, out, tools, failures);
    if (failures.size > 0) process.exitCode = 1;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What runs that were killed have left behind. */
function clearAway(out: string): void {
  for (const name of readdirSync(out)) {
    const [, pid] = /^\.work-(\d+)-/.exec(name) ?? [];
    if (pid && !runs(Number(pid))) rmSync(join(out, name), { recursive: true, force: true });
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** @returns why grading did not come to its end, by student */
async function gradeAll(run: Run, entries: Entry[]): Promise<Map<string, string>> {
  const failures = new Map<string, string>();
  const ours = modulesIn(root);
  const { cellSeconds, scoresOnly, jobs } = run.options;
  const reading = Math.min(READING_SECONDS, cellSeconds);
  const manner: Manner = { scoresOnly, cell: cellSeconds, reading };
  const due = entries.flatMap(({ student, folder }) => {
    const submission = readSubmission(folder, student, run.reference.handout, ours);
    const fingerprint = fingerprintOf(submission, manner, run.grader);
    const before = readScores(gradedFolder(run.course, student));
    return before?.fingerprint === fingerprint ? [] : [{ submission, folder, fingerprint }];
  });
  const same = entries.length - due.length;
  if (same > 0)
    console.error(`${same} of ${entries.length} have not changed since they were graded.`);
  const progress = new Progress(due.length);
  const workers = Array.from({ length: jobs }, async (_, k) => {
    for (let next = due.shift(); next; next = due.shift()) {
      const { submission, folder, fingerprint } = next;
      try {
        const graded = await gradeOne(run.reference, submission, join(run.work, `${k}`), manner);
        const to = gradedFolder(run.course, submission.student);
        const timestamp = join(folder, "timestamp.txt");
        writeGraded(to, fingerprint, run.reference.parts, graded);
        if (existsSync(timestamp)) cpSync(timestamp, join(to, "timestamp.txt"));
        progress.step(submission.student);
      } catch (error) {
        failures.set(submission.student, (error as Error).message);
        progress.step(`${submission.student} could not be graded: ${(error as Error).message}`);
      }
    }
  });
  await Promise.all(workers);
  return failures;
}

/** The gradebook, the feedback and the table, of all that has been graded into the course. */
async function finish(
  { reference: { parts }, course }: Run,
  out: string,
  tools: Tools,
  failures: Map<string, string>,
): Promise<void> {
  const submitted = join(course, "submitted");
  const graded = existsSync(submitted) ? classIn(submitted).map(({ student }) => student) : [];
  const due = graded.filter((student) => {
    return readScores(gradedFolder(course, student))?.fingerprint !== recorded(course, student);
  });
  const { marks, failures: refused } = await record(course, due, tools, (line) => {
    console.error(line);
  });
  for (const [student, why] of refused) failures.set(student, why);
  const rows = [...marks].map(([student, known]) => {
    const scores = readScores(gradedFolder(course, student));
    return scores && !failures.has(student)
      ? rowOf(student, parts, known, scores)
      : failedRow(student, parts, failures.get(student) ?? "its graded notebooks are gone");
  });
  for (const [student, why] of failures) {
    if (!marks.has(student)) rows.push(failedRow(student, parts, why));
  }
  rows.sort((a, b) => a.student.localeCompare(b.student, "en"));
  for (const [student, known] of marks) {
    const scores = readScores(gradedFolder(course, student));
    if (!scores || refused.has(student)) continue;
    const pages = folderOf(course, "feedback", student);
    writeFeedback(join(out, "feedback", student), pages, student, parts, known, scores);
  }
  writeFileSync(join(out, "grades.csv"), csv(parts, rows));
  console.log(table(parts, rows));
  const shown = relative(process.cwd(), out) || ".";
  console.log(
    `\n${join(shown, "grades.csv")}, and the students' pages in ${join(shown, "feedback")}`,
  );
}

function gradedFolder(course: string, student: string): string {
  return folderOf(course, "submitted", student);
}

/** Where nbgrader keeps a student's files of one of its steps. */
function folderOf(course: string, step: string, student: string): string {
  return join(course, step, student, ASSIGNMENT);
}
