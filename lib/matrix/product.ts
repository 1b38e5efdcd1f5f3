// Matrix products, dense by dense.

import { Transpose } from "./lazy";
import { type Block, newBlock } from "./memory";
import { type Operand, type Shape, shapeOf } from "./operand";
import * as plain from "./plain";
import { backTo, clearScratch, deliver, placeLike, placeOf, scratch } from "./scratch";
import { productBegins, productEnds, startSecondThread } from "./threads";
import { kernels } from "./wasm";

/** A matrix to be multiplied: its element (i, j) is number rowStride i + columnStride j. */
interface Factor {
  block: Block;
  rowStride: number;
  columnStride: number;
}

const LARGE = 2 ** 24; // multiplications worth a second thread
const SMALL = 4096; // multiplications not worth a copy into WebAssembly memory

/**
 * A (m×k) times B (k×n), m×n.
 *
 * @throws RangeError naming both shapes when they do not fit
 */
export function product(A: Operand, B: Operand): Block {
  assertFit(A, B);
  return multiply(factorOf(A), factorOf(B), A.rows, B.columns, A.columns);
}

/** @throws RangeError naming both shapes when A cannot be multiplied by B */
export function assertFit(A: Shape, B: Shape): void {
  if (A.columns === B.rows) return;
  throw new RangeError(
    `cannot multiply ${shapeOf(A)} by ${shapeOf(B)}: ${A.columns} columns, but ${B.rows} rows`,
  );
}

/** A transpose is read where it lies. */
function factorOf(A: Operand): Factor {
  if (A.lazy instanceof Transpose)
    return { block: A.lazy.source(), rowStride: 1, columnStride: A.rows };
  return { block: A.block(), rowStride: A.columns, columnStride: 1 };
}

function multiply(A: Factor, B: Factor, m: number, n: number, k: number): Block {
  const C = newBlock(m * n);
  const outside = A.block.place() === 0 || B.block.place() === 0 || C.place() === 0;
  clearScratch();
  const a = kernels === undefined || (outside && m * n * k < SMALL) ? 0 : placeOf(A.block);
  const b = a && placeOf(B.block);
  const c = b && placeLike(C);
  if (kernels === undefined || c === 0) {
    plain.multiply(C.numbers(), m, n, k, numbersOf(A), numbersOf(B));
    return C;
  }
  const shared = m * n * k >= LARGE;
  if (shared) startSecondThread();
  const tiles = scratch(kernels.roomOfMultiply(n, k));
  const { rowStride, columnStride } = A;
  if (shared) productBegins(m * n * k);
  kernels.multiply(c, m, n, k, a, rowStride, columnStride, b, B.rowStride, B.columnStride, tiles);
  if (shared) productEnds();
  deliver(C, c);
  backTo();
  return C;
}

function numbersOf({ block, rowStride, columnStride }: Factor): plain.Factor {
  return { numbers: block.numbers(), rowStride, columnStride };
}
