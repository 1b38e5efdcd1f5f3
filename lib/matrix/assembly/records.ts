// Images as they are kept, each in a record: a mask, with a bit a pixel that
// says whether it is not zero, and the bytes that are not. The record of a
// handwritten digit is a third of its bytes, and soon made into a list.

import { ROW_BITS } from "./tiles";

/** For each mask of 8 pixels: how far into a tile the rows of those that are set begin. */
const PLACES = memory.data(4096, 16);
for (let mask: u32 = 0; mask < 256; mask++) {
  let to = PLACES + ((<usize>mask) << 4);
  for (let bit: u32 = 0; bit < 8; bit++) {
    if (!((mask >> bit) & 1)) continue;
    store<u16>(to, <u16>(bit << ROW_BITS));
    to += 2;
  }
}

/** Bytes of the mask of D pixels. */
// @ts-expect-error: decorator
@inline
export function bytesOfMask(D: i32): i32 {
  return ((D + 15) >> 4) << 1;
}

/** Bytes that the records of N images take at most. */
export function roomOfRecords(N: i32, D: i32): i32 {
  return N * (bytesOfMask(D) + D) + 8; // 8 at a time are written
}

/**
 * Makes the records of n images of D bytes, one after the other.
 *
 * @param starts where to say where each begins, and the last one ends
 * @returns where the last one ends
 */
export function packImages(bytes: usize, n: i32, D: i32, starts: usize, out: usize): usize {
  store<u32>(starts, <u32>out);
  for (let i = 0; i < n; i++) {
    let masks = out;
    out += bytesOfMask(D);
    for (let j = 0; j < D; j += 16, masks += 2) {
      const x = v128.load(bytes + j);
      let mask = i8x16.bitmask(i8x16.ne(x, i8x16.splat(0)));
      if (D - j < 16) mask &= (1 << (D - j)) - 1;
      store<u16>(masks, <u16>mask);
      out = packEight(x, mask & 255, out);
      out = packEight(i64x2.shuffle(x, x, 1, 1), mask >> 8, out);
    }
    bytes += D;
    starts += 4;
    store<u32>(starts, <u32>out);
  }
  return out;
}

// @ts-expect-error: decorator
@inline
function packEight(x: v128, mask: i32, out: usize): usize {
  const bits = i16x8.shr_u(v128.load(PLACES + (mask << 4)), ROW_BITS);
  v128.store64_lane(out, i8x16.swizzle(x, i8x16.narrow_i16x8_u(bits, bits)), 0);
  return out + popcnt(mask);
}

/** Pixels of an image that are not zero. */
// @ts-expect-error: decorator
@inline
export function entriesOf(starts: usize, image: u32, D: i32): i32 {
  const at = starts + ((<usize>image) << 2);
  return load<u32>(at, 4) - load<u32>(at) - bytesOfMask(D);
}

/** Reads a byte of each of the record's cache lines. */
// @ts-expect-error: decorator
@inline
export function touch(starts: usize, image: u32): u32 {
  const at = starts + ((<usize>image) << 2);
  const end: usize = load<u32>(at, 4);
  let touched: u32 = 0;
  for (let line: usize = load<u32>(at); line < end; line += 64) touched += load<u8>(line);
  return touched;
}

/**
 * Lists a record: the places of the pixels' rows in a tile, and the bytes as
 * numbers. 8 at a time are written.
 */
export function listRecord(record: usize, D: i32, places: usize, values: usize, n: i32): void {
  for (let j = 0; j < D; j += 16, record += 2) {
    const mask: i32 = load<u16>(record);
    places = listEight(mask & 255, j, places);
    places = listEight(mask >> 8, j + 8, places);
  }
  for (const end = values + ((<usize>n) << 3); values < end; values += 64, record += 8) {
    const eight = v128.load8x8_u(record);
    const a = i32x4.extend_low_i16x8_u(eight);
    const b = i32x4.extend_high_i16x8_u(eight);
    v128.store(values, f64x2.convert_low_i32x4_s(a));
    v128.store(values, f64x2.convert_low_i32x4_s(i64x2.shuffle(a, a, 1, 1)), 16);
    v128.store(values, f64x2.convert_low_i32x4_s(b), 32);
    v128.store(values, f64x2.convert_low_i32x4_s(i64x2.shuffle(b, b, 1, 1)), 48);
  }
}

// @ts-expect-error: decorator
@inline
function listEight(mask: i32, j: i32, places: usize): usize {
  const eight = v128.load(PLACES + (mask << 4));
  const first = i32x4.splat(j << ROW_BITS);
  v128.store(places, i32x4.add(first, i32x4.extend_low_i16x8_u(eight)));
  v128.store(places, i32x4.add(first, i32x4.extend_high_i16x8_u(eight)), 16);
  return places + (popcnt(mask) << 2);
}
