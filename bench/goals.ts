// What the project set out to reach, and what was measured.

import { type Found, of } from "./report";
import { NUMPY, NUMPY_ONE, OURS, OURS_ONE, type Side } from "./sides";
import { median, ratio } from "./statistics";
import { table } from "./tables";

/** Where the goals are, and what was measured. */
export function goals(found: Found, torch: Side[]): string {
  const { short } = found;
  const line = (what: string, value: number, most: number) => [
    what,
    value.toFixed(2),
    `${most}`,
    value <= most ? "reached" : "missed",
  ];
  const least = (sides: Side[]) => {
    const runs = sides.map((side) => of(short, side, (run) => run.wall));
    return runs.sort((a, b) => median(a) - median(b))[0];
  };
  const wall = of(short, OURS, (run) => run.wall);
  const cpu = ratio(
    of(short, OURS_ONE, (run) => run.cpu),
    of(short, NUMPY_ONE, (run) => run.cpu),
  );
  const rows = [
    line("CPU on one thread, of NumPy's on one", cpu, 0.9),
    line(
      "wall by default, of NumPy's at its better thread count",
      ratio(wall, least([NUMPY_ONE, NUMPY])),
      0.8,
    ),
  ];
  if (short.some(({ side }) => torch.includes(side))) {
    rows.push(
      line(
        "wall by default, of PyTorch's at its better thread count",
        ratio(wall, least(torch)),
        0.9,
      ),
    );
  }
  const whole = (side: Side) => of(found.full?.relu ?? short, side, (run) => run.processWall);
  const process = found.full
    ? "whole process, full ReLU run, wall"
    : "whole process, short run, wall";
  rows.push(line(`${process}, of NumPy's by default`, ratio(whole(OURS), whole(NUMPY)), 0.6));
  rows.push(
    line(
      "notebook 2, of its Python twin at its better thread count",
      ratio(found.notebooks.ours, quickest(found.notebooks)),
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

function quickest({ twin, twinOne }: Found["notebooks"]): number[] {
  return median(twin) <= median(twinOne) ? twin : twinOne;
}
