// npm run grade: a class's submissions, graded into a folder.

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { isRunning } from "../../scripts/is-running";
import { installCluster } from "../../scripts/set-up";
import { ASSIGNMENT } from "../assignment/assignment";
import { gradeOnCluster } from "../cluster/head";
import { folderName } from "../collect/names";
import { makeCourse, type Tools } from "../handout/course";
import { mannerOf } from "../marks/grade-one";
import { makeReference } from "../marks/reference";
import { type KeptReference, readReference, writeReference } from "../marks/reference-file";
import { readScores, type ScoresFile } from "../marks/scores-file";
import type { Cage } from "../sandbox/cage";
import { chooseCage } from "../sandbox/choose";
import { WARNING } from "../sandbox/no-cage";
import { classIn, type Entry } from "./class";
import { readyForRelease, takeSecretOver } from "./exchange";
import { writeFeedback } from "./feedback";
import { aboutTime, takeTimeOver } from "./handed-in-at";
import { gradeHere } from "./here";
import { dueIn, folderOf, gradedFolder, keepGraded, type Takers } from "./jobs";
import { mistakesCsv, mistakesTable, wrongIn } from "./mistakes";
import { type Options, readOptions } from "./options";
import { Progress } from "./progress";
import { record, recorded } from "./record";
import { gradingState, keepState } from "./state";
import { csv, failedRow, rowOf, table } from "./table";

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
  clearAway(out);
  const work = mkdtempSync(join(out, `.work-${process.pid}-`));
  try {
    const kept = await referenceOf(course, release, state, cage, work);
    const run = { kept, options, course };
    const failures = await gradeAll(run, entries, cage, work);
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
    if (pid && !isRunning(Number(pid))) rmSync(join(out, name), { recursive: true, force: true });
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

/** The gradebook, the feedback and the table, of all that has been graded into the course. */
async function finish(
  { kept, course }: Run,
  out: string,
  tools: Tools,
  failures: Map<string, string>,
): Promise<void> {
  const { parts } = kept.reference;
  const submitted = join(course, "submitted");
  const graded = existsSync(submitted) ? classIn(submitted).map(({ student }) => student) : [];
  const due = graded.filter((student) => {
    return readScores(gradedFolder(course, student))?.fingerprint !== recorded(course, student);
  });
  const { marks, failures: refused } = await record(course, due, tools, (line) => {
    console.error(line);
  });
  // nbgrader knows students by names that it can take; here they have their own again.
  const nameOf = (id: string) => readScores(gradedFolder(course, id))?.student ?? id;
  for (const [id, why] of refused) failures.set(nameOf(id), why);
  const rows = [...marks].map(([id, known]) => {
    const scores = scoresOf(course, id);
    const student = nameOf(id);
    return scores && !failures.has(student)
      ? rowOf(student, parts, known, scores)
      : failedRow(student, parts, failures.get(student) ?? "its graded notebooks are gone");
  });
  for (const [student, why] of failures) {
    if (!marks.has(folderName(student))) rows.push(failedRow(student, parts, why));
  }
  rows.sort((a, b) => a.student.localeCompare(b.student, "en"));
  for (const [id, known] of marks) {
    const scores = scoresOf(course, id);
    if (!scores || refused.has(id)) continue;
    const pages = folderOf(course, "feedback", id);
    writeFeedback(join(out, "feedback", nameOf(id)), pages, nameOf(id), parts, known, scores);
    readyForRelease(gradedFolder(course, id), pages);
  }
  const wrong = [...marks.keys()]
    .filter((id) => !failures.has(nameOf(id)))
    .sort((a, b) => a.localeCompare(b, "en"))
    .flatMap((id) => {
      const scores = readScores(gradedFolder(course, id));
      return scores ? wrongIn(nameOf(id), parts, scores) : [];
    });
  writeFileSync(join(out, "grades.csv"), csv(parts, rows));
  writeFileSync(join(out, "mistakes.csv"), mistakesCsv(wrong));
  console.log(table(parts, rows));
  if (wrong.length > 0) console.log(`\n${mistakesTable(parts, wrong)}`);
  const shown = relative(process.cwd(), out) || ".";
  console.log(
    `\n${join(shown, "grades.csv")}, ${join(shown, "mistakes.csv")}, and the students' pages in ${join(shown, "feedback")}`,
  );
}

/** What was left of a submission, with what is to be said of its time. */
function scoresOf(course: string, student: string): ScoresFile | null {
  const folder = gradedFolder(course, student);
  const scores = readScores(folder);
  const { remark, unread } = aboutTime(folder);
  if (!scores || !remark) return scores;
  const reading = unread && scores.reading === "clear" ? "unclear" : scores.reading;
  return { ...scores, reading, files: [...scores.files, remark] };
}
