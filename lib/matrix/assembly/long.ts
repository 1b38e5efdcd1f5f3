// Operations on many numbers, shared out to the threads in equal parts.

import { settle, share } from "./jobs";

/** What the parts need to know. */
@unmanaged
class Long {
  out: usize;
  a: usize;
  b: usize;
  op: i32;
  factor: f64;
  n: i32;
  /** Numbers in a part. */
  size: i32;
}
export const long = changetype<Long>(memory.data(64, 16));

export const PARTS = 8;
const LONG = 1 << 14; // numbers that are worth a second thread

/** In how many parts so many numbers are summed up. */
export function partsOf(n: i32): i32 {
  return n < LONG ? 1 : PARTS;
}

/** Whether to share out; then what the parts need to know may be written. */
export function isLong(n: i32): bool {
  if (n < LONG) return false;
  settle();
  return true;
}

export function shareOut(n: i32, work: (part: i32, thread: i32) => void): void {
  long.n = n;
  long.size = ((n + PARTS - 1) / PARTS + 7) & ~7;
  share(PARTS, work);
}

/** Numbers in this part. */
export function lengthOf(part: i32): i32 {
  return max(0, min(long.size, long.n - part * long.size));
}

/** How far from the first number this part's first is, in bytes. */
// @ts-expect-error: decorator
@inline
export function offsetOf(part: i32): usize {
  return <usize>part * (<usize>long.size << 3);
}
