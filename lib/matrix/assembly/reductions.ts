import { isLong, lengthOf, long, offsetOf, PARTS, shareOut } from "./long";
import { storeFour } from "./stores";
import { across, setTotal, totalOf } from "./sums";

/** Of n numbers. */
export function sum(a: usize, n: i32): f64 {
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  const end = a + ((<usize>n) << 3);
  for (const last = end - 32; <isize>a <= <isize>last; a += 32) {
    s = f64x2.add(s, v128.load(a));
    t = f64x2.add(t, v128.load(a, 16));
  }
  s = f64x2.add(s, t);
  let total = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
  for (; a < end; a += 8) total += load<f64>(a);
  return total;
}

/** Sum of a times b, n numbers each: in the same parts whatever the number of threads. */
export function dot(a: usize, b: usize, n: i32): f64 {
  if (!isLong(n)) return dotOf(a, b, n, 0);
  long.a = a;
  long.b = b;
  shareOut(n, someDot);
  return totalOf(0, PARTS);
}

function someDot(part: i32, thread: i32): void {
  const offset = offsetOf(part);
  setTotal(0, part, dotOf(long.a + offset, long.b + offset, lengthOf(part), thread));
}

function dotOf(a: usize, b: usize, n: i32, thread: i32): f64 {
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  let u = f64x2.splat(0);
  let v = f64x2.splat(0);
  const end = a + ((<usize>n) << 3);
  for (const last = end - 64; <isize>a <= <isize>last; a += 64, b += 64) {
    s = f64x2.add(s, f64x2.mul(v128.load(a), v128.load(b)));
    t = f64x2.add(t, f64x2.mul(v128.load(a, 16), v128.load(b, 16)));
    u = f64x2.add(u, f64x2.mul(v128.load(a, 32), v128.load(b, 32)));
    v = f64x2.add(v, f64x2.mul(v128.load(a, 48), v128.load(b, 48)));
  }
  let total = across(0, s, t, u, v, thread);
  for (; a < end; a += 8, b += 8) total += load<f64>(a) * load<f64>(b);
  return total;
}

/** out: a number a row. */
export function sumRows(out: usize, a: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    store<f64>(out + ((<usize>i) << 3), sum(a + ((<usize>i * columns) << 3), columns));
  }
}

/** out: a number a column. */
export function sumColumns(out: usize, a: usize, rows: i32, columns: i32): void {
  const width = (<usize>columns) << 3;
  const size = <usize>rows * width;
  let j: usize = 0;
  for (; j + 64 <= width; j += 64) {
    let s = f64x2.splat(0);
    let t = f64x2.splat(0);
    let u = f64x2.splat(0);
    let v = f64x2.splat(0);
    for (let x = a + j; x < a + size; x += width) {
      s = f64x2.add(s, v128.load(x));
      t = f64x2.add(t, v128.load(x, 16));
      u = f64x2.add(u, v128.load(x, 32));
      v = f64x2.add(v, v128.load(x, 48));
    }
    storeFour(out + j, s, t, u, v);
  }
  for (; j < width; j += 8) {
    let s: f64 = 0;
    for (let x = a + j; x < a + size; x += width) s += load<f64>(x);
    store<f64>(out + j, s);
  }
}

/** out: the largest number of each row, NaN passed over; -Infinity if there is none. */
export function maxRows(out: usize, a: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++, out += 8) {
    // In one of two lanes, which have an operation without a branch: best < x ? x : best.
    let best = f64x2.splat(-Infinity);
    for (const end = a + ((<usize>columns) << 3); a < end; a += 8) {
      best = f64x2.pmax(best, v128.load64_zero(a));
    }
    store<f64>(out, f64x2.extract_lane(best, 0));
  }
}
