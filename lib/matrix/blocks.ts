// Operations on blocks: by the WebAssembly kernels when all of them are in its
// memory, else in plain TypeScript.

import { f64 } from "./arena";
import { exp, log } from "./elementary";
import type { Block } from "./memory";
import * as plain from "./plain";
import { clearScratch, deliver, placeOf, scratch } from "./scratch";
import { kernels } from "./wasm";

export const ADD = 0;
export const SUB = 1;
export const MUL = 2;
export const DIV = 3;
/** Numbers that are worth a copy. */
const MANY = 4096;
export type Operation = typeof ADD | typeof SUB | typeof MUL | typeof DIV;

/** a (rows×columns) op= b, whose strides make it a matrix, a row or column vector, a number. */
export function combine(
  op: Operation,
  a: Block,
  rows: number,
  columns: number,
  b: Block,
  rowStride: number,
  columnStride: number,
): void {
  const x = a.place();
  const y = b.place();
  if (kernels && x && y) kernels.combine(op, x, rows, columns, y, rowStride, columnStride);
  else plain.combine(op, a.numbers(), rows, columns, b.numbers(), rowStride, columnStride);
}

/**
 * a += factor b. The sums of their squares, which are often asked for next, come with the same
 * pass; of few numbers, b's would take longer to ask for.
 */
export function addScaled(a: Block, b: Block, factor: number): void {
  const x = a.place();
  const y = b.place();
  if (kernels && x && y) {
    const squares = kernels.addScaled(x, y, factor, a.length);
    if (b.length >= MANY) b.squares = kernels.squaresAdded(b.length);
    a.squares = squares; // a may be b
  } else a.squares = plain.addScaled(a.numbers(), b.numbers(), factor);
}

/** out = factor a */
export function scale(out: Block, a: Block, factor: number): void {
  const x = out.place();
  const y = a.place();
  if (kernels && x && y) kernels.scale(x, y, factor, a.length);
  else plain.scale(out.numbers(), a.numbers(), factor);
}

/** a op= a number. Many numbers are copied into WebAssembly memory and back for it. */
export function combineNumber(op: Operation, a: Block, value: number): void {
  let x = a.place();
  if (x === 0 && kernels && a.length >= MANY) {
    clearScratch();
    x = placeOf(a);
  }
  if (kernels && x) {
    kernels.combineNumber(op, x, value, a.length);
    deliver(a, x);
  } else plain.combineNumber(op, a.numbers(), value);
}

/** Functions that have a kernel. */
const FAST = { exp, log, sign: Math.sign, sigmoid: plain.sigmoid, relu: plain.relu };
export type Fast = keyof typeof FAST;

/** out = f(a), element by element; out may be a. */
export function map(f: Fast | ((x: number) => number), out: Block, a: Block): void {
  const x = out.place();
  const y = a.place();
  if (typeof f === "function") plain.map(f, out.numbers(), a.numbers());
  else if (kernels && x && y) kernels[f](x, y, a.length);
  else plain.map(FAST[f], out.numbers(), a.numbers());
}

export function sum(a: Block): number {
  const x = a.place();
  return kernels && x ? kernels.sum(x, a.length) : plain.sum(a.numbers());
}

export function dot(a: Block, b: Block): number {
  if (a === b && a.squares !== undefined) return a.squares;
  const x = a.place();
  const y = b.place();
  return kernels && x && y ? kernels.dot(x, y, a.length) : plain.dot(a.numbers(), b.numbers());
}

const REDUCTIONS = {
  sumRows: plain.sumRows,
  sumColumns: plain.sumColumns,
  maxRows: plain.maxRows,
};

/** A number for each row or column of a, rows×columns. */
export function reduce(
  name: keyof typeof REDUCTIONS,
  a: Block,
  rows: number,
  columns: number,
): number[] {
  const n = name === "sumColumns" ? columns : rows;
  const y = a.place();
  if (kernels === undefined || y === 0) {
    const out = new Float64Array(n);
    REDUCTIONS[name](out, a.numbers(), rows, columns);
    return arrayOf(out, 0, n);
  }
  clearScratch();
  const x = scratch(8 * n);
  kernels[name](x, y, rows, columns);
  return arrayOf(f64, x >>> 3, n);
}

/** Some of the numbers in an array; several times faster than Array.from. */
export function arrayOf(numbers: Float64Array, first: number, n: number): number[] {
  const array = new Array<number>(n);
  for (let i = 0; i < n; i++) array[i] = numbers[first + i];
  return array;
}

/** out (columns×rows) = the transpose of a, rows×columns. */
export function transpose(out: Block, a: Block, rows: number, columns: number): void {
  const to = out.numbers();
  const from = a.numbers();
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) to[j * rows + i] = from[i * columns + j];
  }
}
