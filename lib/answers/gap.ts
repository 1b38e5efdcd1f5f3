// What is constant about the difference between a wrong value and the right one. It is
// measured; of causes it says nothing.

import type { Scale } from "./steps";
import { entriesOf, near, remarkOn, thrownBy, type Value } from "./value";

/** Numbers that agree to this, relative to the largest, are taken for equal. */
const TOLERANCE = 1e-7;

interface Grid {
  rows: number;
  columns: number;
  data: number[];
}

/**
 * A predicate for the value: "is N = 5 times what it must be".
 *
 * @param actual wrong; from a student's process
 */
export function gap(expected: Value, actual: unknown, scale: Scale): string {
  const [want, have] = [entriesOf(expected), entriesOf(actual)];
  if (!want || !have) {
    const must = want ? `, but must be ${want.shape}` : "";
    return thrownBy(actual) ?? `is ${remarkOn(actual)}${must}`;
  }
  const [right, wrong] = [gridOf(expected), gridOf(actual)];
  if (want.shape !== have.shape) {
    const turned = near(right.data, transposed(wrong).data, TOLERANCE);
    const remark = turned && right.rows === wrong.columns ? ", the transpose of it" : "";
    return `is ${have.shape}, but must be ${want.shape}${remark}`;
  }
  const found =
    ratio(right, wrong, scale) ??
    onlyWhereZero(right, wrong, scale) ??
    byLines(right, wrong) ??
    multiple(right, wrong, scale) ??
    order(right, wrong) ??
    prefix(expected, right, wrong);
  return found ?? size(right, wrong);
}

/** The phrase for one factor throughout, of a number only if it has a name. */
function ratio({ data: right }: Grid, { data: wrong }: Grid, { constants }: Scale): string | null {
  if (wrong.every((entry) => entry === 0)) return "is 0";
  const factor = factorBetween(right, wrong);
  if (factor !== null) {
    const name = nameOf(factor, constants);
    if (name === "-1") return "has the opposite sign";
    if (name || right.length > 1) {
      return `is ${name ?? short(factor)} times what it must be`;
    }
  }
  if (right.length === 1) return null;
  const squared = right.map((entry) => entry ** 2);
  return near(squared, wrong, TOLERANCE) ? "is the square of what it must be" : null;
}

/** The number that makes every entry of `right` that of `wrong`; null if there is none. */
function factorBetween(right: number[], wrong: number[]): number | null {
  const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);
  const factor = dot(right, wrong) / dot(right, right);
  const scaled = right.map((entry) => factor * entry);
  if (!Number.isFinite(factor) || factor === 0) return null;
  return near(scaled, wrong, TOLERANCE) ? factor : null;
}

/** "N = 5", "1/N = 0.2", "-1", "2"; null for a number that is none of these. */
function nameOf(factor: number, constants: Record<string, number>): string | null {
  const is = (value: number) => Math.abs(factor - value) <= TOLERANCE * Math.abs(value);
  const plain = [-1, 2, -2, 0.5, -0.5].find(is);
  if (plain !== undefined) return String(plain);
  for (const [symbol, value] of Object.entries(constants)) {
    const powers: [string, number][] = [
      [symbol, value],
      [`1/${symbol}`, 1 / value],
      [`2 ${symbol}`, 2 * value],
      [`${symbol}/2`, value / 2],
      [`${symbol}²`, value ** 2],
    ];
    for (const [name, size] of powers) {
      if (is(size)) return `${name} = ${short(size)}`;
      if (is(-size)) return `-${name} = ${short(-size)}`;
    }
  }
  return null;
}

function onlyWhereZero({ data: right }: Grid, { data: wrong }: Grid, { h1IsZero }: Scale) {
  if (h1IsZero?.length !== right.length) return null;
  const off = offIn(right, wrong);
  const both = off.some(Boolean) && off.every((is, i) => !is || h1IsZero[i]);
  return both ? "is wrong only where h1 is 0" : null;
}

/** Factors that are constant in each column, or in each row; columns and rows that are right. */
function byLines(right: Grid, wrong: Grid): string | null {
  if (right.rows < 2 || right.columns < 2) return null;
  for (const [what, a, b] of [
    ["column", transposed(right), transposed(wrong)],
    ["row", right, wrong],
  ] as const) {
    const off = offIn(a.data, b.data);
    const lines = linesOf(a).map((line, i) => ({
      off: linesOf({ ...a, data: off.map(Number) })[i].some(Boolean),
      factor: factorBetween(line, linesOf(b)[i]),
    }));
    const wrongOnes = lines.flatMap((line, i) => (line.off ? [i] : []));
    const factors = wrongOnes.map((i) => lines[i].factor);
    const shown = factors.slice(0, 4).map((factor) => short(factor ?? 0));
    const more = factors.length > 4 ? ", …" : "";
    const constant = factors.every((factor) => factor !== null);
    if (constant && wrongOnes.length === lines.length) {
      return `is ${what} by ${what} ${shown.join(", ")}${more} times what it must be`;
    }
    if (wrongOnes.length === 1) {
      const by = constant ? `, where it is ${shown[0]} times what it must be` : "";
      return `is wrong only in ${what} ${wrongOnes[0]} (from 0)${by}`;
    }
  }
  return null;
}

/** A difference that is everywhere the same, or a multiple of the weights. */
function multiple(right: Grid, wrong: Grid, { weights, constants }: Scale): string | null {
  const { data } = right;
  if (data.length === 1) return null;
  const difference = wrong.data.map((entry, i) => entry - data[i]);
  // Less exact than its terms where they nearly cancel.
  if (!near(data, difference, 1e6)) return null;
  for (const [name, { rows, columns, data: entries }] of Object.entries(weights)) {
    if (rows !== right.rows || columns !== right.columns) continue;
    const factor = factorBetween(entries, difference);
    if (factor !== null) {
      return `differs by ${nameOf(factor, constants) ?? short(factor)} times ${name} from what it must be`;
    }
  }
  const factor = factorBetween(
    data.map(() => 1),
    difference,
  );
  return factor === null ? null : `is ${short(factor)} more than it must be in every entry`;
}

/** The right entries in other places. */
function order(right: Grid, wrong: Grid): string | null {
  const { data } = right;
  if (data.length < 3) return null;
  const sorted = (entries: number[]) => [...entries].sort((a, b) => a - b);
  if (!near(sorted(data), sorted(wrong.data), TOLERANCE)) return null;
  if (right.rows === right.columns && near(data, transposed(wrong).data, TOLERANCE)) {
    return "is the transpose of what it must be";
  }
  for (const [what, a, b] of [
    ["rows", right, wrong],
    ["columns", transposed(right), transposed(wrong)],
  ] as const) {
    if (a.rows < 2 || a.columns < 2) continue;
    const lines = linesOf(a);
    if (linesOf(b).every((line) => lines.some((other) => near(other, line, TOLERANCE)))) {
      return `has the right ${what} in another order`;
    }
  }
  return "has the right entries in another order";
}

/** Of a list, how far it is right. */
function prefix(expected: Value, { data: right }: Grid, { data: wrong }: Grid): string | null {
  if (!Array.isArray(expected)) return null;
  const first = offIn(right, wrong).indexOf(true);
  return first > 0
    ? `is right in its first ${first} of ${right.length} entries, and wrong in the next`
    : null;
}

function size({ data: right }: Grid, { data: wrong }: Grid): string {
  const largest = Math.max(...right.map(Math.abs));
  const error = Math.max(...right.map((entry, i) => Math.abs(wrong[i] - entry)));
  const relative = (error / Math.max(largest, Number.MIN_VALUE)).toExponential(0);
  const count = offIn(right, wrong).filter(Boolean).length;
  if (largest === 0) return `is off by ${short(error)}, but must be 0`;
  return right.length > 1
    ? `is wrong in ${count} of ${right.length} entries, by up to ${relative} of its largest entry`
    : `is wrong, by ${relative} of what it must be`;
}

/** Which entries are wrong. */
function offIn(right: number[], wrong: number[]): boolean[] {
  const most = 1e-10 * Math.max(...right.map(Math.abs), Number.MIN_VALUE);
  return right.map((entry, i) => Math.abs(wrong[i] - entry) > most);
}

function gridOf(value: unknown): Grid {
  if (typeof value === "number") return { rows: 1, columns: 1, data: [value] };
  if (Array.isArray(value)) return { rows: 1, columns: value.length, data: value };
  return value as Grid;
}

function transposed({ rows, columns, data }: Grid): Grid {
  const turned = data.map((_, i) => data[(i % rows) * columns + Math.trunc(i / rows)]);
  return { rows: columns, columns: rows, data: turned };
}

function linesOf({ rows, columns, data }: Grid): number[][] {
  return Array.from({ length: rows }, (_, i) => data.slice(i * columns, (i + 1) * columns));
}

/** Four digits. */
function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
