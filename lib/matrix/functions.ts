// What a network needs and ml-matrix has no name for. All take any matrix.

import type { AbstractMatrix } from "ml-matrix";
import * as elementary from "./elementary";
import { ImageMatrix } from "./image-matrix";
import { Matrix } from "./matrix";
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
