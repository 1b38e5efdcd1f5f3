// Functions of one element: out = f(a), n numbers. out may be a.

import { isLong, lengthOf, long, offsetOf, shareOut } from "./long";
import { storeTwo } from "./stores";

// Numbers that are read from memory: V8 makes a constant of two lanes anew at each use, in
// several instructions.
const HIGHEST = memory.data<f64>([710]);
const LOWEST = memory.data<f64>([-746]);
const LOG2E = memory.data<f64>([1.4426950408889634]);
/** Adding 1.5 * 2^52 rounds to an integer, and leaves it in the lower bits. */
const ROUNDER = memory.data<f64>([6755399441055744]);
// ln 2 in two parts: the first has so few bits that k times it is exact.
const LN2_HIGH = memory.data<f64>([6.93147180369123816490e-1]);
const LN2_LOW = memory.data<f64>([1.90821492927058770002e-10]);
/** 1 / k! */
const TERMS = memory.data<f64>([
  1.0,
  1.0,
  0.5,
  1.0 / 6.0,
  1.0 / 24.0,
  1.0 / 120.0,
  1.0 / 720.0,
  1.0 / 5040.0,
  1.0 / 40320.0,
  1.0 / 362880.0,
  1.0 / 3628800.0,
  1.0 / 39916800.0,
  1.0 / 479001600.0,
  1.0 / 6227020800.0,
]);
const BIAS = memory.data<i64>([1023]);
const ONE = TERMS;
const MINUS_ZERO = memory.data<f64>([-0.0]);

// @ts-expect-error: decorator
@inline
function term(k: usize): v128 {
  return v128.load64_splat(TERMS + (k << 3));
}

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
  x = f64x2.pmin(x, v128.load64_splat(HIGHEST)); // a NaN stays
  x = f64x2.pmax(x, v128.load64_splat(LOWEST));
  const rounder = v128.load64_splat(ROUNDER);
  const shifted = f64x2.add(f64x2.mul(x, v128.load64_splat(LOG2E)), rounder);
  const k = f64x2.sub(shifted, rounder);
  let r = f64x2.sub(x, f64x2.mul(k, v128.load64_splat(LN2_HIGH)));
  r = f64x2.sub(r, f64x2.mul(k, v128.load64_splat(LN2_LOW)));
  const rr = f64x2.mul(r, r);
  let odd = term(13);
  let even = term(12);
  odd = f64x2.add(f64x2.mul(odd, rr), term(11));
  even = f64x2.add(f64x2.mul(even, rr), term(10));
  odd = f64x2.add(f64x2.mul(odd, rr), term(9));
  even = f64x2.add(f64x2.mul(even, rr), term(8));
  odd = f64x2.add(f64x2.mul(odd, rr), term(7));
  even = f64x2.add(f64x2.mul(even, rr), term(6));
  odd = f64x2.add(f64x2.mul(odd, rr), term(5));
  even = f64x2.add(f64x2.mul(even, rr), term(4));
  odd = f64x2.add(f64x2.mul(odd, rr), term(3));
  even = f64x2.add(f64x2.mul(even, rr), term(2));
  const p = f64x2.add(f64x2.mul(odd, r), even);
  const y = f64x2.add(term(0), f64x2.add(r, f64x2.mul(p, rr)));
  const half = i32x4.shr_s(shifted, 1);
  return f64x2.mul(f64x2.mul(y, powerOf2(half)), powerOf2(i32x4.sub(shifted, half)));
}

/** 2^k for the integers k in the lower bits of two lanes, |k| < 1023. */
// @ts-ignore: decorator
@inline
function powerOf2(k: v128): v128 {
  return i64x2.shl(i32x4.add(k, v128.load64_splat(BIAS)), 52);
}

/** 1 / (1 + e^-x), as e^x / (1 + e^x) where x < 0: no overflow on either side. */
// @ts-expect-error: decorator
@inline
function sigmoid2(x: v128): v128 {
  const one = v128.load64_splat(ONE);
  const e = exp2(f64x2.neg(f64x2.abs(x)));
  const top = v128.bitselect(one, e, f64x2.ge(x, f64x2.splat(0)));
  return f64x2.div(top, f64x2.add(one, e));
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
  const sign = v128.and(x, v128.load64_splat(MINUS_ZERO));
  const one = v128.or(sign, v128.load64_splat(ONE)); // x's sign on 1
  return v128.bitselect(one, x, f64x2.gt(f64x2.abs(x), f64x2.splat(0)));
}

// @ts-expect-error: decorator
@inline
function two(f: i32, x: v128): v128 {
  if (f == 0) return exp2(x);
  if (f == 1) return sigmoid2(x);
  if (f == 2) return relu2(x);
  return sign2(x);
}

// @ts-expect-error: decorator
@inline
function each(f: i32, out: usize, a: usize, n: i32): void {
  const end = a + ((<usize>n) << 3);
  for (const last = end - 32; <isize>a <= <isize>last; a += 32, out += 32) {
    const x = two(f, v128.load(a));
    const y = two(f, v128.load(a, 16));
    storeTwo(out, x, y);
  }
  for (; a < end; a += 8, out += 8) {
    store<f64>(out, f64x2.extract_lane(two(f, v128.load64_splat(a)), 0));
  }
}

// A function of its own each, called by its place in the table: if one contained the others,
// V8 would pair the operations of none.
function eachExp(out: usize, a: usize, n: i32): void {
  each(0, out, a, n);
}

function eachSigmoid(out: usize, a: usize, n: i32): void {
  each(1, out, a, n);
}

function eachRelu(out: usize, a: usize, n: i32): void {
  each(2, out, a, n);
}

function eachSign(out: usize, a: usize, n: i32): void {
  each(3, out, a, n);
}

function map(f: (out: usize, a: usize, n: i32) => void, out: usize, a: usize, n: i32): void {
  if (!isLong(n)) {
    f(out, a, n);
    return;
  }
  long.op = f.index;
  long.out = out;
  long.a = a;
  shareOut(n, some);
}

function some(part: i32, _thread: i32): void {
  const offset = offsetOf(part);
  call_indirect(long.op, long.out + offset, long.a + offset, lengthOf(part));
}

export function exp(out: usize, a: usize, n: i32): void {
  map(eachExp, out, a, n);
}

export function sigmoid(out: usize, a: usize, n: i32): void {
  map(eachSigmoid, out, a, n);
}

export function relu(out: usize, a: usize, n: i32): void {
  map(eachRelu, out, a, n);
}

export function sign(out: usize, a: usize, n: i32): void {
  map(eachSign, out, a, n);
}
