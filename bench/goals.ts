// What the project set out to reach, and what was measured.

import type { Engine } from "./engines";
import type { Answer } from "./job";
import { cpuRatio, type Found, of } from "./report";
import { NUMPY, NUMPY_ONE, type Side } from "./sides";
import { median, ratio } from "./statistics";
import { table } from "./tables";

/** Where the goals are, and what was measured with each engine. */
export function goals(found: Found, torch: Side[]): string {
  const rows: (string | number)[][] = [];
  const line = (what: string, values: number[], most: number) =>
    rows.push([what, most, ...values.map((value) => marked(value, most))]);
  const each = (of: (engine: Engine, i: number) => number) => found.engines.map(of);
  for (const [name, timed, wallGoal, cpuGoal] of [
    ["short runs", found.short, 0.5, 0.55],
    ["full ReLU run", found.full?.relu, 0.45, 0.5],
  ] as const) {
    if (timed === undefined) continue;
    const beside = (ours: Side, peers: Side[], what: (answer: Answer) => number) =>
      ratio(of(timed, ours, what), least(peers.map((side) => of(timed, side, what))));
    const numpy = [NUMPY_ONE, NUMPY];
    line(
      `${name}: CPU on one thread, of NumPy's on one`,
      each(({ one }) => beside(one, [NUMPY_ONE], (run) => run.cpu)),
      cpuGoal,
    );
    line(
      `${name}: wall by default, of NumPy's at its better thread count`,
      each(({ usual }) => beside(usual, numpy, (run) => run.wall)),
      wallGoal,
    );
    if (timed.some(({ side }) => torch.includes(side))) {
      line(
        `${name}: wall by default, of PyTorch's at its better`,
        each(({ usual }) => beside(usual, torch, (run) => run.wall)),
        0.9,
      );
    }
    line(
      `${name}: whole process, wall, of NumPy's at its better`,
      each(({ usual }) => beside(usual, numpy, (run) => run.processWall)),
      0.5,
    );
  }
  for (const [what, points, size, most] of [
    ["1,000 examples", found.examples, 1000, 1.5],
    ["16 hidden units", found.hidden, 16, 1.3],
    ["the course's 10,000 digits", found.digits, 10_000, 1.1],
  ] as const) {
    const point = points.find((found) => found.size === size);
    if (!point) continue;
    const cpu = each((_, i) => cpuRatio(point.ours[i], point.numpy));
    line(`first epoch, ${what}: CPU, of NumPy's`, cpu, most);
  }
  const { ours, twin, twinOne, figures } = found.notebooks;
  line("notebook 2, of its Python twin", [ratio(ours, least([twin, twinOne]))], 0.6);
  line("its first figure, s", [median(figures.ours)], 0.3);
  const loading = ({ usual }: Engine) => median(of(found.short, usual, (run) => run.loadWall));
  line("loading the images of the short runs, s", each(loading), 0.15);
  const peaks = found.full?.relu;
  if (peaks) {
    line(
      "peak memory of the full run, MB",
      each(({ usual }) => of(peaks, usual, (run) => run.memory.peak ?? Number.NaN)[0]),
      250,
    );
  }
  const head = ["", "at most", ...found.engines.map(({ name }) => name)];
  return table(
    head,
    rows.map((row) => [...row, ...head.slice(row.length).map(() => "")]),
  );
}

/** Bold where the goal is reached. */
function marked(value: number, most: number): string {
  const shown = value.toFixed(most > 100 ? 0 : 2);
  return value <= most ? `**${shown}**` : shown;
}

/** The runs of the peer, or of the thread count, that was quicker. */
function least(peers: number[][]): number[] {
  return [...peers].sort((a, b) => median(a) - median(b))[0];
}
