// Lists of the non-zero bytes of images, row by row, of the images or of their
// transpose, and what multiplies them. At an address: where the values are,
// where the places are, and from 16 on where the entries of each row begin. The
// values are the bytes as numbers, the places how far from a packed tile's start
// (in bytes) the numbers lie that they are multiplied by.

import { addTile, storeTile } from "./tiles";

/** For each mask of 8 bytes to be kept: their positions, moved to the front. */
const POSITIONS = memory.data(2048, 16);
for (let mask: u32 = 0; mask < 256; mask++) {
  let to = POSITIONS + ((<usize>mask) << 3);
  for (let bit: u32 = 0; bit < 8; bit++) if ((mask >> bit) & 1) store<u8>(to++, bit);
}

/**
 * Copies the images at these indices, n rows of `width` bytes, filled up with
 * zeros to `stride`. They come from afar: touching all of them first lets the
 * reads overlap.
 *
 * @returns nothing of use, but the touching has to count for something
 */
export function fetch(
  images: usize,
  indices: usize,
  n: i32,
  width: i32,
  out: usize,
  stride: i32,
): u32 {
  let touched: u32 = 0;
  for (let i = 0; i < n; i++) {
    const from = images + (<usize>load<u32>(indices + ((<usize>i) << 2))) * width;
    for (let j = 0; j < width; j += 64) touched += load<u8>(from + j);
  }
  for (let i = 0; i < n; i++, out += stride) {
    const from = images + (<usize>load<u32>(indices + ((<usize>i) << 2))) * width;
    let j = 0;
    for (; j + 16 <= width; j += 16) v128.store(out + j, v128.load(from + j));
    for (; j < width; j++) store<u8>(out + j, load<u8>(from + j));
    for (; j < stride; j++) store<u8>(out + j, 0);
  }
  return touched;
}

/**
 * out (columns×rows bytes) = the transpose of a, whose rows are aStride bytes;
 * rows and columns are multiples of 16. `scratch` is 512 bytes.
 */
export function transposeBytes(
  out: usize,
  a: usize,
  aStride: i32,
  rows: i32,
  columns: i32,
  scratch: usize,
): void {
  for (let i = 0; i < rows; i += 16) {
    for (let j = 0; j < columns; j += 16) {
      const from = a + (<usize>i) * aStride + j;
      transposeBlock(out + (<usize>j) * rows + i, rows, from, aStride, scratch);
    }
  }
}

/** A block of 16×16 bytes: to interleave its upper half with its lower one, four times. */
function transposeBlock(out: usize, outStride: i32, a: usize, aStride: i32, scratch: usize): void {
  let from = scratch;
  let to = scratch + 256;
  for (let k: usize = 0; k < 256; k += 16, a += aStride) v128.store(from + k, v128.load(a));
  for (let pass = 0; pass < 4; pass++) {
    for (let k: usize = 0; k < 128; k += 16) {
      const x = v128.load(from + k);
      const y = v128.load(from + k, 128);
      const low = i8x16.shuffle(x, y, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const high = i8x16.shuffle(x, y, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      v128.store(to + 2 * k, low);
      v128.store(to + 2 * k, high, 16);
    }
    const other = from;
    from = to;
    to = other;
  }
  for (let k: usize = 0; k < 256; k += 16, out += outStride) v128.store(out, v128.load(from + k));
}

/** Bytes that the lists of n rows of `stride` bytes take at most. */
export function roomOfLists(n: i32, stride: i32): i32 {
  return 64 + 4 * n + 13 * (n * stride + 16);
}

/** Lists the non-zero bytes of n rows of `stride` bytes, a multiple of 16. */
export function list(bytes: usize, n: i32, stride: i32, lists: usize): void {
  let starts = lists + 16;
  let values = (starts + 4 * (n + 1) + 15) & ~15;
  const entries = n * stride + 8; // 8 at a time are written
  const places = values + 8 * entries;
  let packed = places + 4 * entries;
  store<u32>(lists, <u32>values);
  store<u32>(lists, <u32>places, 4);
  let k: usize = 0;
  for (let i = 0; i < n; i++, starts += 4) {
    store<u32>(starts, <u32>k);
    for (let j = 0; j < stride; j += 16, bytes += 16) {
      const x = v128.load(bytes);
      const mask = i8x16.bitmask(i8x16.ne(x, i8x16.splat(0)));
      if (!mask) continue;
      k = pick(x, mask & 255, j, k, places, packed);
      k = pick(i64x2.shuffle(x, x, 1, 1), mask >> 8, j + 8, k, places, packed);
    }
  }
  store<u32>(starts, <u32>k);
  for (const end = packed + k; packed < end; packed += 8, values += 64) {
    const eight = v128.load8x8_u(packed);
    const a = i32x4.extend_low_i16x8_u(eight);
    const b = i32x4.extend_high_i16x8_u(eight);
    v128.store(values, f64x2.convert_low_i32x4_u(a));
    v128.store(values, f64x2.convert_low_i32x4_u(i64x2.shuffle(a, a, 1, 1)), 16);
    v128.store(values, f64x2.convert_low_i32x4_u(b), 32);
    v128.store(values, f64x2.convert_low_i32x4_u(i64x2.shuffle(b, b, 1, 1)), 48);
  }
}

/** Lists those of the 8 lower bytes of x that the mask says, from column j on; the next free k. */
// @ts-ignore: decorator
@inline
function pick(x: v128, mask: i32, j: i32, k: usize, places: usize, packed: usize): usize {
  const positions = v128.load64_zero(POSITIONS + ((<usize>mask) << 3));
  v128.store64_lane(packed + k, i8x16.swizzle(x, positions), 0);
  const wide = i16x8.extend_low_i8x16_u(positions);
  const first = i32x4.splat(j);
  const to = places + (k << 2);
  v128.store(to, i32x4.shl(i32x4.add(first, i32x4.extend_low_i16x8_u(wide)), 6));
  v128.store(to, i32x4.shl(i32x4.add(first, i32x4.extend_high_i16x8_u(wide)), 6), 16);
  return k + popcnt(mask);
}

/**
 * One tile of C: n rows, `width` columns, cStride numbers a row. A row is its
 * list times the packed tile plus `factors`' number (1 if there are none) times
 * the tile's base; or, to accumulate, it is raised by that. Two entries at a
 * time, but four sums: with eight, V8 moves some of them to memory and back.
 */
export function gather(
  c: usize,
  cStride: i32,
  width: i32,
  n: i32,
  lists: usize,
  base: usize,
  factors: usize,
  accumulate: i32,
): void {
  const starts = lists + 16;
  let values: usize = load<u32>(lists);
  let places: usize = load<u32>(lists, 4);
  const first = places;
  const tile = base + 64;
  for (let i = 0; i < n; i++, c += (<usize>cStride) << 3) {
    let s = f64x2.splat(0);
    let t = f64x2.splat(0);
    let u = f64x2.splat(0);
    let v = f64x2.splat(0);
    const end = first + ((<usize>load<u32>(starts + ((<usize>i) << 2), 4)) << 2);
    for (; places + 4 < end; places += 8, values += 16) {
      let b = tile + load<u32>(places);
      let x = v128.load64_splat(values);
      s = f64x2.add(s, f64x2.mul(x, v128.load(b)));
      t = f64x2.add(t, f64x2.mul(x, v128.load(b, 16)));
      u = f64x2.add(u, f64x2.mul(x, v128.load(b, 32)));
      v = f64x2.add(v, f64x2.mul(x, v128.load(b, 48)));
      b = tile + load<u32>(places, 4);
      x = v128.load64_splat(values, 8);
      s = f64x2.add(s, f64x2.mul(x, v128.load(b)));
      t = f64x2.add(t, f64x2.mul(x, v128.load(b, 16)));
      u = f64x2.add(u, f64x2.mul(x, v128.load(b, 32)));
      v = f64x2.add(v, f64x2.mul(x, v128.load(b, 48)));
    }
    if (places < end) {
      const b = tile + load<u32>(places);
      const x = v128.load64_splat(values);
      s = f64x2.add(s, f64x2.mul(x, v128.load(b)));
      t = f64x2.add(t, f64x2.mul(x, v128.load(b, 16)));
      u = f64x2.add(u, f64x2.mul(x, v128.load(b, 32)));
      v = f64x2.add(v, f64x2.mul(x, v128.load(b, 48)));
      places += 4;
      values += 8;
    }
    const factor = factors ? v128.load64_splat(factors + ((<usize>i) << 3)) : f64x2.splat(1);
    s = f64x2.add(s, f64x2.mul(factor, v128.load(base)));
    t = f64x2.add(t, f64x2.mul(factor, v128.load(base, 16)));
    u = f64x2.add(u, f64x2.mul(factor, v128.load(base, 32)));
    v = f64x2.add(v, f64x2.mul(factor, v128.load(base, 48)));
    if (accumulate) addTile(c, width, s, t, u, v);
    else storeTile(c, width, s, t, u, v);
  }
}
