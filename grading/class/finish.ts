// What a class gets when its submissions have been graded: the gradebook, the feedback
// and the tables.

import { existsSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Part } from "../assignment/parts";
import { folderName } from "../collect/names";
import type { Tools } from "../handout/course";
import { readScores, type ScoresFile } from "../marks/scores-file";
import { classIn } from "./class";
import { readyForRelease } from "./exchange";
import { writeFeedback } from "./feedback";
import { aboutTime } from "./handed-in-at";
import { folderOf, gradedFolder } from "./jobs";
import { mistakesCsv, mistakesTable, wrongIn } from "./mistakes";
import { record, recorded } from "./record";
import { csv, failedRow, rowOf, table } from "./table";

/**
 * Brings gradebook, feedback and tables up to all that has been graded into the course.
 *
 * @param failures why grading did not come to its end, by student; gets those of recording
 * @returns what is to be shown of it
 */
export async function finish(
  parts: Part[],
  course: string,
  out: string,
  tools: Tools,
  failures: Map<string, string>,
): Promise<string> {
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
  const shown = relative(process.cwd(), out) || ".";
  return [
    table(parts, rows),
    ...(wrong.length > 0 ? [mistakesTable(parts, wrong)] : []),
    `${join(shown, "grades.csv")}, ${join(shown, "mistakes.csv")}, and the students' pages in ${join(shown, "feedback")}`,
  ].join("\n\n");
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
