// a = a op b, element by element.

import { isLong, lengthOf, long, offsetOf, partsOf, shareOut } from "./long";
import { storeFour, storeTwo } from "./stores";
import { across, setTotal, totalOf } from "./sums";

// @ts-expect-error: decorator
@inline export const ADD = 0;
// @ts-expect-error: decorator
@inline const SUB = 1;
// @ts-expect-error: decorator
@inline const MUL = 2;
// @ts-expect-error: decorator
@inline const DIV = 3;

// @ts-expect-error: decorator
@inline
function two(op: i32, x: v128, y: v128): v128 {
  if (op == ADD) return f64x2.add(x, y);
  if (op == SUB) return f64x2.sub(x, y);
  if (op == MUL) return f64x2.mul(x, y);
  return f64x2.div(x, y);
}

// @ts-expect-error: decorator
@inline
function one(op: i32, x: f64, y: f64): f64 {
  if (op == ADD) return x + y;
  if (op == SUB) return x - y;
  if (op == MUL) return x * y;
  return x / y;
}

// @ts-expect-error: decorator
@inline
function each(op: i32, a: usize, b: usize, n: i32): void {
  const end = a + ((<usize>n) << 3);
  for (const last = end - 32; <isize>a <= <isize>last; a += 32, b += 32) {
    const x = two(op, v128.load(a), v128.load(b));
    const y = two(op, v128.load(a, 16), v128.load(b, 16));
    storeTwo(a, x, y);
  }
  for (; a < end; a += 8, b += 8) store<f64>(a, one(op, load<f64>(a), load<f64>(b)));
}

// @ts-expect-error: decorator
@inline
function eachWith(op: i32, a: usize, b: f64, n: i32): void {
  const bb = f64x2.splat(b);
  const end = a + ((<usize>n) << 3);
  for (const last = end - 32; <isize>a <= <isize>last; a += 32) {
    const x = two(op, v128.load(a), bb);
    const y = two(op, v128.load(a, 16), bb);
    storeTwo(a, x, y);
  }
  for (; a < end; a += 8) store<f64>(a, one(op, load<f64>(a), b));
}

function eachOf(op: i32, a: usize, b: usize, n: i32): void {
  if (op == ADD) each(ADD, a, b, n);
  else if (op == SUB) each(SUB, a, b, n);
  else if (op == MUL) each(MUL, a, b, n);
  else each(DIV, a, b, n);
}

/** a op= the number b, n numbers. */
export function combineNumber(op: i32, a: usize, b: f64, n: i32): void {
  if (op == ADD) eachWith(ADD, a, b, n);
  else if (op == SUB) eachWith(SUB, a, b, n);
  else if (op == MUL) eachWith(MUL, a, b, n);
  else eachWith(DIV, a, b, n);
}

/** a: rows×columns. b: by its strides (in numbers) a matrix, or a row or column vector. */
export function combine(
  op: i32,
  a: usize,
  rows: i32,
  columns: i32,
  b: usize,
  rowStride: i32,
  columnStride: i32,
): void {
  if (rows == 1 && columnStride && isLong(columns)) {
    long.op = op;
    long.a = a;
    long.b = b;
    shareOut(columns, somePairs);
    return;
  }
  for (let i = 0; i < rows; i++) {
    if (columnStride) eachOf(op, a, b, columns);
    else combineNumber(op, a, load<f64>(b), columns);
    a += (<usize>columns) << 3;
    b += (<usize>rowStride) << 3;
  }
}

function somePairs(part: i32, _thread: i32): void {
  const offset = offsetOf(part);
  eachOf(long.op, long.a + offset, long.b + offset, lengthOf(part));
}

/**
 * a += factor b, n numbers: rounded twice, as the two operations would be.
 *
 * @returns the sum of a's squares, summed as dot does
 */
export function addScaled(a: usize, b: usize, factor: f64, n: i32): f64 {
  if (!isLong(n)) addScaledEach(a, b, factor, n, 0, 0);
  else {
    long.a = a;
    long.b = b;
    long.factor = factor;
    shareOut(n, someScaled);
  }
  return totalOf(0, partsOf(n));
}

/** The sum of b's squares in the last addScaled, which was of n numbers. */
export function squaresAdded(n: i32): f64 {
  return totalOf(1, partsOf(n));
}

function someScaled(part: i32, thread: i32): void {
  const a = long.a + offsetOf(part);
  const b = long.b + offsetOf(part);
  addScaledEach(a, b, long.factor, lengthOf(part), part, thread);
}

function addScaledEach(a: usize, b: usize, factor: f64, n: i32, part: i32, thread: i32): void {
  const f = f64x2.splat(factor);
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  let u = f64x2.splat(0);
  let v = f64x2.splat(0);
  let sb = f64x2.splat(0);
  let tb = f64x2.splat(0);
  let ub = f64x2.splat(0);
  let vb = f64x2.splat(0);
  const end = a + ((<usize>n) << 3);
  for (const last = end - 64; <isize>a <= <isize>last; a += 64, b += 64) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    const x0 = f64x2.add(v128.load(a), f64x2.mul(f, b0));
    const x1 = f64x2.add(v128.load(a, 16), f64x2.mul(f, b1));
    const x2 = f64x2.add(v128.load(a, 32), f64x2.mul(f, b2));
    const x3 = f64x2.add(v128.load(a, 48), f64x2.mul(f, b3));
    storeFour(a, x0, x1, x2, x3);
    s = f64x2.add(s, f64x2.mul(x0, x0));
    t = f64x2.add(t, f64x2.mul(x1, x1));
    u = f64x2.add(u, f64x2.mul(x2, x2));
    v = f64x2.add(v, f64x2.mul(x3, x3));
    sb = f64x2.add(sb, f64x2.mul(b0, b0));
    tb = f64x2.add(tb, f64x2.mul(b1, b1));
    ub = f64x2.add(ub, f64x2.mul(b2, b2));
    vb = f64x2.add(vb, f64x2.mul(b3, b3));
  }
  let total = across(0, s, t, u, v, thread);
  let totalB = across(1, sb, tb, ub, vb, thread);
  for (; a < end; a += 8, b += 8) {
    const y = load<f64>(b);
    const x = load<f64>(a) + factor * y;
    store<f64>(a, x);
    total += x * x;
    totalB += y * y;
  }
  setTotal(0, part, total);
  setTotal(1, part, totalB);
}

/** out = factor a, n numbers. */
export function scale(out: usize, a: usize, factor: f64, n: i32): void {
  const s = f64x2.splat(factor);
  const end = a + ((<usize>n) << 3);
  for (const last = end - 32; <isize>a <= <isize>last; a += 32, out += 32) {
    const x = f64x2.mul(s, v128.load(a));
    const y = f64x2.mul(s, v128.load(a, 16));
    storeTwo(out, x, y);
  }
  for (; a < end; a += 8, out += 8) store<f64>(out, factor * load<f64>(a));
}
