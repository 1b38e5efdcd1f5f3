// What one submission was given, as files: result.json, and the executed notebooks.

import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gradeId } from "../assignment/notebook";
import type { Part } from "../assignment/parts";
import type { Graded } from "../marks/grade-one";
import type { Reference } from "../marks/reference";
import type { Score } from "../marks/score";
import { writeNotebooks } from "../marks/scores-file";
import { type Status, statusOf } from "../marks/status";

export const RESULT = "result.json";

/** A part that was graded by values. */
type Scored = Pick<Part, "id" | "question" | "notebook"> & { of: number } & Score;

export interface Result {
  student: string;
  status: Status;
  /** Of the parts that were graded by values, and what they could have given. */
  points: number;
  of: number;
  /** By part, in the problem set's order. */
  scores: Scored[];
  /** Parts with an answer that a person is to mark. */
  byHand: string[];
  /** About files and executions. */
  remarks: string[];
}

export function resultOf({ parts, handout }: Reference, student: string, graded: Graded): Result {
  const scores = parts.flatMap(({ id, question, notebook, points: of }) => {
    const score = graded.scores[id];
    return score ? [{ id, question, notebook, of, ...score }] : [];
  });
  const given = sourcesIn([...handout.values()]);
  const answers = sourcesIn([...graded.notebooks.values()]);
  // As nbgrader has it, what was left as it was handed out gets 0 without a person's look.
  const byHand = parts
    .filter(({ id, byHand }) => {
      return byHand && (id in graded.waiting || answers.get(id) !== given.get(id));
    })
    .map(({ id }) => id);
  const crashed = scores.filter((score) => score.crashed).map(({ id }) => id);
  return {
    student,
    status: statusOf(graded.reading, crashed, byHand),
    points: scores.reduce((sum, { points }) => sum + points, 0),
    of: scores.reduce((sum, { of }) => sum + of, 0),
    scores,
    byHand,
    remarks: graded.remarks,
  };
}

/** Writes the notebooks and, last of all, result.json. */
export function writeResult(
  folder: string,
  reference: Reference,
  student: string,
  graded: Graded,
): void {
  mkdirSync(folder, { recursive: true });
  writeNotebooks(folder, reference.parts, graded);
  const result = resultOf(reference, student, graded);
  writeFileSync(join(folder, `${RESULT}.new`), `${JSON.stringify(result, null, 1)}\n`);
  renameSync(join(folder, `${RESULT}.new`), join(folder, RESULT));
}

function sourcesIn(notebooks: Graded["notebooks"] extends Map<string, infer N> ? N[] : never) {
  const cells = notebooks.flatMap((notebook) => notebook.cells);
  return new Map(cells.map((cell) => [gradeId(cell), cell.source.trim()]));
}
