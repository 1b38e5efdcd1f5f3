// Runs a student's cells with inputs of the grader's, and reads what variables they
// give. Where one is not what the solution gives, the right value is put in its
// place, so that the answers built on it are marked on their own.

import { readCell } from "./inside-code";
import type { Cell, Output } from "./notebook";
import { gradeId } from "./notebook";
import { type Failure, mistake, VALUES, type Value, type Values } from "./value";

/** A kernel in a cage, as far as is needed here. */
export interface CellRunner {
  execute(code: string, limits: { seconds: number }): Promise<CellOutcome>;
  readonly alive: boolean;
  close(): Promise<void>;
}

export interface CellOutcome {
  outputs: Output[];
  /** "ok" and "error" leave the kernel running; whatever else there is ended it. */
  state: string;
  /** What happened, in a sentence. */
  detail: string;
}

/** What is to be read, and how. */
export interface Plan {
  /** The grader's cells, run first. */
  prepare: string[];
  /** Each reading: the variables, the answer cell after which they are read, and a cell run before. */
  readings: { names: string[]; after: string; call?: string }[];
  tolerance: number;
  /** A cell that declares a variable with the value. */
  declare: (name: string, value: Value) => string;
}

/** What came of the variables. */
export interface Readings {
  values: Values;
  /** By variable: why there is no value, where a process ended or a cell failed. */
  failures: Record<string, Failure>;
}

/** Processes that may end under a notebook before the rest of it counts as not answered. */
const MOST_STARTS = 6;

/**
 * @param cells the student's, in their order
 * @param expected the solution's values; without them nothing is put right
 */
export async function readVariables(
  start: () => Promise<CellRunner>,
  plan: Plan,
  cells: Cell[],
  seconds: number,
  expected?: Values,
): Promise<Readings> {
  const found: Readings = { values: {}, failures: {} };
  const skipped = new Set<Cell>();
  for (let starts = 0; starts < MOST_STARTS; starts++) {
    const runner = await start();
    try {
      const ended = await pass(runner, plan, cells, seconds, expected, found, skipped);
      if (!ended) return found;
      skipped.add(ended);
    } finally {
      await runner.close();
    }
  }
  return found;
}

/** One process: from the first cell on. Returns the cell that ended it, if one did. */
async function pass(
  runner: CellRunner,
  { prepare, readings, tolerance, declare }: Plan,
  cells: Cell[],
  seconds: number,
  expected: Values | undefined,
  found: Readings,
  skipped: Set<Cell>,
): Promise<Cell | null> {
  for (const code of prepare) {
    const { state, detail } = await runner.execute(code, { seconds: 60 });
    if (state !== "ok") throw new Error(`the grader's own cell failed: ${detail}`);
  }
  const lastOf = new Map(cells.map((cell, i) => [gradeId(cell), i]));
  const steps = readings.map((reading) => ({
    ...reading,
    at: lastOf.get(reading.after) ?? cells.length - 1,
  }));
  for (const [i, cell] of cells.entries()) {
    const here = steps.filter(({ at }) => at === i);
    const outcome = skipped.has(cell) ? null : await runner.execute(cell.source, { seconds });
    for (const { names, call } of here) {
      if (outcome && names.some((name) => !(name in found.values))) {
        const called = call && runner.alive ? await runner.execute(call, { seconds }) : outcome;
        Object.assign(found.values, runner.alive ? await readNow(runner, names, seconds) : {});
        const why = called.state === "ok" ? outcome : called;
        const failure = { why: why.detail, crashed: why.state !== "error" };
        for (const name of names) if (why.state !== "ok") found.failures[name] = failure;
      }
      if (!runner.alive) continue;
      for (const name of expected ? names : []) {
        const value = (expected as Values)[name];
        if (!mistake(value, found.values[name], tolerance)) continue;
        await runner.execute(declare(name, value), { seconds });
      }
    }
    if (!runner.alive) return cell;
  }
  return null;
}

async function readNow(runner: CellRunner, names: string[], seconds: number): Promise<Values> {
  const { outputs } = await runner.execute(readCell(names), { seconds });
  for (const { output_type, data } of outputs) {
    const values = output_type === "display_data" && (data as Record<string, unknown>)[VALUES];
    if (!values) continue;
    return Object.fromEntries(names.map((name) => [name, (values as Values)[name]]));
  }
  return {};
}
