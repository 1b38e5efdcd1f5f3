// Sums of many numbers, in the same order whatever adds them up and on however
// many threads: four pairs at a time, and in parts where there are many.

import { PARTS, shareOut } from "./long";

const totals = memory.data(64, 16); // a number a part

/** Four pairs of sums, added up. */
// @ts-expect-error: decorator
@inline
export function across(s: v128, t: v128, u: v128, v: v128): f64 {
  s = f64x2.add(f64x2.add(s, t), f64x2.add(u, v));
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
