// What the public entries of the network ask of their arguments. Each error
// names the argument, what it is and what it should be.

import type { AbstractMatrix } from "ml-matrix";
import { firstNotFinite } from "./matrix";

/** A class index for each example; a plain array or a typed one. */
export type Labels = ArrayLike<number>;

/** "3×4", as shapes are written in errors. */
export function shapeOf(matrix: AbstractMatrix): string {
  return `${matrix.rows}×${matrix.columns}`;
}

/** @throws TypeError when the value does not look like a matrix of ml-matrix */
export function assertMatrix(name: string, value: unknown): asserts value is AbstractMatrix {
  const matrix = value as Partial<AbstractMatrix> | null | undefined;
  if (typeof matrix?.rows !== "number" || typeof matrix.mmul !== "function") {
    throw new TypeError(
      `${name} is ${Array.isArray(value) ? "an array" : typeof value}, but must be a Matrix (new Matrix(rows) makes one from an array of rows)`,
    );
  }
}

/**
 * Examples in rows: at least one, of the given width, every entry finite.
 *
 * @throws TypeError when X is no matrix, RangeError when its shape or an entry is wrong
 */
export function assertExamples(name: string, X: AbstractMatrix, inputSize: number): void {
  assertMatrix(name, X);
  if (X.columns !== inputSize) {
    throw new RangeError(
      `${name} is ${shapeOf(X)}, but must be N×${inputSize}: a row an example, a column for each of the network's ${inputSize} inputs`,
    );
  }
  if (X.rows === 0) throw new RangeError(`${name} is ${shapeOf(X)}: there is no example in it`);
  const at = firstNotFinite(X);
  if (at) {
    const [i, j] = at;
    throw new RangeError(
      `${name}[${i}, ${j}] is ${X.get(i, j)}, but every entry must be a finite number`,
    );
  }
}

/**
 * Examples and their labels.
 *
 * @param set what follows X and y in their names
 * @throws as assertExamples does; RangeError when the count of the labels or one of them is wrong
 */
export function assertLabelled(
  X: AbstractMatrix,
  y: Labels,
  inputSize: number,
  numClasses: number,
  set = "",
): void {
  assertExamples(`X${set}`, X, inputSize);
  assertLabels(`y${set}`, y, X.rows, numClasses);
}

/**
 * One label an example, each a class index.
 *
 * @throws RangeError when the count or a label is wrong
 */
export function assertLabels(name: string, y: Labels, N: number, numClasses: number): void {
  if (y?.length !== N) {
    throw new RangeError(
      `${name} has ${y?.length ?? "no"} labels, but must have ${N}: one for each row`,
    );
  }
  for (let n = 0; n < N; n++) {
    const label = y[n];
    // Quicker than Number.isInteger in code that runs for the first time.
    if (typeof label === "number" && label >>> 0 === label && label < numClasses) continue;
    throw new RangeError(
      `${name}[${n}] is ${say(label)}, but a label must be an integer from 0 to ${numClasses - 1}`,
    );
  }
}

/** As it would be written: a label read as text shows its quotes. */
function say(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** @throws RangeError naming the first number that is negative, infinite or not a number */
export function assertRates(rates: Record<string, number>): void {
  for (const name of Object.keys(rates)) {
    const value = rates[name];
    if (!Number.isFinite(value) || value < 0) {
      throw new RangeError(`${name} is ${value}, but must be a finite number that is not negative`);
    }
  }
}

/** @throws RangeError naming the first number that is not an integer of at least `least` */
export function assertCounts(counts: Record<string, number>, least: number): void {
  for (const name of Object.keys(counts)) {
    const value = counts[name];
    if (!Number.isInteger(value) || value < least) {
      throw new RangeError(`${name} is ${value}, but must be an integer of at least ${least}`);
    }
  }
}

/** @throws RangeError when the value is none of those allowed */
export function assertOneOf(name: string, value: string, allowed: string[]): void {
  if (allowed.includes(value)) return;
  const named = allowed.map((one) => JSON.stringify(one)).join(" or ");
  throw new RangeError(`${name} is ${value}, but must be ${named}`);
}
