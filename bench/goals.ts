// What the project set out to reach, and what was measured.

import type { Answer } from "./job";
import { type Found, of } from "./report";
import { NUMPY, NUMPY_ONE, OURS, OURS_ONE, type Side } from "./sides";
import { median, ratio } from "./statistics";
import { table } from "./tables";

/** Where the goals are, and what was measured. */
export function goals(found: Found, torch: Side[]): string {
  const line = (what: string, value: number, most: number) => [
    what,
    value.toFixed(2),
    `${most}`,
    value <= most ? "reached" : "missed",
  ];
  const rows: string[][] = [];
  for (const [name, timed] of [
    ["short runs", found.short],
    ["full ReLU run", found.full?.relu],
  ] as const) {
    if (timed === undefined) continue;
    const beside = (ours: Side, peers: Side[], what: (answer: Answer) => number) =>
      ratio(of(timed, ours, what), least(peers.map((side) => of(timed, side, what))));
    const cpu = beside(OURS_ONE, [NUMPY_ONE], (run) => run.cpu);
    rows.push(line(`${name}: CPU on one thread, of NumPy's on one`, cpu, 0.9));
    const wall = beside(OURS, [NUMPY_ONE, NUMPY], (run) => run.wall);
    rows.push(line(`${name}: wall by default, of NumPy's at its better thread count`, wall, 0.8));
    if (timed.some(({ side }) => torch.includes(side))) {
      const other = beside(OURS, torch, (run) => run.wall);
      rows.push(line(`${name}: wall by default, of PyTorch's at its better`, other, 0.9));
    }
    const whole = beside(OURS, [NUMPY_ONE, NUMPY], (run) => run.processWall);
    rows.push(line(`${name}: whole process, wall, of NumPy's at its better`, whole, 0.6));
  }
  rows.push(
    line(
      "notebook 2, of its Python twin at its better thread count",
      ratio(found.notebooks.ours, least([found.notebooks.twin, found.notebooks.twinOne])),
      1,
    ),
  );
  const peak = found.full?.relu.find(({ side }) => side === OURS)?.answers[0].memory.peak;
  if (peak)
    rows.push([
      "peak memory of the full run, MB",
      peak.toFixed(0),
      "250",
      peak <= 250 ? "reached" : "missed",
    ]);
  return table(["", "measured", "goal: at most", ""], rows);
}

/** The runs of the peer, or of the thread count, that was quicker. */
function least(peers: number[][]): number[] {
  return [...peers].sort((a, b) => median(a) - median(b))[0];
}
