// The kernels in plain TypeScript: the same results as those in assembly/, sums and
// products to rounding. Arrays hold matrices row after row.

import { exp } from "./elementary";

export type Numbers = Float64Array;

/** a op= b; b's strides say whether it is a matrix, a row or column vector, a number. */
export function combine(
  op: number,
  a: Numbers,
  rows: number,
  columns: number,
  b: Numbers,
  rowStride: number,
  columnStride: number,
): void {
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0, q = i * rowStride; j < columns; j++, p++, q += columnStride) {
      if (op === 0) a[p] += b[q];
      else if (op === 1) a[p] -= b[q];
      else if (op === 2) a[p] *= b[q];
      else a[p] /= b[q];
    }
  }
}

/** a op= a number */
export function combineNumber(op: number, a: Numbers, value: number): void {
  for (let i = 0; i < a.length; i++) {
    if (op === 0) a[i] += value;
    else if (op === 1) a[i] -= value;
    else if (op === 2) a[i] *= value;
    else a[i] /= value;
  }
}

/** a += factor b; gives the sum of a's squares, as dot does. */
export function addScaled(a: Numbers, b: Numbers, factor: number): number {
  let squares = 0;
  for (let i = 0; i < a.length; i++) {
    a[i] += factor * b[i];
    squares += a[i] * a[i];
  }
  return squares;
}

/** out = factor a */
export function scale(out: Numbers, a: Numbers, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i] = factor * a[i];
}

/** out = f(a), element by element. */
export function map(f: (x: number) => number, out: Numbers, a: Numbers): void {
  for (let i = 0; i < out.length; i++) out[i] = f(a[i]);
}

/** 1 / (1 + e^-x), as e^x / (1 + e^x) where x < 0: no overflow on either side. */
export function sigmoid(x: number): number {
  const e = exp(-Math.abs(x));
  return (x >= 0 ? 1 : e) / (1 + e);
}

export function relu(x: number): number {
  return Math.max(x, 0);
}

export function sum(a: Numbers): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i];
  return total;
}

export function dot(a: Numbers, b: Numbers): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

/** A number a row. */
export function sumRows(out: Numbers, a: Numbers, rows: number, columns: number): void {
  for (let i = 0, p = 0; i < rows; i++) {
    let total = 0;
    for (const end = p + columns; p < end; p++) total += a[p];
    out[i] = total;
  }
}

/** A number a column. */
export function sumColumns(out: Numbers, a: Numbers, rows: number, columns: number): void {
  out.fill(0);
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, p++) out[j] += a[p];
  }
}

/** The largest number of each row, NaN passed over; -Infinity if there is none. */
export function maxRows(out: Numbers, a: Numbers, rows: number, columns: number): void {
  for (let i = 0, p = 0; i < rows; i++) {
    let best = Number.NEGATIVE_INFINITY;
    for (const end = p + columns; p < end; p++) if (a[p] > best) best = a[p];
    out[i] = best;
  }
}

/** A matrix to be multiplied: element (i, j) is numbers[rowStride i + columnStride j]. */
export interface Factor {
  numbers: Numbers;
  rowStride: number;
  columnStride: number;
}

/** C (m×n) = A (m×k) B (k×n). */
export function multiply(c: Numbers, m: number, n: number, k: number, A: Factor, B: Factor): void {
  const a = A.numbers;
  const b = B.numbers;
  c.fill(0);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const x = a[i * A.rowStride + p * A.columnStride];
      for (let j = 0, q = p * B.rowStride, to = i * n; j < n; j++, q += B.columnStride) {
        c[to + j] += x * b[q];
      }
    }
  }
}

/** C (N×H) += the bytes of N rows of images (D each) times B (D×H). */
export function imagesTimes(
  c: Numbers,
  row: (n: number) => Uint8Array,
  rows: readonly number[],
  D: number,
  b: Numbers,
  H: number,
): void {
  for (let n = 0; n < rows.length; n++) {
    const bytes = row(rows[n]);
    for (let d = 0; d < D; d++) {
      const x = bytes[d];
      if (x !== 0) for (let h = 0, q = d * H; h < H; h++, q++) c[n * H + h] += x * b[q];
    }
  }
}

/** C (D×H) += the transposed bytes of N rows of images times G (N×H). */
export function transposedImagesTimes(
  c: Numbers,
  row: (n: number) => Uint8Array,
  rows: readonly number[],
  D: number,
  g: Numbers,
  H: number,
): void {
  for (let n = 0; n < rows.length; n++) {
    const bytes = row(rows[n]);
    for (let d = 0; d < D; d++) {
      const x = bytes[d];
      if (x !== 0) for (let h = 0, q = n * H; h < H; h++, q++) c[d * H + h] += x * g[q];
    }
  }
}

/** Each row of C (N×H) = x (D) times B (D×H). */
export function repeatRowTimes(c: Numbers, N: number, x: Numbers, b: Numbers, H: number): void {
  c.fill(0);
  if (N === 0) return;
  for (let d = 0, q = 0; d < x.length; d++) {
    for (let h = 0; h < H; h++, q++) c[h] += x[d] * b[q];
  }
  for (let n = 1; n < N; n++) c.copyWithin(n * H, 0, H);
}

/** C (D×H) = x (D) times the column sums of G (N×H), column by row. */
export function outer(c: Numbers, x: Numbers, g: Numbers, H: number): void {
  const sums = new Float64Array(H);
  sumColumns(sums, g, g.length / Math.max(H, 1), H);
  for (let d = 0, p = 0; d < x.length; d++) {
    for (let h = 0; h < H; h++, p++) c[p] = x[d] * sums[h];
  }
}

/** sums += each column's sum of rows of bytes. */
export function addColumnSums(sums: Uint32Array, bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; ) {
    for (let d = 0; d < sums.length; d++, i++) sums[d] += bytes[i];
  }
}
