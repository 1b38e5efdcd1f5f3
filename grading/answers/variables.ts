// Runs a student's cells with inputs of the grader's, and reads what variables they
// give. Where one is not what the solution gives, the right value is put in its
// place, so that the answers built on it are marked on their own.

import { problemWith, type Value, type Values } from "../../lib/answers/value";
import { type Cell, gradeId } from "../assignment/notebook";
import type { CagedKernel, CellResult } from "./cells";
import { readCell } from "./inside-code";
import { type Failure, VALUES } from "./value";

/** What is to be read, and how. Plain data. */
export interface Plan {
  /** The grader's cells, run first. */
  prepare: string[];
  /** Each reading: the variables, the answer cell after which they are read, and a cell run before. */
  readings: { names: string[]; after: string; call?: string }[];
  tolerance: number;
}

/** A cell, or a part of one, that declares a variable with a value of the grader's. */
export function declaration(name: string, value: Value): string {
  if (typeof value === "number") return `const ${name} = ${value};`;
  if (Array.isArray(value)) return `const ${name}: number[] = ${JSON.stringify(value)};`;
  const { rows, columns, data } = value as { rows: number; columns: number; data: number[] };
  return `const ${name} = Matrix.from1DArray(${rows}, ${columns}, ${JSON.stringify(data)});`;
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
 * @param start a new kernel, each time
 * @param cells the student's, in their order
 * @param expected the solution's values; without them nothing is put right
 */
export async function readVariables(
  start: () => CagedKernel,
  plan: Plan,
  cells: Cell[],
  seconds: number,
  expected?: Values,
): Promise<Readings> {
  const found: Readings = { values: {}, failures: {} };
  const skipped = new Set<Cell>();
  for (let starts = 0; starts < MOST_STARTS; starts++) {
    const kernel = start();
    try {
      const ended = await pass(kernel, plan, cells, seconds, expected, found, skipped);
      if (!ended) return found;
      skipped.add(ended);
    } finally {
      await kernel.close();
    }
  }
  return found;
}

/**
 * The same in a kernel in which the notebook has been executed: to start another takes
 * seconds. What has gone before may be in the way, so only right answers count.
 *
 * @returns the values when all of them are right, else null
 */
export async function readInPassing(
  kernel: CagedKernel,
  plan: Plan,
  cells: Cell[],
  seconds: number,
  expected: Values,
): Promise<Readings | null> {
  const found: Readings = { values: {}, failures: {} };
  try {
    await pass(kernel, plan, cells, seconds, undefined, found, new Set());
  } catch {
    return null; // one of the grader's own cells has failed
  }
  const wrong = Object.entries(expected).some(([name, value]) => {
    return problemWith(value, found.values[name], plan.tolerance);
  });
  return wrong ? null : found;
}

/** One process: from the first cell on. Returns the cell that ended it, if one did. */
async function pass(
  kernel: CagedKernel,
  { prepare, readings, tolerance }: Plan,
  cells: Cell[],
  seconds: number,
  expected: Values | undefined,
  found: Readings,
  skipped: Set<Cell>,
): Promise<Cell | null> {
  for (const code of prepare) {
    const { state, detail } = await kernel.execute(code, { seconds: 60 });
    if (state !== "ok") throw new Error(`the grader's own cell failed: ${detail}`);
  }
  const steps = placesOf(readings, cells);
  const outcomes = new Map<number, CellResult>();
  const died = (names: string[], why: string) => {
    for (const name of names)
      if (!(name in found.values)) found.failures[name] = { why, crashed: true };
  };
  for (const [i, cell] of cells.entries()) {
    if (!skipped.has(cell)) outcomes.set(i, await kernel.execute(cell.source, { seconds }));
    if (!kernel.alive) {
      const names = steps.flatMap(({ answer, names }) => (answer === i ? names : []));
      died(names, outcomes.get(i)?.detail ?? "");
      return cell;
    }
    for (const { names, call, answer } of steps.filter(({ at }) => at === i)) {
      let outcome = outcomes.get(answer);
      if (outcome && names.some((name) => !(name in found.values))) {
        const called = call ? await kernel.execute(call, { seconds }) : outcome;
        if (called.state !== "ok") outcome = called;
        const read = await readNow(kernel, names, seconds);
        if (!kernel.alive) {
          died(names, kernel.diedOf);
          return cells[answer];
        }
        Object.assign(found.values, read);
        const failure = { why: outcome.detail, crashed: false };
        for (const name of names) if (outcome.state !== "ok") found.failures[name] = failure;
      }
      for (const name of expected ? names : []) {
        const value = (expected as Values)[name];
        if (!problemWith(value, found.values[name], tolerance)) continue;
        await kernel.execute(declaration(name, value), { seconds });
      }
    }
    if (steps.every(({ at }) => at <= i)) break;
  }
  return null;
}

/**
 * Where readings take place: after the answer's cell and the student's own cells that
 * follow it, for an answer may stand in one of those.
 */
function placesOf(readings: Plan["readings"], cells: Cell[]) {
  const lastOf = new Map(cells.map((cell, i) => [gradeId(cell), i]));
  const end = cells.length - 1;
  const answers = readings.map(({ after }) => lastOf.get(after) ?? end);
  return readings.map((reading, k) => {
    const next = Math.min(...answers.filter((answer) => answer > answers[k]), end + 1);
    return { ...reading, answer: answers[k], at: next - 1 };
  });
}

async function readNow(kernel: CagedKernel, names: string[], seconds: number): Promise<Values> {
  const { outputs } = await kernel.execute(readCell(names), { seconds });
  for (const output of outputs) {
    const found = output.output_type === "display_data" && output.data[VALUES];
    if (!found) continue;
    const values = Object(found) as Values;
    return Object.fromEntries(names.map((name) => [name, values[name]]));
  }
  return {};
}
