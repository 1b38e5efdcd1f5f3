import type { AbstractMatrix, Matrix as PlainMatrix } from "ml-matrix";
import "./inherited";
import { Matrix as FastMatrix } from "./matrix";

export { drawNormals, drawOrder } from "./draws";
export { exp } from "./elementary";
export { firstNotFinite, log, relu, sigmoid } from "./functions";
export { centredByMean, centredImages } from "./image-matrix";
export { keep, tidy } from "./memory";
export { startSecondThread, useThreads } from "./threads";
export { type Backend, backendInUse, useBackend } from "./wasm";

/** ml-matrix's Matrix in every type, so that files written for either fit together. */
export type Matrix = PlainMatrix;
/** ml-matrix's Matrix, its operations made fast by kernels in WebAssembly. */
export const Matrix = FastMatrix as unknown as typeof PlainMatrix;

/** These rows of X, all columns; of images, images again. */
export function selectRows(X: AbstractMatrix, rows: ArrayLike<number>): Matrix {
  return X.subMatrixRow(rows);
}
