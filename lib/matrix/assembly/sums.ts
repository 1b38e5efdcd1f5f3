// Sums of many numbers, in the same order whatever adds them up and on however
// many threads: four pairs at a time, and in parts where there are many.

import { PARTS, shareOut } from "./long";

const totals = memory.data(64, 16); // a number a part

/** Four pairs of sums, for each thread. */
const FOUR = memory.data(128, 64);

/** Four pairs of sums, added up. V8 pairs only what is stored, so that they pass by memory. */
// @ts-expect-error: decorator
@inline
export function across(s: v128, t: v128, u: v128, v: v128, thread: i32): f64 {
  const four = FOUR + (<usize>thread << 6);
  v128.store(four, t, 16);
  v128.store(four, s);
  v128.store(four, v, 48);
  v128.store(four, u, 32);
  s = f64x2.add(v128.load(four), v128.load(four, 16));
  s = f64x2.add(s, f64x2.add(v128.load(four, 32), v128.load(four, 48)));
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** Says what the sum of a part is. */
export function setTotal(part: i32, total: f64): void {
  store<f64>(totals + (part << 3), total);
}

/** The sum of n numbers, of whose parts `work` has to setTotal. */
export function sumOut(n: i32, work: (part: i32, thread: i32) => void): f64 {
  shareOut(n, work);
  let total: f64 = 0;
  for (let part = 0; part < PARTS; part++) total += load<f64>(totals + (part << 3));
  return total;
}
