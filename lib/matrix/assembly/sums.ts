// Sums of many numbers, in the same order whatever adds them up and on however
// many threads: four pairs at a time, and in parts where there are many.

import { PARTS } from "./long";
import { storeFour } from "./stores";

const totals = memory.data(128, 64); // a number a part, of up to two sums

/** Four pairs of sums, for each thread and each of two sums. */
const FOUR = memory.data(256, 64);

/**
 * Four pairs of sums, added up. V8 pairs only what is stored, in a place of its own, so that they
 * pass by memory.
 */
// @ts-expect-error: decorator
@inline
export function across(which: i32, s: v128, t: v128, u: v128, v: v128, thread: i32): f64 {
  const four = FOUR + (<usize>thread << 7) + (which << 6);
  storeFour(four, s, t, u, v);
  s = f64x2.add(v128.load(four), v128.load(four, 16));
  s = f64x2.add(s, f64x2.add(v128.load(four, 32), v128.load(four, 48)));
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** Says what a part of the first sum or the second, 0 or 1, is. */
export function setTotal(which: i32, part: i32, total: f64): void {
  store<f64>(totals + ((PARTS * which + part) << 3), total);
}

/** One of the sums, of so many parts. */
export function totalOf(which: i32, parts: i32): f64 {
  let total: f64 = 0;
  for (let part = 0; part < parts; part++) {
    total += load<f64>(totals + ((PARTS * which + part) << 3));
  }
  return total;
}
