// npm run bench -- --workers: a class graded on this machine by 1, 2 and 4 workers.

import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { runChild } from "../scripts/children";
import { root } from "../scripts/paths";
import { installCluster } from "../scripts/set-up";
import { writeSubmissions } from "./class-submissions";
import { LocalCluster } from "./cluster";
import { CpuGroup } from "./spent";
import { number, table } from "./tables";

const STUDENTS = 8;
const COUNTS = [1, 2, 4];

export async function benchWorkers(): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), "gradbook-bench-workers-"));
  const group = new CpuGroup();
  try {
    const submissions = join(work, "submissions");
    writeSubmissions(submissions, STUDENTS);
    const python = await installCluster();
    const rows: (string | number)[][] = [];
    for (const count of COUNTS) {
      const before = group.seconds;
      const wall = await timed(submissions, join(work, `${count}`), count, python);
      rows.push([count, number(wall), number(group.seconds - before)]);
      console.error(`${count}: ${number(wall)} s`);
    }
    return [
      `A class of ${STUDENTS} on a cluster on this machine, which has ${cpus().length} processors; from the command's start to its end, the course made anew and the workers just started:`,
      table(["workers", "s", "CPU s of all processes"], rows),
    ].join("\n\n");
  } finally {
    group.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** Seconds that `npm run grade` takes. */
async function timed(
  submissions: string,
  out: string,
  workers: number,
  python: string,
): Promise<number> {
  const cluster = await LocalCluster.start(python);
  try {
    cluster.addWorkers(workers);
    const begun = performance.now();
    const script = ["scripts/run-typescript.js", "grading/class/main"];
    const folders = ["--submissions", submissions, "--out", out, "--seed", "20"];
    const scheduler = ["--scheduler", cluster.settings.scheduler, "--patience", "60"];
    const args = [...script, ...folders, ...scheduler];
    const { status, stderr } = await runChild(process.execPath, args, {
      cwd: root,
      stdio: ["ignore", "ignore", "pipe"],
    });
    if (status !== 0) throw new Error(stderr.slice(-2000));
    return (performance.now() - begun) / 1000;
  } finally {
    await cluster.stop();
  }
}
