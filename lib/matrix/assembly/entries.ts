// The entries of some images' records as a product reads them, four bytes each: where in memory
// the pixel's number is (see gather.ts) and how far it is to its row of a tile. They are made
// once for all tiles. The images follow one another, each half of them by itself.

import { beginOf, endOf, FARTHEST, recordOf, touch, widthOf } from "./records";

/** A pixel's number is 8 bytes, a row of a tile 128. */
const FACTORS = memory.data<u16>([8, 128]);

/** Bytes of the entries of one half of n images of D pixels, and before them where each ends. */
export function roomOfEntries(n: i32, D: i32): i32 {
  const most = widthOf(D) + widthOf(D) / FARTHEST;
  return ((4 * n + 15) & ~15) + ((4 * n * most + 47) & ~15);
}

/** Where the entries of the first image begin. */
// @ts-expect-error: decorator
@inline
export function firstEntry(entries: usize, n: i32): usize {
  return entries + ((4 * n + 15) & ~15);
}

/** Where the entries of image i end. */
// @ts-expect-error: decorator
@inline
export function lastEntry(entries: usize, i: i32): usize {
  return load<u32>(entries + ((<usize>i) << 2));
}

/** Makes the entries of one half of n images: 8 at a time, the last ones over what comes next. */
export function listEntries(entries: usize, starts: usize, indices: usize, n: i32, half: i32): void {
  touch(starts, indices, n, half);
  const factors = v128.load32_splat(FACTORS);
  let out = firstEntry(entries, n);
  for (let i = 0; i < n; i++) {
    const record = recordOf(starts, indices, i);
    const end = endOf(record, half);
    let at = beginOf(record, half);
    for (; at < end; at += 16, out += 32) {
      const x = v128.load(at);
      v128.store(out, i16x8.mul(i16x8.extend_high_i8x16_u(x), factors), 16);
      v128.store(out, i16x8.mul(i16x8.extend_low_i8x16_u(x), factors));
    }
    out -= (at - end) << 1;
    store<u32>(entries + ((<usize>i) << 2), <u32>out);
  }
}
