// Matrix products, dense by dense.

import { type Block, enter, leave, newBlock } from "./memory";
import * as plain from "./plain";
import { startSecondThread } from "./threads";
import { wasm } from "./wasm";

/** A matrix to be multiplied: its element (i, j) is number rowStride i + columnStride j. */
export interface Factor {
  block: Block;
  rowStride: number;
  columnStride: number;
}

const LARGE = 2 ** 24; // multiplications worth a second thread
const SMALL = 4096; // multiplications not worth a copy into WebAssembly memory

/** A (m×k) times B (k×n), m×n. */
export function multiply(A: Factor, B: Factor, m: number, n: number, k: number): Block {
  const C = newBlock(m * n);
  const scope = enter();
  try {
    const outside = A.block.place() === 0 || B.block.place() === 0 || C.place() === 0;
    const a = outside && m * n * k < SMALL ? 0 : placeOf(A.block);
    const b = a && placeOf(B.block);
    const result = b ? resultFor(C) : C;
    const c = result.place();
    const kernels = wasm();
    if (kernels === undefined || !a || !b || !c) {
      plain.multiply(C.numbers(), m, n, k, numbersOf(A), numbersOf(B));
      return C;
    }
    if (m * n * k >= LARGE) startSecondThread();
    const tiles = room(kernels.roomOfMultiply(n, k));
    const { rowStride, columnStride } = A;
    kernels.multiply(c, m, n, k, a, rowStride, columnStride, b, B.rowStride, B.columnStride, tiles);
    if (result !== C) C.numbers().set(result.numbers());
    return C;
  } finally {
    leave(scope);
  }
}

/** Where a block is in WebAssembly memory, or a copy of it; 0 if there is no room. */
export function placeOf(block: Block): number {
  if (wasm() === undefined || block.place() !== 0) return block.place();
  const copy = newBlock(block.length);
  if (copy.place() !== 0) copy.numbers().set(block.numbers());
  return copy.place();
}

/** The block itself or, if there is room, one in WebAssembly memory to make it in. */
export function resultFor(block: Block): Block {
  if (block.place() !== 0) return block;
  const copy = newBlock(block.length);
  if (copy.place() === 0) return block;
  return copy;
}

function numbersOf({ block, rowStride, columnStride }: Factor): plain.Factor {
  return { numbers: block.numbers(), rowStride, columnStride };
}

/** Room in WebAssembly memory until the current tidy() ends. */
export function room(bytes: number): number {
  const place = newBlock(Math.ceil(bytes / 8)).place();
  if (place === 0) throw new RangeError("no memory for a matrix product");
  return place;
}
