// npm run bench -- --submission: the CPU time that a right submission takes as a whole.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../scripts/paths";
import { writeSubmissions } from "./class-submissions";
import { CpuGroup } from "./spent";
import { table } from "./tables";

/** Seconds. */
const GOAL = 9;
const [FEW, MORE] = [1, 3];

/**
 * `npm run grade` with one right submission and with three, from start to end: of all
 * processes that run for it. What the others have added is a submission's.
 */
export function benchSubmission(): string {
  const work = mkdtempSync(join(tmpdir(), "gradbook-bench-submission-"));
  const group = new CpuGroup();
  try {
    const [few, more] = [FEW, MORE].map((count) => gradeSeconds(work, count, group));
    const each = (more - few) / (MORE - FEW);
    const reached = each <= GOAL ? "reached" : "missed";
    return [
      "CPU seconds of `npm run grade`, of all processes that run for it; right submissions with the embedded digits:",
      table(
        ["the first, with what a class needs", "each further one", "goal: at most", ""],
        [[few.toFixed(1), each.toFixed(2), GOAL, reached]],
      ),
    ].join("\n\n");
  } finally {
    group.close();
    rmSync(work, { recursive: true, force: true });
  }
}

function gradeSeconds(work: string, count: number, group: CpuGroup): number {
  const [submissions, out] = [join(work, `submissions${count}`), join(work, "out")];
  rmSync(submissions, { recursive: true, force: true });
  rmSync(out, { recursive: true, force: true });
  writeSubmissions(submissions, count, { kinds: 1 });
  const script = ["scripts/run-typescript.js", "grading/class/main", "--submissions", submissions];
  const before = group.seconds;
  const { status, stderr } = spawnSync(
    process.execPath,
    [...script, "--out", out, "--seed", "20"],
    { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(stderr.slice(-2000));
  const seconds = group.seconds - before;
  console.error(`${count}: ${seconds.toFixed(1)} s`);
  return seconds;
}
