import type { AbstractMatrix, Matrix as PlainMatrix } from "ml-matrix";
import "./inherited";
import { ImageMatrix } from "./image-matrix";
import { Matrix as FastMatrix } from "./matrix";

export { drawNormals, drawOrder } from "./draws";
export { exp } from "./elementary";
export { firstNotFinite, gather, log, relu, scatterAdd, sigmoid } from "./functions";
export { centredByMean, centredImages } from "./image-matrix";
export { keep, tidy } from "./memory";
export { startSecondThread, useThreads } from "./threads";
export { type Backend, backendInUse, useBackend } from "./wasm";

/** ml-matrix's Matrix in every type, so that files written for either fit together. */
export type Matrix = PlainMatrix;
/** ml-matrix's Matrix, its operations made fast by kernels in WebAssembly. */
export const Matrix = FastMatrix as unknown as typeof PlainMatrix;

/** X in parts of at most so many rows where that takes no copy, as of images; else X as a whole. */
export function partsOf(X: AbstractMatrix, rows: number): AbstractMatrix[] {
  return X instanceof ImageMatrix && X.rows > rows ? X.parts(rows) : [X];
}

/** These rows of X, all columns; of images, images again. */
export function selectRows(X: AbstractMatrix, rows: ArrayLike<number>): Matrix {
  return X.subMatrixRow(rows);
}
