// The page at the site's address: what to do, and where one's work is.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Question } from "../grading/assignment/questions";

/** @param questions of the assignment @param solved whether the solutions are in the site */
export function firstPage(questions: Question[], solved: boolean): string {
  const notebooks = [...new Set(questions.map(({ notebook }) => notebook))];
  const links = notebooks.map((name, i) => {
    return `<a class="button" href="lab/index.html?path=${encodeURIComponent(name)}">Open notebook ${i + 1}</a>`;
  });
  const rows = questions.map(({ name, points, notebook, files }) => {
    const cells = [name, points, [notebook, ...files].join(", ")];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  const template = readFileSync(join(__dirname, "page", "index.html"), "utf8");
  return template
    .replace("{{notebooks}}", links.join("\n"))
    .replace("{{questions}}", rows.join("\n"))
    .replace("{{solved}}", solved ? "<p><strong>With the solutions.</strong></p>" : "");
}
