// Functions of one element: out = f(a), n numbers. out may be a.

import { isLong, lengthOf, long, offsetOf, shareOut } from "./long";

/**
 * e^x within one unit in the last place: with the operations of
 * ../elementary.ts, and so its bits. x = k ln 2 + r with |r| <= ln 2 / 2; e^r
 * by its Taylor series to r^13 (the rest is below 5e-18), even and odd terms
 * apart as a shorter chain; then times 2^k in two steps, so that subnormal
 * results come out.
 */
// @ts-ignore: decorator
@inline
function exp2(x: v128): v128 {
  x = f64x2.pmax(f64x2.pmin(x, f64x2.splat(710)), f64x2.splat(-746)); // a NaN stays
  // Adding 1.5 * 2^52 rounds to an integer, and leaves it in the lower bits.
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), f64x2.splat(6755399441055744));
  const k = f64x2.sub(shifted, f64x2.splat(6755399441055744));
  // ln 2 in two parts: the first has so few bits that k times it is exact
  let r = f64x2.sub(x, f64x2.mul(k, f64x2.splat(6.93147180369123816490e-1)));
  r = f64x2.sub(r, f64x2.mul(k, f64x2.splat(1.90821492927058770002e-10)));
  const rr = f64x2.mul(r, r);
  let odd = f64x2.splat(1.0 / 6227020800.0);
  let even = f64x2.splat(1.0 / 479001600.0);
  odd = f64x2.add(f64x2.mul(odd, rr), f64x2.splat(1.0 / 39916800.0));
  even = f64x2.add(f64x2.mul(even, rr), f64x2.splat(1.0 / 3628800.0));
  odd = f64x2.add(f64x2.mul(odd, rr), f64x2.splat(1.0 / 362880.0));
  even = f64x2.add(f64x2.mul(even, rr), f64x2.splat(1.0 / 40320.0));
  odd = f64x2.add(f64x2.mul(odd, rr), f64x2.splat(1.0 / 5040.0));
  even = f64x2.add(f64x2.mul(even, rr), f64x2.splat(1.0 / 720.0));
  odd = f64x2.add(f64x2.mul(odd, rr), f64x2.splat(1.0 / 120.0));
  even = f64x2.add(f64x2.mul(even, rr), f64x2.splat(1.0 / 24.0));
  odd = f64x2.add(f64x2.mul(odd, rr), f64x2.splat(1.0 / 6.0));
  even = f64x2.add(f64x2.mul(even, rr), f64x2.splat(0.5));
  const p = f64x2.add(f64x2.mul(odd, r), even);
  const y = f64x2.add(f64x2.splat(1), f64x2.add(r, f64x2.mul(p, rr)));
  const half = i32x4.shr_s(shifted, 1);
  return f64x2.mul(f64x2.mul(y, powerOf2(half)), powerOf2(i32x4.sub(shifted, half)));
}

/** 2^k for the integers k in the lower bits of two lanes, |k| < 1023. */
// @ts-ignore: decorator
@inline
function powerOf2(k: v128): v128 {
  return i64x2.shl(i32x4.add(k, i32x4.splat(1023)), 52);
}

/** 1 / (1 + e^-x), as e^x / (1 + e^x) where x < 0: no overflow on either side. */
// @ts-expect-error: decorator
@inline
function sigmoid2(x: v128): v128 {
  const e = exp2(f64x2.neg(f64x2.abs(x)));
  const positive = f64x2.ge(x, f64x2.splat(0));
  const top = v128.bitselect(f64x2.splat(1), e, positive);
  return f64x2.div(top, f64x2.add(f64x2.splat(1), e));
}

/** max(x, 0); a NaN stays, -0 becomes 0, as with Math.max. */
// @ts-expect-error: decorator
@inline
function relu2(x: v128): v128 {
  return f64x2.max(x, f64x2.splat(0));
}

/** Math.sign: -1, 0, 1; keeps NaN and -0. */
// @ts-expect-error: decorator
@inline
function sign2(x: v128): v128 {
  const one = v128.bitselect(x, f64x2.splat(1), f64x2.splat(-0.0)); // x's sign on 1
  return v128.bitselect(one, x, f64x2.gt(f64x2.abs(x), f64x2.splat(0)));
}

// @ts-expect-error: decorator
@inline
function both(f: i32, x: v128): v128 {
  if (f == 0) return exp2(x);
  if (f == 1) return sigmoid2(x);
  if (f == 2) return relu2(x);
  return sign2(x);
}

// @ts-expect-error: decorator
@inline
function each(f: i32, out: usize, a: usize, n: i32): void {
  const end = a + ((<usize>n) << 3);
  for (const last = end - 16; <isize>a <= <isize>last; a += 16, out += 16) {
    v128.store(out, both(f, v128.load(a)));
  }
  if (a < end) store<f64>(out, f64x2.extract_lane(both(f, v128.load64_splat(a)), 0));
}

function eachOf(f: i32, out: usize, a: usize, n: i32): void {
  if (f == 0) each(0, out, a, n);
  else if (f == 1) each(1, out, a, n);
  else if (f == 2) each(2, out, a, n);
  else each(3, out, a, n);
}

function map(f: i32, out: usize, a: usize, n: i32): void {
  if (!isLong(n)) {
    eachOf(f, out, a, n);
    return;
  }
  long.op = f;
  long.out = out;
  long.a = a;
  shareOut(n, some);
}

function some(part: i32, _thread: i32): void {
  const offset = offsetOf(part);
  eachOf(long.op, long.out + offset, long.a + offset, lengthOf(part));
}

export function exp(out: usize, a: usize, n: i32): void {
  map(0, out, a, n);
}

export function sigmoid(out: usize, a: usize, n: i32): void {
  map(1, out, a, n);
}

export function relu(out: usize, a: usize, n: i32): void {
  map(2, out, a, n);
}

export function sign(out: usize, a: usize, n: i32): void {
  map(3, out, a, n);
}
