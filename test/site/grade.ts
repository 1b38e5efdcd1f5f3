// Collects and grades what was handed in, by the project's own commands.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/paths";

/**
 * Grades the zips in a folder.
 *
 * @param work a folder that it may fill
 * @returns the lines of grades.csv, the head first
 */
export function grade(from: string, work: string): string[] {
  const [to, marks] = [join(work, "collected"), join(work, "marks")];
  run("grading/collect/main", "--from", from, "--to", to);
  run("grading/class/main", "--submissions", to, "--out", marks);
  return readFileSync(join(marks, "grades.csv"), "utf8").trim().split(/\r?\n/);
}

function run(module: string, ...args: string[]): void {
  const script = join(root, "scripts", "run-typescript.js");
  execFileSync(process.execPath, [script, module, ...args], { cwd: root, stdio: "pipe" });
}
