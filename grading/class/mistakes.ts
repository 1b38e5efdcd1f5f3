// What has gone wrong in the class: a row for each wrong answer, and how many students
// have made each mistake.

import type { Part } from "../assignment/parts";
import type { ScoresFile } from "../marks/scores-file";
import { csvOf } from "./csv";
import { questionsIn } from "./table";

/** A question that a student has not answered right. */
export interface Wrong {
  student: string;
  question: string;
  /** The known mistake's name; empty if it is none. */
  mistake: string;
  message: string;
}

/** One row a question: what is said of it is said once. */
export function wrongIn(student: string, parts: Part[], { mistakes = {} }: ScoresFile): Wrong[] {
  return questionsIn(parts).flatMap((question) => {
    const found = parts
      .filter((part) => part.question === question)
      .flatMap(({ id }) => mistakes[id] ?? []);
    return found.slice(0, 1).map((wrong) => ({ student, question, ...wrong }));
  });
}

/** mistakes.csv. */
export function mistakesCsv(wrong: Wrong[]): string {
  const rows = wrong.map(({ student, question, mistake, message }) => {
    return [student, question, mistake, message];
  });
  return csvOf(["student", "question", "mistake", "message"], rows);
}

/** By question the mistakes, the most frequent first; empty when there is none. */
export function mistakesTable(parts: Part[], wrong: Wrong[]): string {
  const lines = questionsIn(parts).flatMap((question) => {
    const counts = new Map<string, number>();
    for (const { mistake } of wrong.filter((row) => row.question === question)) {
      const name = mistake || "not a known one";
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts]
      .sort(([a, m], [b, n]) => n - m || a.localeCompare(b, "en"))
      .map(([name, count]) => [question, String(count), name]);
  });
  if (lines.length === 0) return "";
  const all = [["question", "students", "mistake"], ...lines];
  const widths = [0, 1].map((i) => Math.max(...all.map((line) => line[i].length)));
  return all
    .map(([question, count, name]) => {
      return `${question.padEnd(widths[0])}  ${count.padStart(widths[1])}  ${name}`;
    })
    .join("\n");
}
