// A student's feedback: nbgrader's page for each notebook, and one before them with
// the marks, question by question.

import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Part } from "../assignment/parts";
import type { ScoresFile } from "../marks/scores-file";
import { DOCUMENTS } from "../submission/pictures";
import type { StudentMarks } from "./record";

/**
 * Writes a student's folder of feedback.
 *
 * @param pages nbgrader's folder of them
 */
export function writeFeedback(
  folder: string,
  pages: string,
  student: string,
  parts: Part[],
  { marks, penalty }: StudentMarks,
  { remarks, files }: ScoresFile,
): void {
  mkdirSync(folder, { recursive: true });
  for (const name of existsSync(pages) ? readdirSync(pages) : []) {
    if (name.endsWith(".html")) copyNew(join(pages, name), join(folder, name));
  }
  const documents = join(pages, DOCUMENTS);
  rmSync(join(folder, DOCUMENTS), { recursive: true, force: true });
  if (existsSync(documents)) cpSync(documents, join(folder, DOCUMENTS), { recursive: true });
  let total = -penalty;
  const rows = parts.map(({ id, question, notebook, points, byHand }) => {
    const { auto, manual, extra, waiting } = marks[id];
    const score = (manual ?? auto ?? 0) + extra;
    total += score;
    const page = notebook.replace(/\.ipynb$/, ".html");
    const shown = waiting ? "not marked yet" : String(round(score));
    const remark = remarks[id] ?? "";
    return `<tr><th scope="row"><a href="${escapeHtml(page)}">${escapeHtml(question)}</a></th>
<td>${byHand ? "by hand" : "by values"}</td><td>${shown}</td><td>${points}</td><td>${escapeHtml(remark)}</td></tr>`;
  });
  const most = parts.reduce((sum, { points }) => sum + points, 0);
  const late = penalty > 0 ? `<p>${penalty} points are taken off for being late.</p>` : "";
  const odd = files.map((line) => `<li>${escapeHtml(line)}</li>`).join("\n");
  const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(student)}: ${round(total)} of ${most} points</title>
<style>
body { font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #222; }
table { border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 0.3em 0.8em; border-bottom: 1px solid #ccc; }
td:nth-child(3), td:nth-child(4) { text-align: right; }
</style>
</head>
<body>
<h1>${escapeHtml(student)}: ${round(total)} of ${most} points</h1>
${odd && `<ul>\n${odd}\n</ul>`}
${late}
<table>
<thead><tr><th scope="col">question</th><th scope="col">marked</th><th scope="col">points</th><th scope="col">of</th><th scope="col">why not more</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
<p>"By values" means: your code was run with other inputs than the notebook's, and what it gave was compared with what the solution gives.</p>
</body>
</html>
`;
  writeFileSync(join(folder, "index.html"), page);
}

/** Unless it is there: pages are large, and a class has thousands. */
function copyNew(from: string, to: string): void {
  const [theirs, ours] = [from, to].map((file) => statSync(file, { throwIfNoEntry: false }));
  if (ours && theirs && ours.size === theirs.size && ours.mtimeMs === theirs.mtimeMs) return;
  cpSync(from, to, { preserveTimestamps: true });
}

function escapeHtml(text: string): string {
  const named: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (character) => named[character]);
}

function round(points: number): number {
  return Math.round(100 * points) / 100;
}
