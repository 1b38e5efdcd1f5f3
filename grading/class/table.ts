// The class's marks: a row a student, a column a question.

import type { Part } from "../assignment/parts";
import type { ScoresFile } from "../marks/scores-file";
import { type Status, statusOf } from "../marks/status";
import { csvOf } from "./csv";
import type { StudentMarks } from "./record";

/** One student's row. */
export interface Row {
  student: string;
  /** By question; null while a part of it waits for a person. */
  points: (number | null)[];
  /** Of what is marked so far. */
  total: number;
  status: Status;
  /** What the status is about. */
  remarks: string;
}

/** The questions in their order. */
export function questionsIn(parts: Part[]): string[] {
  return [...new Set(parts.map(({ question }) => question))];
}

export function rowOf(
  student: string,
  parts: Part[],
  { marks, penalty }: StudentMarks,
  scores: ScoresFile,
): Row {
  let total = -penalty;
  const waiting: string[] = [];
  const points = questionsIn(parts).map((question) => {
    let sum = 0;
    let open = false;
    for (const { id } of parts.filter((part) => part.question === question)) {
      const { auto, manual, extra, waiting: looked } = marks[id];
      sum += (manual ?? auto ?? 0) + extra;
      open ||= looked;
    }
    total += sum;
    if (open) waiting.push(question);
    return open ? null : round(sum);
  });
  const crashed = parts.filter(({ id }) => scores.crashed.includes(id));
  const remarks = [
    ...scores.files,
    ...(crashed.length > 0 ? [`ended in ${questionsIn(crashed).join(", ")}`] : []),
    ...(waiting.length > 0 ? [`to be marked by hand: ${waiting.join(", ")}`] : []),
    ...(penalty > 0 ? [`late: ${penalty} points off`] : []),
  ];
  return {
    student,
    points,
    total: round(total),
    status: statusOf(scores.reading, scores.crashed, waiting),
    remarks: remarks.join("; "),
  };
}

/** A submission that could not be graded. */
export function failedRow(student: string, parts: Part[], remarks: string): Row {
  const points = questionsIn(parts).map(() => null);
  return { student, points, total: 0, status: "failed", remarks };
}

/** grades.csv. */
export function csv(parts: Part[], rows: Row[]): string {
  const head = ["student", ...questionsIn(parts), "total", "of", "status", "remarks"];
  const most = parts.reduce((sum, { points }) => sum + points, 0);
  const lines = rows.map(({ student, points, total, status, remarks }) => {
    const sum = status === "failed" ? "" : total;
    return [student, ...points.map((value) => value ?? ""), sum, most, status, remarks];
  });
  return csvOf(head, lines);
}

/** The same for a terminal, without remarks. */
export function table(parts: Part[], rows: Row[]): string {
  const head = ["student", ...questionsIn(parts), "total", "status"];
  const lines = rows.map(({ student, points, total, status }) => {
    return [student, ...points.map((value) => String(value ?? "-")), String(total), status];
  });
  const all = [head, ...lines];
  const widths = head.map((_, i) => Math.max(...all.map((line) => line[i].length)));
  return all
    .map((line) =>
      line.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))),
    )
    .map((line) => line.join("  "))
    .join("\n");
}

function round(points: number): number {
  return Math.round(100 * points) / 100;
}
