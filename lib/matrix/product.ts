// Matrix products, dense by dense, in blocks that the caches hold.

import { type Block, newBlock, scratch, zeroBlock } from "./memory";
import * as plain from "./plain";
import { wasm } from "./wasm";

/** A matrix to be multiplied: its element (i, j) is number rowStride i + columnStride j. */
export interface Factor {
  block: Block;
  rowStride: number;
  columnStride: number;
}

export const TILE = 8; // columns of B in a packed tile; the kernels have it built in
const DEPTH = 256; // rows of B packed at a time
const ROWS = 128; // rows of A that pass by one tile after the other
const SMALL = 4096; // multiplications not worth a copy into WebAssembly memory

/** A (m×k) times B (k×n), m×n. */
export function multiply(A: Factor, B: Factor, m: number, n: number, k: number): Block {
  const C = zeroBlock(m * n);
  scratch(() => {
    const outside = A.block.place() === 0 || B.block.place() === 0 || C.place() === 0;
    const a = outside && m * n * k < SMALL ? 0 : placeOf(A.block);
    const b = a && placeOf(B.block);
    const result = b ? resultFor(C) : C;
    const c = result.place();
    if (a && b && c) multiplyAt(a, A, b, B, c, m, n, k);
    else plain.multiply(C.numbers(), m, n, k, numbersOf(A), numbersOf(B));
    if (result !== C) C.numbers().set(result.numbers());
  });
  return C;
}

/** Where a block is in WebAssembly memory, or a copy of it; 0 if there is no room. */
export function placeOf(block: Block): number {
  if (wasm() === undefined || block.place() !== 0) return block.place();
  const copy = newBlock(block.length);
  if (copy.place() !== 0) copy.numbers().set(block.numbers());
  return copy.place();
}

/** The block itself or, if there is room, a copy in WebAssembly memory to work in. */
export function resultFor(block: Block): Block {
  if (block.place() !== 0) return block;
  const copy = newBlock(block.length);
  if (copy.place() === 0) return block;
  copy.numbers().set(block.numbers());
  return copy;
}

function numbersOf({ block, rowStride, columnStride }: Factor): plain.Factor {
  return { numbers: block.numbers(), rowStride, columnStride };
}

function multiplyAt(
  a: number,
  A: Factor,
  b: number,
  B: Factor,
  c: number,
  m: number,
  n: number,
  k: number,
): void {
  const kernels = wasm();
  const packed = newBlock(Math.min(k, DEPTH) * Math.ceil(n / TILE) * TILE).place();
  if (kernels === undefined || packed === 0) throw new RangeError("no memory for a matrix product");
  for (let p = 0; p < k; p += DEPTH) {
    const depth = Math.min(DEPTH, k - p);
    kernels.pack(packed, b + 8 * p * B.rowStride, depth, n, B.rowStride, B.columnStride);
    for (let i = 0; i < m; i += ROWS) {
      const rows = Math.min(ROWS, m - i);
      const from = a + 8 * (i * A.rowStride + p * A.columnStride);
      for (let j = 0; j < n; j += TILE) {
        kernels.multiply(
          c + 8 * (i * n + j),
          n,
          Math.min(TILE, n - j),
          from,
          rows,
          A.rowStride,
          A.columnStride,
          packed + 8 * j * depth,
          depth,
        );
      }
    }
  }
}
