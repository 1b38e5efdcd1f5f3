// bench/CLASS.md: what a class costs, and how long it takes.

import { describeHost } from "./machine";
import { number, table } from "./tables";

/** What a class of one size took of the head. */
export interface Spent {
  students: number;
  /**
   * CPU seconds a submission, to hand it out and to keep what comes of it: of the command
   * itself, of the program that speaks Dask, and of the scheduler.
   */
  head: number;
  dask: number;
  scheduler: number;
  /** CPU seconds a submission: gradebook, feedback and tables. */
  recording: number;
  /** CPU seconds a student of a run in which one is due. */
  again: number;
  /** Bytes a submission, to a worker and back. */
  sent: number;
  received: number;
  /** The most memory while submissions are handed out, and while they are recorded, in MB. */
  memory: number;
  recordMemory: number;
}

export interface Figures {
  /** CPU seconds that a submission takes a worker. */
  grading: number;
  /** Of the smallest class first. */
  spent: Spent[];
}

const CLASSES = [30, 200, 2000];
const WORKERS = [1, 2, 4, 20, 100];

export function page(figures: Figures): string {
  const { grading, spent } = figures;
  const rows = spent.map((one) => {
    const { students, head, dask, scheduler, recording, again, sent, received } = one;
    const seconds = [head, dask, scheduler, recording, again].map((s) => (1000 * s).toFixed(0));
    const sizes = [sent, received].map((size) => (size / 1024).toFixed(0));
    const memory = [one.memory, one.recordMemory].map((mb) => mb.toFixed(0));
    return [students, ...seconds, ...sizes, ...memory, workersFed(one, grading)];
  });
  const head = [
    "students",
    "head, CPU ms",
    "its Dask client",
    "scheduler",
    "recording",
    "another run",
  ];
  const more = ["sent, KB", "received, KB", "memory, MB", "recording, MB", "workers fed"];
  return `${[
    "# A class: what the head of a cluster spends",
    "Written by `npm run bench -- --class`, not by hand.",
    [new Date().toISOString().slice(0, 10), ...describeHost()]
      .map((line) => `- ${line}`)
      .join("\n"),
    `A submission takes a worker ${number(grading)} s of CPU. One of each kind was graded, and a program that gives these results at once stood in for the grading, on the workers of a real Dask cluster. In a class of so many the last 20 were due, when the others, made from few, were in the gradebook; the cost of a run in which one is due, divided by all students, stands in its own column. Each submission:`,
    table([...head, ...more], rows),
    "Workers fed: how many grade as fast as one processor of the head hands out and keeps, the scheduler included. Recording is nbgrader's gradebook, the feedback pages and the tables, after the last submission has come.",
    "## Hours",
    "With a processor for each worker, recording included:",
    hoursTable(figures),
  ].join("\n\n")}\n`;
}

/** Workers whose submissions one processor takes as fast as they come. */
export function workersFed({ head, dask, scheduler }: Spent, grading: number): number {
  return Math.floor(grading / (head + dask + scheduler));
}

/** By the largest class's figures. */
export function hoursTable({ grading, spent }: Figures): string {
  const { head, dask, scheduler, recording, again } = spent[spent.length - 1];
  const hours = (students: number, workers: number) => {
    const each = Math.max(grading / workers, head + dask + scheduler) + recording + again;
    return ((students * each) / 3600).toFixed(2);
  };
  const names = WORKERS.map((count) => (count === 1 ? "1 worker" : `${count} workers`));
  return table(
    ["students", ...names],
    CLASSES.map((students) => [students, ...WORKERS.map((count) => hours(students, count))]),
  );
}
