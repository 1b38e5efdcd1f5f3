// bench/RESULTS.md, section by section.

import type { Engine } from "./engines";
import type { Point, Timed } from "./experiments";
import type { Answer, Phases } from "./job";
import type { KernelRuns } from "./kernels";
import { NUMPY, NUMPY_ONE, type Side } from "./sides";
import { median, ratio } from "./statistics";
import { medianAndSpread, megabytes, number, table } from "./tables";

export interface Found {
  engines: Engine[];
  short: Timed[];
  full: { sigmoid: Timed[]; relu: Timed[] } | undefined;
  phases: Record<"Gradbook" | "NumPy", Phases[]>;
  hidden: Point[];
  examples: Point[];
  /** Of the course: 8,000 to train on, in batches of 16. */
  digits: Point[];
  kernels: KernelRuns;
  notebooks: {
    ours: number[];
    twin: number[];
    twinOne: number[];
    figures: Record<"ours" | "twin" | "twinOne", number[]>;
  };
}

export function of(timed: Timed[], side: Side, what: (answer: Answer) => number): number[] {
  const found = timed.find((entry) => entry.side === side);
  if (!found) throw new Error(`${side.name} did not run`);
  return found.answers.map(what);
}

/** Seconds an epoch, beside NumPy's. */
export function shortSection(timed: Timed[], epochs: number): string {
  const numpy = (what: (answer: Answer) => number, a: number[], side: Side) =>
    ratio(a, of(timed, side, what).slice(0, a.length)).toFixed(2);
  const fastest = [NUMPY_ONE, NUMPY].sort(
    (a, b) => median(of(timed, a, (run) => run.wall)) - median(of(timed, b, (run) => run.wall)),
  )[0];
  const rows = timed.map(({ side, answers }) => {
    const each = side.slow ? 1 : epochs;
    const cpu = answers.map((run) => run.cpu);
    const wall = answers.map((run) => run.wall);
    const scale = (values: number[]) => values.map((value) => value / each);
    const fair = side.slow ? epochs : 1; // one epoch beside several
    return [
      `${side.name} ${answers[0].version}`,
      side.numbers,
      medianAndSpread(scale(cpu)),
      numpy(
        (run) => run.cpu,
        cpu.map((value) => value * fair),
        NUMPY_ONE,
      ),
      medianAndSpread(scale(wall)),
      numpy(
        (run) => run.wall,
        wall.map((value) => value * fair),
        fastest,
      ),
      megabytes(answers.map((run) => run.memory.peak)),
      answers[0].validation.toFixed(4),
    ];
  });
  const head = ["", "numbers", "CPU s", "of NumPy's on one thread", "wall s"];
  return table([...head, `of ${fastest.name}`, "peak MB", "validation accuracy"], rows);
}

/** The whole run: what it took, and what it reached. */
export function fullSection(timed: Timed[]): string {
  const base = of(timed, NUMPY_ONE, (run) => run.processWall)[0];
  return table(
    [
      "",
      "CPU s",
      "wall s",
      "whole process s",
      "of NumPy's",
      "peak MB",
      "loss",
      "validation",
      "test",
    ],
    timed.map(({ side, answers: [run] }) => [
      side.name,
      number(run.cpu),
      number(run.wall),
      number(run.processWall),
      (run.processWall / base).toFixed(2),
      megabytes([run.memory.peak]),
      run.finalLoss?.toFixed(3) ?? "NaN",
      run.validation.toFixed(4),
      run.test.toFixed(4),
    ]),
  );
}

/** The largest difference of the first sigmoid losses, ours and NumPy's. */
export function agreement(timed: Timed[], one: Side): string {
  const [ours, numpy] = [one, NUMPY_ONE].map(
    (side) => timed.find((entry) => entry.side === side)?.answers[0].losses ?? [],
  );
  const largest = Math.max(...ours.map((loss, i) => Math.abs(loss - numpy[i])));
  return `The first ${ours.length} losses of the sigmoid run, ours and NumPy's, differ by ${largest.toExponential(1)} at most.`;
}

export function phaseSection(found: Found["phases"]): string {
  const names = ["forward", "backward", "update", "rest"] as const;
  const row = (name: string, runs: Phases[]) => {
    const totals = runs.map((run) => names.reduce((sum, phase) => sum + run[phase], 0));
    return [
      name,
      ...names.map((phase) => median(runs.map((run) => run[phase])).toFixed(3)),
      median(totals).toFixed(3),
    ];
  };
  return table(
    ["ms", ...names, "step"],
    [row("Gradbook", found.Gradbook), row("NumPy", found.NumPy)],
  );
}

export function growthSection(what: string, points: Point[], engines: Engine[]): string {
  const names = engines.map(({ name }) => `of NumPy's, ${name}`);
  return table(
    [what, "Gradbook CPU s", "NumPy CPU s", ...names, "Gradbook peak MB", "NumPy peak MB"],
    points.map(({ size, ours, numpy }) => [
      size.toLocaleString("en"),
      ...[ours[0], numpy].map((runs) => number(median(runs.map((run) => run.cpu)))),
      ...ours.map((runs) => cpuRatio(runs, numpy).toFixed(2)),
      ...[ours[0], numpy].map((runs) => megabytes(runs.map((run) => run.memory.peak))),
    ]),
  );
}

/** CPU time, of NumPy's. */
export function cpuRatio(ours: Answer[], numpy: Answer[]): number {
  return ratio(
    ours.map((run) => run.cpu),
    numpy.map((run) => run.cpu),
  );
}

/** Seconds to read the full MNIST, each in its own form. */
export function loadSection(timed: Timed[]): string {
  return table(
    ["", "loading s"],
    timed
      .filter(({ side }) => !side.slow)
      .map(({ side, answers }) => [side.name, medianAndSpread(answers.map((run) => run.loadWall))]),
  );
}

export function memorySection(timed: Timed[]): string {
  return table(
    ["MB", "libraries loaded", "data loaded", "peak", "whole process s", "CPU s"],
    timed.map(({ side, answers }) => [
      side.name,
      megabytes(answers.map((run) => run.memory.start)),
      megabytes(answers.map((run) => run.memory.data)),
      megabytes(answers.map((run) => run.memory.peak)),
      medianAndSpread(answers.map((run) => run.processWall)),
      medianAndSpread(answers.map((run) => run.processCpu)),
    ]),
  );
}

export function notebookSection({ ours, twin, twinOne, figures }: Found["notebooks"]): string {
  return table(
    ["nbconvert", "wall s", "ours, of it", "the first figure's cell, s"],
    [
      ["notebook 2", medianAndSpread(ours), "1", medianAndSpread(figures.ours)],
      [
        "its twin in Python",
        medianAndSpread(twin),
        ratio(ours, twin).toFixed(2),
        medianAndSpread(figures.twin),
      ],
      [
        "the twin, one thread",
        medianAndSpread(twinOne),
        ratio(ours, twinOne).toFixed(2),
        medianAndSpread(figures.twinOne),
      ],
    ],
  );
}
