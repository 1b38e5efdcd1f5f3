// A class in which each student has made one mistake: what `npm run grade` writes of it.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { partsOf } from "../../grading/assignment/parts";
import { mistakesCsv, mistakesTable, type Wrong } from "../../grading/class/mistakes";
import { type Mistake, patched } from "../../grading/mistakes/mistake";
import { root } from "../../scripts/paths";
import { notebooks } from "../grading/mistakes/problem-set";
import { Draft, textOf } from "../grading/submissions/draft";
import { cellOf } from "./in-handout";
import { nameOf } from "./listed";

/** A submission with one mistake in it, the rest right. */
export function withMistake(draft: Draft, mistake: Mistake): Draft {
  const place = cellOf(mistake.question);
  return place
    ? draft.answer({ [place.id]: patched(textOf(draft.cell(place.id)), mistake) })
    : draft.library((text) => patched(text, mistake));
}

/**
 * Grades a class of one student a mistake.
 *
 * @param work an empty folder
 * @param options more of npm run grade's
 * @returns by mistake what ought to be otherwise, and what concerns them all under ""
 */
export async function complaintsOfClass(
  made: Mistake[],
  work: string,
  ...options: string[]
): Promise<Map<string, string[]>> {
  const [submissions, out] = [join(work, "submissions"), join(work, "grades")];
  for (const mistake of made) {
    withMistake(new Draft(), mistake).write(join(submissions, nameOf(mistake), "mlp"));
  }
  const command = ["scripts/run-typescript.js", "grading/class/main"];
  const folders = ["--submissions", submissions, "--out", out];
  const child = spawn(process.execPath, [...command, ...folders, ...options], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  const status = await new Promise<number | null>((done) => child.on("close", done));
  if (status !== 0) throw new Error(`npm run grade has ended with ${status}:\n${stdout}`);

  const found = new Map(made.map((mistake) => [nameOf(mistake), pagesLack(mistake, out)]));
  const complain = (student: string, what: string) => {
    found.set(student, [...(found.get(student) ?? []), what]);
  };
  // Nothing but these: each has cost its own question only, and has its own name.
  const wrong = made.map(wrongOf).sort((a, b) => a.student.localeCompare(b.student, "en"));
  const [head, ...rows] = mistakesCsv(wrong).split(/\r?\n/);
  const written = readFileSync(join(out, "mistakes.csv"), "utf8").split(/\r?\n/);
  if (written[0] !== head) complain("", `mistakes.csv begins with ${written[0]}`);
  for (const row of rows.filter((row) => !written.includes(row))) {
    complain(studentIn(made, row), `mistakes.csv lacks ${row}`);
  }
  for (const row of written.filter((row) => row !== head && !rows.includes(row))) {
    complain(studentIn(made, row), `mistakes.csv has ${row}`);
  }
  const parts = [...notebooks].flatMap(([name, notebook]) => partsOf(name, notebook));
  const table = mistakesTable(parts, wrong);
  if (!stdout.includes(table)) complain("", `the class's table is not\n${table}\n\n${stdout}`);
  return found;
}

function wrongOf(mistake: Mistake): Wrong {
  const { question, name, says } = mistake;
  return { student: nameOf(mistake), question, mistake: name, message: says };
}

/** Whose row it is, by its first field. */
function studentIn(made: Mistake[], row: string): string {
  return made.map(nameOf).find((name) => row.startsWith(`${name},`)) ?? "";
}

/** Which of a student's pages do not have the mistake's sentence. */
export function pagesLack(mistake: Mistake, out: string): string[] {
  const folder = join(out, "feedback", nameOf(mistake));
  const notebook = cellOf(mistake.question)?.notebook ?? [...notebooks.keys()][1];
  return ["index.html", notebook.replace(/ipynb$/, "html")].flatMap((name) => {
    const text = readFileSync(join(folder, name), "utf8").replace(/&#39;|&#x27;/g, "'");
    const plain = text.replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&quot;", '"');
    return plain.includes(mistake.says) ? [] : [`feedback: ${name} does not say it`];
  });
}
