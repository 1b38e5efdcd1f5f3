// Numbers in a row, as people have them.

import type { AbstractMatrix } from "ml-matrix";

/** A plain array or a typed one, of numbers or of BigInt, or a matrix of one row or one column. */
export type Numbers = ArrayLike<number> | ArrayLike<bigint> | AbstractMatrix;

/**
 * The same as an array of numbers; what is missing in it is NaN.
 *
 * @param name what errors call it
 * @throws TypeError when it holds something else, RangeError when a matrix has more rows and columns
 */
export function toNumbers(values: Numbers, name: string): ArrayLike<number> {
  const list = isMatrix(values) ? entries(values, name) : values;
  if (typeof list !== "object" || !Number.isInteger(list?.length)) {
    throw new TypeError(`the ${name} is ${typeof values}, but must be a list of numbers`);
  }
  if (isNumbers(list)) return list; // as almost always: not copied
  return Array.from(list as ArrayLike<unknown>, (value, i) => {
    if (typeof value === "number") return value;
    if (typeof value === "bigint") return Number(value);
    if (value === null || value === undefined) return Number.NaN;
    throw new TypeError(
      `the ${name} holds ${JSON.stringify(value)} at ${i}, but every value must be a number`,
    );
  });
}

function isNumbers(list: ArrayLike<unknown>): list is ArrayLike<number> {
  for (let i = 0; i < list.length; i++) if (typeof list[i] !== "number") return false;
  return true;
}

function isMatrix(values: Numbers): values is AbstractMatrix {
  return typeof (values as Partial<AbstractMatrix> | null)?.to1DArray === "function";
}

function entries(matrix: AbstractMatrix, name: string): number[] {
  if (matrix.rows > 1 && matrix.columns > 1) {
    throw new RangeError(
      `the ${name} is a matrix of ${matrix.rows}×${matrix.columns}, but a curve is one row or one column`,
    );
  }
  return matrix.to1DArray();
}
