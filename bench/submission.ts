// npm run bench -- --submission: the CPU time that a right submission takes as a whole.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../scripts/paths";
import { writeSubmissions } from "./class-submissions";
import { cpuSeconds } from "./spent";
import { table } from "./tables";

/** Seconds. */
const GOAL = 9;
const [FEW, MORE] = [1, 4];

/**
 * `npm run grade` with one right submission and with four, from start to end: of all
 * processes that run for it. What the others have added is a submission's.
 */
export function benchSubmission(): string {
  const work = mkdtempSync(join(tmpdir(), "gradbook-bench-submission-"));
  try {
    const rows = [[], ["--scores-only"]].map((options) => {
      const [few, more] = [FEW, MORE].map((count) => gradeSeconds(work, count, options));
      return { few, each: (more - few) / (MORE - FEW) };
    });
    const [whole, scores] = rows;
    const reached = whole.each <= GOAL ? "reached" : "missed";
    return [
      "CPU seconds of `npm run grade`, all processes, a right submission with the embedded digits:",
      table(
        ["", "the first, with what a class needs", "each further one"],
        [
          ["whole", whole.few.toFixed(1), whole.each.toFixed(2)],
          ["--scores-only", scores.few.toFixed(1), scores.each.toFixed(2)],
        ],
      ),
      `Goal: at most ${GOAL} s a submission: ${reached}.`,
    ].join("\n\n");
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function gradeSeconds(work: string, count: number, options: string[]): number {
  const [submissions, out] = [join(work, `submissions${count}`), join(work, "out")];
  rmSync(submissions, { recursive: true, force: true });
  rmSync(out, { recursive: true, force: true });
  writeSubmissions(submissions, count, 1);
  const script = ["scripts/run-typescript.js", "grading/class/main", "--submissions", submissions];
  const before = cpuSeconds();
  const { status, stderr } = spawnSync(
    process.execPath,
    [...script, "--out", out, "--seed", "20", ...options],
    { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(stderr.slice(-2000));
  const seconds = cpuSeconds() - before;
  console.error(`${count} ${options.join(" ")}: ${seconds.toFixed(1)} s`);
  return seconds;
}
