// npm run bench -- --class: what the head of a cluster spends on a submission, with a
// stand-in for the grading itself, and how many workers it can so keep busy.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { classIn, type Entry } from "../grading/class/class";
import { finish } from "../grading/class/finish";
import { dueIn, type Job, keepGraded } from "../grading/class/jobs";
import { gradeOnCluster, type Reports } from "../grading/cluster/head";
import { makeCourse, type Tools } from "../grading/handout/course";
import { gradeOne, mannerOf } from "../grading/marks/grade-one";
import { openGrader } from "../grading/marks/grader";
import { makeReference } from "../grading/marks/reference";
import type { KeptReference } from "../grading/marks/reference-file";
import { packReply, packRequest } from "../grading/one/travel";
import { chooseCage } from "../grading/sandbox/choose";
import { root } from "../scripts/paths";
import { installCluster } from "../scripts/set-up";
import { type Figures, hoursTable, page } from "./class-page";
import { KIND_COUNT, writeSubmissions } from "./class-submissions";
import { LocalCluster } from "./cluster";
import { CpuGroup, cpuSeconds, MemoryWatch } from "./spent";

const SIZES = [20, 200, 2000];
/** Of each class, those that are measured: the last ones. The others are there already. */
const DUE = 20;
const SEED = 20;
/** As many as keep the head busy. */
const WORKERS = 2;
const MANNER = mannerOf(120, false);
const README = join(root, "grading", "README.md");
const [BEGIN, END] = ["<!-- written by npm run bench -- --class -->\n", "<!-- end -->"];

interface Run {
  folder: string;
  course: string;
  kept: KeptReference;
  tools: Tools;
  cluster: LocalCluster;
  python: string;
}

/** @param quick with the smallest class only, and nothing written */
export async function benchClass(tools: Tools, quick: boolean): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), "gradbook-bench-class-"));
  try {
    const python = await installCluster();
    const course = join(work, "course");
    const kept = await keptReference(course, work, tools);
    const { replies, seconds } = await gradeKinds(kept, course, work);
    const file = join(work, "replies");
    writeFileSync(file, `${replies.join("\n")}\n`);
    const figures: Figures = { grading: seconds, spent: [] };
    const cluster = await LocalCluster.start(python);
    try {
      cluster.addWorkers(WORKERS, {
        GRADBOOK_NODE: join(__dirname, "stand-in.js"),
        GRADBOOK_REPLIES: file,
      });
      const run: Run = { folder: work, course, kept, tools, cluster, python };
      const travel = bytes(run, file);
      let before = 0;
      for (const students of quick ? SIZES.slice(0, 1) : SIZES) {
        addStudents(run, before, students);
        before = students;
        const spent = { students, ...travel, ...(await spend(run, students)) };
        figures.spent.push(spent);
        console.error(JSON.stringify(spent));
      }
    } finally {
      await cluster.stop();
    }
    const text = page(figures);
    if (!quick) {
      writeFileSync(join(__dirname, "CLASS.md"), text);
      writeHours(figures);
      console.error("Written to bench/CLASS.md and grading/README.md.");
    }
    return text;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function keptReference(course: string, work: string, tools: Tools): Promise<KeptReference> {
  const release = await makeCourse(course, tools);
  const workshop = join(work, "workshop");
  const reference = await makeReference(release, SEED, chooseCage(), workshop);
  return { reference, seed: SEED, grader: "bench" };
}

/** The real thing, once for each kind: what comes of it stands in for all others. */
async function gradeKinds(kept: KeptReference, course: string, work: string) {
  const models = join(work, "models");
  writeSubmissions(models, KIND_COUNT);
  const grader = openGrader(kept.reference, chooseCage(), join(work, "workshop"));
  const replies: string[] = [];
  const seconds: number[] = [];
  const group = new CpuGroup();
  const jobs = dueIn(classIn(models), course, MANNER, kept);
  // The first one twice: what a worker does only once is not a submission's.
  for (const job of [jobs[0], ...jobs]) {
    const before = group.seconds;
    const graded = await gradeOne(grader, job.read().submission, join(work, "own"), MANNER);
    seconds.push(group.seconds - before);
    replies.push(packReply({ graded }));
  }
  await grader.close();
  group.close();
  const each = seconds.slice(1);
  console.error(`CPU s of a worker: ${each.map((s) => s.toFixed(1)).join(", ")}`);
  return { replies: replies.slice(1), seconds: mean(each) };
}

/** Up to so many, of whom the last are yet to be graded. */
function addStudents({ folder, tools }: Run, before: number, students: number): void {
  const first = students - DUE;
  const script = [join(__dirname, "fill.py"), folder, KIND_COUNT, before, first].map(String);
  if (first > before) execFileSync(tools.python, script);
  writeSubmissions(join(folder, "submissions"), DUE, { first });
}

/**
 * The class is graded as `npm run grade` does, with workers that answer at once, and then
 * once more, with one due. The difference is that of the other submissions, without what a
 * run costs in any case.
 */
async function spend(run: Run, students: number) {
  const due = await gradeClass(run);
  writeSubmissions(join(run.folder, "submissions"), 1, { first: students - 1, comment: "again" });
  const again = await gradeClass(run);
  const each = (what: keyof Once) => Math.max(0, due[what] - again[what]) / (DUE - 1);
  return {
    head: each("head"),
    dask: each("dask"),
    scheduler: each("scheduler"),
    recording: each("recording"),
    again: (again.looking + again.head + again.recording) / students,
    memory: due.memory,
    recordMemory: due.recordMemory,
  };
}

type Once = Awaited<ReturnType<typeof gradeClass>>;

/** CPU seconds and MB. */
async function gradeClass({ folder, course, kept, tools, cluster, python }: Run) {
  const begun = ownSeconds();
  const entries = classIn(join(folder, "submissions"));
  const byStudent = new Map(entries.map((entry) => [entry.student, entry]));
  const reports: Reports<Job> = {
    graded: ({ student }, fingerprint, graded) => {
      keepGraded(course, byStudent.get(student) as Entry, fingerprint, kept, graded);
    },
    failed: ({ student }, why) => {
      throw new Error(`${student}: ${why}`);
    },
    workers: () => {},
    note: (text) => console.error(text),
  };
  const jobs = dueIn(entries, course, MANNER, kept);
  const memory = new MemoryWatch(cluster.pids);
  const [own, all, scheduler] = [ownSeconds(), cpuSeconds(), cluster.schedulerSeconds];
  if (jobs.length > 0) await gradeOnCluster(jobs, reports, kept, cluster.settings, python);
  const head = ownSeconds() - own;
  const exchanged = cpuSeconds();
  const most = memory.end();
  const recordMemory = new MemoryWatch(cluster.pids);
  const failures = new Map<string, string>();
  await finish(kept.reference.parts, course, join(folder, "out"), tools, failures);
  if (failures.size > 0) throw new Error([...failures.values()][0]);
  return {
    /** Finding out what is due: once a run, of all students. */
    looking: own - begun,
    head,
    dask: exchanged - all - head,
    scheduler: cluster.schedulerSeconds - scheduler,
    recording: cpuSeconds() - exchanged,
    memory: most,
    recordMemory: recordMemory.end(),
  };
}

/** Bytes of a submission on its way to a worker, and back. */
function bytes({ folder, course, kept }: Run, replies: string) {
  const models = classIn(join(folder, "models"));
  const requests = dueIn(models, course, MANNER, kept).map((job) => packRequest(job.read()));
  return { sent: mean(requests.map(sizeOf)), received: statSync(replies).size / KIND_COUNT };
}

const sizeOf = (text: string) => Buffer.byteLength(text);
const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

const ownSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** The instructor's page has the hours. */
function writeHours(figures: Figures): void {
  const text = readFileSync(README, "utf8");
  const [start, end] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)];
  writeFileSync(README, `${text.slice(0, start)}\n${hoursTable(figures)}\n\n${text.slice(end)}`);
}
