// npm run bench -- --class: what the head of a cluster spends on a submission, with a
// stand-in for the grading itself, and how many workers it can so keep busy.

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { classIn } from "../grading/class/class";
import { dueIn, keepGraded } from "../grading/class/jobs";
import { record } from "../grading/class/record";
import { Exchange } from "../grading/cluster/head";
import { makeCourse, type Tools } from "../grading/handout/course";
import { gradeOne, mannerOf } from "../grading/marks/grade-one";
import { openGrader } from "../grading/marks/grader";
import { makeReference } from "../grading/marks/reference";
import { packReply } from "../grading/one/travel";
import { chooseCage } from "../grading/sandbox/choose";
import { writeSubmissions } from "./class-submissions";
import { cpuSeconds } from "./cpu";

const SIZES = [20, 200, 2000];
const SEED = 20;

/** What a class of one size took of the head. */
interface Spent {
  students: number;
  /** CPU seconds a submission: handing out and keeping, and nbgrader's recording. */
  exchange: number;
  recording: number;
  /** Bytes a submission, to a worker and back. */
  sent: number;
  received: number;
  /** Resident memory of the head at its end, in MB. */
  memory: number;
}

export async function benchClass(tools: Tools, sizes = SIZES): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), "gradbook-bench-class-"));
  try {
    const release = await makeCourse(join(work, "course"), tools);
    const cage = chooseCage();
    const reference = await makeReference(release, SEED, cage, join(work, "workshop"));
    const kept = { reference, seed: SEED, grader: "bench" };
    const manner = mannerOf(120, false);
    // The real thing, once for each kind: what comes of it stands in for all others.
    const models = join(work, "models");
    const kinds = writeSubmissions(models);
    const grader = openGrader(reference, cage, join(work, "workshop"));
    const replies: string[] = [];
    const before = performance.now();
    for (const job of dueIn(classIn(models), join(work, "none"), manner, kept)) {
      const graded = await gradeOne(grader, job.read().submission, join(work, "own"), manner);
      replies.push(packReply({ graded }));
    }
    await grader.close();
    const grading = (performance.now() - before) / 1000 / kinds;
    console.error(`a worker: ${grading.toFixed(1)} s a submission`);
    const found: Spent[] = [];
    for (const students of sizes) {
      const folder = join(work, `${students}`);
      mkdirSync(folder);
      const submissions = join(folder, "submissions");
      writeSubmissions(submissions, students);
      const course = join(folder, "course");
      await makeCourse(course, tools);
      found.push(await spend(submissions, course, replies));
      console.error(line(found.at(-1) as Spent, grading));
      rmSync(folder, { recursive: true });

      async function spend(from: string, to: string, answers: string[]): Promise<Spent> {
        const entries = classIn(from);
        let [sent, received, next] = [0, 0, 0];
        const start = cpuSeconds();
        const jobs = dueIn(entries, to, manner, kept);
        const byStudent = new Map(entries.map((entry) => [entry.student, entry]));
        const reports = {
          graded: (job: { student: string }, fingerprint: string, graded: never) => {
            const entry = byStudent.get(job.student);
            if (entry) keepGraded(to, entry, fingerprint, kept, graded);
          },
          failed: (job: { student: string }, why: string) => {
            throw new Error(`${job.student}: ${why}`);
          },
          workers: () => {},
          note: (text: string) => console.error(text),
        };
        const exchange = new Exchange(jobs, reports as never, (request) => {
          if (request === "") return;
          const answer = answers[next++ % answers.length];
          sent += request.length;
          received += answer.length;
          const key = request.slice(0, request.indexOf("\t"));
          exchange.take(`${JSON.stringify({ graded: key })}\t${answer}`);
        });
        for (let n = 0; n < entries.length; n++) exchange.take('{"want":true}');
        const middle = cpuSeconds();
        const memory = process.memoryUsage().rss / 2 ** 20;
        const everyone = entries.map(({ student }) => student);
        const { failures } = await record(to, everyone, tools, () => {});
        if (failures.size > 0) throw new Error([...failures.values()][0]);
        const n = entries.length;
        return {
          students: n,
          exchange: (middle - start) / n,
          recording: (cpuSeconds() - middle) / n,
          sent: sent / n,
          received: received / n,
          memory,
        };
      }
    }
    return tables(found, grading);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Workers whose submissions one processor of the head takes as fast as they come. */
const fed = ({ exchange }: Spent, grading: number) => Math.floor(grading / exchange);

const HEAD =
  "| students | head, ms CPU | recording, ms CPU | sent, KB | received, KB | memory, MB | workers fed |\n|---|---|---|---|---|---|---|";

function line(spent: Spent, grading: number): string {
  const { students, exchange, recording, sent, received, memory } = spent;
  const [ms, kb] = [(s: number) => (1000 * s).toFixed(0), (b: number) => (b / 1024).toFixed(0)];
  return `| ${students} | ${ms(exchange)} | ${ms(recording)} | ${kb(sent)} | ${kb(received)} | ${memory.toFixed(0)} | ${fed(spent, grading)} |`;
}

/** Hours for a class, by the number of workers: the head's recording comes after. */
function hours(students: number, workers: number, { exchange, recording }: Spent, grading: number) {
  const seconds = students * (Math.max(grading / workers, exchange) + recording);
  return (seconds / 3600).toFixed(2);
}

function tables(found: Spent[], grading: number): string {
  const last = found[found.length - 1];
  const counts = [1, 2, 4, 20, 100];
  const rows = [30, 200, 2000].map((students) => {
    return `| ${students} | ${counts.map((n) => hours(students, n, last, grading)).join(" | ")} |`;
  });
  return [
    `A submission takes a worker ${grading.toFixed(1)} s. The head, a submission:`,
    "",
    HEAD,
    ...found.map((spent) => line(spent, grading)),
    "",
    "Hours for a class, recording included:",
    "",
    `| students | ${counts.map((n) => (n === 1 ? "1 worker" : n)).join(" | ")} |`,
    `|---|${counts.map(() => "---|").join("")}`,
    ...rows,
  ].join("\n");
}
