// What grading leaves of a submission beside its notebooks: scores.json. It is
// written last, so a submission that has one has been graded to the end.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Notebook } from "../assignment/notebook";
import type { Part } from "../assignment/parts";
import type { Reading } from "../submission/findings";
import { DOCUMENTS } from "../submission/pictures";
import type { Submission } from "../submission/submission";
import type { Graded, Manner } from "./grade-one";
import { forPages } from "./pages";

const FILE = "scores.json";

export interface ScoresFile {
  /** As the submission's folder is called. */
  student: string;
  /** Of the submission and of all that grades it, in what manner. */
  fingerprint: string;
  /** Points, by part. */
  scores: Record<string, number>;
  /** Why not more, by part. */
  remarks: Record<string, string>;
  /** What is wrong, by part: the known mistake's name, if it is one, and what is said of it. */
  mistakes: Record<string, { mistake: string; message: string }>;
  /** Parts that a process ended under. */
  crashed: string[];
  /** About files and executions. */
  files: string[];
  reading: Reading;
  /** Parts that a person has to look at though their own cells are empty: why, as a digest. */
  waiting: Record<string, string>;
}

/** Changes when a submission must be graded again. */
export function fingerprintOf(submission: Submission, manner: Manner, grader: string): string {
  const { notebooks, modules, remarks, suspicions, beside, documents } = submission;
  const hash = createHash("sha256");
  for (const notebook of notebooks) hash.update(JSON.stringify(notebook));
  const doubts = suspicions.map(({ text }) => text);
  const others = [modules, remarks, doubts, beside, Object.keys(documents), manner, grader];
  return hash.update(JSON.stringify(others)).digest("hex");
}

/** What was left of a submission; null if it was never graded to the end. */
export function readScores(folder: string): ScoresFile | null {
  const file = join(folder, FILE);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

/** Puts a graded submission where nbgrader finds it. */
export function writeGraded(
  folder: string,
  student: string,
  fingerprint: string,
  parts: Part[],
  graded: Graded,
): void {
  const { scores, remarks, reading, waiting } = graded;
  rmSync(join(folder, FILE), { force: true });
  writeNotebooks(folder, parts, graded);
  const entries = Object.entries(scores);
  const file: ScoresFile = {
    student,
    fingerprint,
    scores: Object.fromEntries(entries.map(([id, { points }]) => [id, points])),
    remarks: Object.fromEntries(entries.map(([id, { remark }]) => [id, remark])),
    mistakes: Object.fromEntries(
      entries
        .filter(([, { message }]) => message)
        .map(([id, { mistake, message }]) => [id, { mistake, message }]),
    ),
    crashed: entries.filter(([, { crashed }]) => crashed).map(([id]) => id),
    files: remarks,
    reading,
    waiting,
  };
  writeFileSync(join(folder, `${FILE}.new`), `${JSON.stringify(file, null, 1)}\n`);
  renameSync(join(folder, `${FILE}.new`), join(folder, FILE));
}

/** Writes the executed notebooks with what grading has to say, and what they link. */
export function writeNotebooks(
  folder: string,
  parts: Part[],
  { scores, notebooks, remarks, documents }: Graded,
): void {
  rmSync(join(folder, DOCUMENTS), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [path, content] of Object.entries(documents)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(content, "base64"));
  }
  for (const [name, notebook] of notebooks) {
    const marked = withRemarks(notebook, name, parts, scores, remarks);
    writeFileSync(join(folder, name), `${JSON.stringify(forPages(marked), null, 1)}\n`);
  }
}

/** The notebook with what grading has to say, as outputs of the cells it is about. */
function withRemarks(
  notebook: Notebook,
  name: string,
  parts: Part[],
  scores: Graded["scores"],
  remarks: string[],
): Notebook {
  const byId = new Map(parts.map((part) => [part.id, part]));
  const cells = notebook.cells.map((cell) => {
    const part = byId.get(cell.id);
    const score = scores[cell.id];
    if (!part || part.notebook !== name || !score) return cell;
    const points = Math.round(100 * score.points) / 100;
    const text = `Graded: ${points} of ${part.points}${score.remark && `: ${score.remark}`}\n`;
    const output = { output_type: "stream" as const, name: "stdout" as const, text };
    return { ...cell, outputs: [...(cell.outputs ?? []), output] };
  });
  if (remarks.length === 0) return { ...notebook, cells };
  const source = ["Graded with these remarks:", "", ...remarks.map((line) => `    ${line}`)];
  const first = {
    id: "graded-remarks",
    cell_type: "markdown",
    metadata: {},
    source: source.join("\n"),
  };
  return { ...notebook, cells: [first, ...cells] };
}
