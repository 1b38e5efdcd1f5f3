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
import { mistakesCsv, mistakesTable, type Wrong, wrongIn } from "./mistakes";
import { record, recorded, type StudentMarks } from "./record";
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
  for (const [id, why] of refused) {
    failures.set(readScores(gradedFolder(course, id))?.student ?? id, why);
  }
  const rows = [...failures]
    .filter(([student]) => !marks.has(folderName(student)))
    .map(([student, why]) => failedRow(student, parts, why));
  const wrong: Wrong[] = [];
  for (const id of [...marks.keys()].sort((a, b) => a.localeCompare(b, "en"))) {
    const known = marks.get(id) as StudentMarks;
    const folder = gradedFolder(course, id);
    const scores = readScores(folder);
    const student = scores?.student ?? id;
    const shown = scores && withTime(scores, folder);
    if (shown && !failures.has(student)) {
      rows.push(rowOf(student, parts, known, shown));
      wrong.push(...wrongIn(student, parts, shown));
    } else {
      const why = failures.get(student) ?? "its graded notebooks are gone";
      rows.push(failedRow(student, parts, why));
    }
    if (!shown || refused.has(id)) continue;
    const pages = folderOf(course, "feedback", id);
    writeFeedback(join(out, "feedback", student), pages, student, parts, known, shown);
    readyForRelease(folder, pages);
  }
  rows.sort((a, b) => a.student.localeCompare(b.student, "en"));
  writeFileSync(join(out, "grades.csv"), csv(parts, rows));
  writeFileSync(join(out, "mistakes.csv"), mistakesCsv(wrong));
  const shown = relative(process.cwd(), out) || ".";
  return [
    table(parts, rows),
    ...(wrong.length > 0 ? [mistakesTable(parts, wrong)] : []),
    `${join(shown, "grades.csv")}, ${join(shown, "mistakes.csv")}, and the students' pages in ${join(shown, "feedback")}`,
  ].join("\n\n");
}

/** What came of a submission, with what is to be said of its time. */
function withTime(scores: ScoresFile, folder: string): ScoresFile {
  const { remark, unread } = aboutTime(folder);
  if (!remark) return scores;
  const reading = unread && scores.reading === "clear" ? "unclear" : scores.reading;
  return { ...scores, reading, files: [...scores.files, remark] };
}
