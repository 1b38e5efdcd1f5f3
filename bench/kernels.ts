// Our Jupyter kernel beside Python's: how soon it is there, and how soon it answers.

import { execFileSync } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { root } from "../scripts/paths";
import type { Progress } from "./progress";
import { median, ratio } from "./statistics";
import { table } from "./tables";

/** Seconds. */
export interface KernelTimes {
  /** From the kernel's start to its first cell's result. */
  first: number;
  /** A line, from its request to its result. */
  line: number;
  afterCells: number;
  /** A cell with an object of 12,000 entries. */
  object: number;
  afterObject: number;
}

export type KernelRuns = Record<"tslab" | "python3", KernelTimes[]>;

export const KERNEL_SECONDS = 8;

/** Each kernel in turn, so that both see the same machine. */
export async function kernelRuns(
  runs: number,
  progress: Progress,
  python: { ours: string; peers: string },
): Promise<KernelRuns> {
  const found: KernelRuns = { tslab: [], python3: [] };
  const paths = [python.ours, python.peers].map((file) => join(dirname(file), "../share/jupyter"));
  const env = { ...process.env, JUPYTER_PATH: paths.join(delimiter), JUPYTER_PREFER_ENV_PATH: "1" };
  for (let run = 1; run <= runs; run++) {
    for (const name of ["tslab", "python3"] as const) {
      const work = async (): Promise<KernelTimes> => {
        const args = [join(__dirname, "kernels.py"), name, root];
        return JSON.parse(execFileSync(python.peers, args, { env, encoding: "utf8" }));
      };
      const task = `Kernels, run ${run} of ${runs}: ${name}`;
      found[name].push(await progress.task(task, KERNEL_SECONDS, work));
    }
  }
  return found;
}

const ROWS: [what: string, key: keyof KernelTimes][] = [
  ["from start to the first cell's result", "first"],
  ["a line, from request to result", "line"],
  ["a line after 200 cells", "afterCells"],
  ["a cell with an object of 12,000 entries", "object"],
  ["a line after that", "afterObject"],
];

export function kernelSection({ tslab, python3 }: KernelRuns): string {
  return table(
    ["ms", "tslab", "ipykernel", "ratio"],
    ROWS.map(([what, key]) => {
      const [ours, theirs] = [tslab, python3].map((runs) => runs.map((times) => times[key]));
      const shown = [ours, theirs].map((values) => (1000 * median(values)).toFixed(1));
      return [what, ...shown, ratio(ours, theirs).toFixed(2)];
    }),
  );
}
