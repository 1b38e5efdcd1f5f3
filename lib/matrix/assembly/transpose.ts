// The transpose of images, as lists: at an address, for each pixel, where its entries begin
// and end; then the entries, of the images where it is not zero: where in memory the byte's
// number is (see gather.ts) and, from 16 bits on, how far into a tile (in bytes) the image's
// row begins.

import { beginOf, edgeOf, endOf, recordOf } from "./records";
import { ROW_BITS } from "./tiles";

/** Where the row of pixel d is. */
// @ts-expect-error: decorator
@inline
export function rowOf(lists: usize, d: i32): usize {
  return lists + ((<usize>d) << 3);
}

/** Bytes of the transpose's lists of N images, at most 512, of D pixels: each may have all of them. */
export function roomOfTranspose(N: i32, D: i32): i32 {
  return 8 * D + 4 * N * D;
}

/** Lists the pixels of one half of N images of D pixels each. */
export function listTranspose(
  lists: usize,
  starts: usize,
  indices: usize,
  N: i32,
  D: i32,
  half: i32,
): void {
  const first = edgeOf(D, half);
  const end = edgeOf(D, half + 1);
  for (let d = first; d < end; d++) {
    const row = rowOf(lists, d);
    const begin = <u32>rowOf(lists, D) + 4 * d * N;
    store<u32>(row, begin);
    store<u32>(row, begin, 4);
  }
  for (let i = 0; i < N; i++) {
    const record = recordOf(starts, indices, i);
    const end = endOf(record, half);
    const place = <u32>i << (16 + ROW_BITS);
    let row = rowOf(lists, first);
    for (let at = beginOf(record, half); at < end; at += 2) {
      row += (<usize>load<u8>(at, 1)) << 3;
      const next: usize = load<u32>(row, 4);
      store<u32>(next, place | (<u32>load<u8>(at) << 3));
      store<u32>(row, <u32>next + 4, 4);
    }
  }
}
