// What a network needs and ml-matrix has no name for. All take any matrix.

import type { AbstractMatrix } from "ml-matrix";
import * as elementary from "./elementary";
import { ImageMatrix } from "./image-matrix";
import { Matrix } from "./matrix";
import { shapeOf } from "./operand";
import { kernels } from "./wasm";

/**
 * 1 / (1 + e^-z) of each element, without overflow.
 *
 * @param Z any shape
 * @returns a new matrix of that shape
 */
export function sigmoid(Z: AbstractMatrix): Matrix {
  return Matrix.checkMatrix(Z).mapped("sigmoid");
}

/**
 * max(z, 0) of each element.
 *
 * @param Z any shape
 * @returns a new matrix of that shape
 */
export function relu(Z: AbstractMatrix): Matrix {
  return Matrix.checkMatrix(Z).mapped("relu");
}

/**
 * Each row's element in a column of its own.
 *
 * @param A N×C
 * @param columns N of them
 * @returns N×1, element n is A[n, columns[n]]
 * @throws RangeError when there are not as many columns as rows, or A does not have one
 */
export function gather(A: AbstractMatrix, columns: ArrayLike<number>): Matrix {
  assertColumns(A, columns);
  const { home, first } = Matrix.checkMatrix(A).block();
  const picked = new Array<number>(A.rows);
  for (let n = 0, i = first; n < A.rows; n++, i += A.columns) picked[n] = home[i + columns[n]];
  return Matrix.columnVector(picked);
}

/**
 * Adds a number to each row's element in a column of its own, in place.
 *
 * @param A N×C
 * @param columns N of them
 * @throws RangeError when there are not as many columns as rows, or A does not have one
 */
export function scatterAdd(A: AbstractMatrix, columns: ArrayLike<number>, value: number): void {
  assertColumns(A, columns);
  if (A instanceof Matrix) {
    const { home, first } = A.changing();
    for (let n = 0, i = first; n < A.rows; n++, i += A.columns) home[i + columns[n]] += value;
  } else {
    for (let n = 0; n < A.rows; n++) A.set(n, columns[n], A.get(n, columns[n]) + value);
  }
}

function assertColumns(A: AbstractMatrix, columns: ArrayLike<number>): void {
  const C = A.columns;
  if (columns.length !== A.rows) {
    throw new RangeError(`${columns.length} columns for the rows of a ${shapeOf(A)} matrix`);
  }
  for (let n = 0; n < columns.length; n++) {
    const column = columns[n];
    if (column >>> 0 !== column || column >= C) {
      throw new RangeError(`column ${column} of a ${shapeOf(A)} matrix`);
    }
  }
}

/**
 * ln x, rounded to the nearest double in all but very rare cases, and to the same one in
 * every engine. Of 0 and of what has no logarithm it is what Math.log gives.
 */
export function log(x: number): number {
  return kernels?.ln(x) ?? elementary.log(x);
}

/**
 * Where a matrix has its first NaN or infinity. Images have none by nature.
 *
 * @returns row and column, or undefined when every element is finite
 */
export function firstNotFinite(X: AbstractMatrix): [row: number, column: number] | undefined {
  if (X instanceof ImageMatrix) return undefined;
  const numbers = Matrix.checkMatrix(X).block().numbers();
  for (let i = 0; i < numbers.length; i++) {
    if (!Number.isFinite(numbers[i])) return [Math.floor(i / X.columns), i % X.columns];
  }
  return undefined;
}
