// What is run, each side in turn (A B A B …), and the answers in that order.

import type { Engine } from "./engines";
import type { Answer, Job, Phases } from "./job";
import { KERNEL_SECONDS } from "./kernels";
import type { Options } from "./options";
import type { Progress } from "./progress";
import { runPeer } from "./run-peer";
import { MORE, NUMPY_ONE, OURS, OURS_ONE, PHASES, type Side, USUAL } from "./sides";

/** One side's answers, a run each. */
export interface Timed {
  side: Side;
  answers: Answer[];
}

/** One size, on one thread each: ours on each engine, and NumPy's. */
export interface Point {
  size: number;
  ours: Answer[][];
  numpy: Answer[];
}

export interface Bench {
  /** What ours runs on; the first is this Node. */
  engines: Engine[];
  options: Options;
  job: Job;
  progress: Progress;
  python: string;
}

export const HIDDEN = [16, 64, 256, 1024];
export const EXAMPLES = [1_000, 5_000, 20_000, 60_000];

export function sidesOf({ all }: Options, engines: Engine[]): Side[] {
  const others = engines.slice(1).flatMap(({ one, usual }) => [one, usual]);
  const [first] = engines;
  const usual = USUAL.map((side) =>
    side === OURS_ONE ? first.one : side === OURS ? first.usual : side,
  );
  return [...usual, ...others, ...(all ? MORE : [])];
}

/** The MNIST run with fewer epochs. */
export async function shortRuns({
  options,
  engines,
  job,
  progress,
  python,
}: Bench): Promise<Timed[]> {
  const timed = sidesOf(options, engines).map((side): Timed => ({ side, answers: [] }));
  for (let run = 1; run <= options.runs; run++) {
    for (const { side, answers } of timed) {
      if (side.slow && run > 1) continue;
      const name = `Short run ${run} of ${options.runs}: ${side.name}`;
      const epochs = side.slow ? 1 : job.epochs;
      const work = () => runPeer<Answer>(side, { ...job, epochs }, python);
      answers.push(await progress.task(name, seconds(side, epochs), work));
    }
  }
  return timed;
}

/** The whole run of the problem set, once. */
export async function fullRuns(
  { options, engines, job, progress, python }: Bench,
  activation: Job["activation"],
): Promise<Timed[]> {
  const timed: Timed[] = [];
  for (const side of sidesOf(options, engines)) {
    if (side.slow) continue;
    const full = { ...job, activation, epochs: 20, losses: 500 };
    const work = () => runPeer<Answer>(side, full, python);
    const name = `Full ${activation} run: ${side.name}`;
    timed.push({ side, answers: [await progress.task(name, seconds(side, 20), work)] });
  }
  return timed;
}

/** One epoch at each size. */
export async function growth(
  { options, engines, progress, python }: Bench,
  what: string,
  jobs: { size: number; job: Job }[],
): Promise<Point[]> {
  const points = jobs.map(({ size }): Point => ({ size, ours: engines.map(() => []), numpy: [] }));
  for (let run = 1; run <= options.runs; run++) {
    for (const [i, { size, job }] of jobs.entries()) {
      const { ours, numpy } = points[i];
      const each = engines.map(({ one }, engine) => ({ side: one, answers: ours[engine] }));
      for (const { side, answers } of [...each, { side: NUMPY_ONE, answers: numpy }]) {
        const name = `${size} ${what}, run ${run} of ${options.runs}: ${side.name}`;
        const work = () => runPeer<Answer>(side, job, python);
        answers.push(await progress.task(name, GROWTH_SECONDS, work));
      }
    }
  }
  return points;
}

/** The phases of a step, the second epoch's. */
export async function phases({ options, job, progress, python }: Bench) {
  const found: Record<keyof typeof PHASES, Phases[]> = { Gradbook: [], NumPy: [] };
  for (let run = 1; run <= options.runs; run++) {
    for (const key of ["Gradbook", "NumPy"] as const) {
      const name = `Phases of a step, run ${run} of ${options.runs}: ${key}`;
      const work = () => runPeer<Phases>(PHASES[key], { ...job, epochs: 2 }, python);
      found[key].push(await progress.task(name, GROWTH_SECONDS, work));
    }
  }
  return found;
}

/** For the time left: what a side takes on an ordinary machine, loading included. */
function seconds(side: Side, epochs: number): number {
  return 1.5 + epochs * (side.slow ? 20 : 0.4);
}

export const GROWTH_SECONDS = 1.2;
export const NOTEBOOK_SECONDS = 12;

/** A notebook takes long, and its own cells are many runs already. */
export function notebookPairs({ runs }: Options): number {
  return Math.min(runs, 3);
}

/** Of everything, for the time left. */
export function expectedSeconds(options: Options, engines: Engine[]): number {
  const { runs, quick, epochs } = options;
  const of = (side: Side) => (side.slow ? seconds(side, 1) : runs * seconds(side, epochs));
  const sides = sidesOf(options, engines);
  const short = sides.reduce((sum, side) => sum + of(side), 0);
  const full = quick ? 0 : 2 * sides.filter((side) => !side.slow).length * seconds(USUAL[0], 20);
  const sizes = (1 + engines.length) * (HIDDEN.length + EXAMPLES.length + 1) + 2;
  return (
    short +
    full +
    runs * sizes * GROWTH_SECONDS +
    notebookPairs(options) * (3 * NOTEBOOK_SECONDS + 2 * KERNEL_SECONDS)
  );
}
