// What multiplies images: an image's entries, which are of the pixels that are not zero, each
// times a row of a tile. For the transpose see gather-pixels.ts.

import { firstEntry, lastEntry } from "./entries";
import { storeEight } from "./stores";
import { ROW_BITS } from "./tiles";

// The bytes as numbers, from address 0 on (../build.js leaves room for them): to look one up
// takes less than to make it.
for (let byte = 0; byte < 256; byte++) store<f64>(byte << 3, byte);

/** A row of a tile, for each thread. */
export const ROW = memory.data(256, 64);

/**
 * One tile of C, of one half of n images: their rows, `width` columns, cStride numbers a row. A
 * row is the image's entries times the tile plus the tile's base; or, to accumulate, it is raised
 * by that.
 *
 * @param whole whether the sums are one block of code: with 8 of them V8 moves some to memory
 *   and back, as it reads all that a block reads before it adds anything up; but where it
 *   pairs them they are 4
 */
// @ts-expect-error: decorator
@inline
export function gatherImages(
  whole: bool,
  c: usize,
  cStride: i32,
  width: i32,
  entries: usize,
  n: i32,
  tile: usize,
  accumulate: i32,
  thread: i32,
): void {
  const wide = whole || width > 8;
  let at = firstEntry(entries, n);
  for (let i = 0; i < n; i++, c += (<usize>cStride) << 3) {
    const to = width == 16 ? c : ROW + (<usize>thread << ROW_BITS);
    let s = f64x2.splat(0);
    let t = f64x2.splat(0);
    let u = f64x2.splat(0);
    let v = f64x2.splat(0);
    let s8 = f64x2.splat(0);
    let t8 = f64x2.splat(0);
    let u8 = f64x2.splat(0);
    let v8 = f64x2.splat(0);
    const end = lastEntry(entries, i);
    let b = tile + (1 << ROW_BITS);
    for (; at < end; at += 4) {
      const x = v128.load64_splat(load<u16>(at));
      b += load<u16>(at, 2);
      if (wide) {
        s8 = f64x2.add(s8, f64x2.mul(x, v128.load(b, 64)));
        t8 = f64x2.add(t8, f64x2.mul(x, v128.load(b, 80)));
        u8 = f64x2.add(u8, f64x2.mul(x, v128.load(b, 96)));
        v8 = f64x2.add(v8, f64x2.mul(x, v128.load(b, 112)));
      }
      s = f64x2.add(s, f64x2.mul(x, v128.load(b)));
      t = f64x2.add(t, f64x2.mul(x, v128.load(b, 16)));
      u = f64x2.add(u, f64x2.mul(x, v128.load(b, 32)));
      v = f64x2.add(v, f64x2.mul(x, v128.load(b, 48)));
    }
    s = f64x2.add(s, v128.load(tile));
    t = f64x2.add(t, v128.load(tile, 16));
    u = f64x2.add(u, v128.load(tile, 32));
    v = f64x2.add(v, v128.load(tile, 48));
    s8 = f64x2.add(s8, v128.load(tile, 64));
    t8 = f64x2.add(t8, v128.load(tile, 80));
    u8 = f64x2.add(u8, v128.load(tile, 96));
    v8 = f64x2.add(v8, v128.load(tile, 112));
    if (accumulate && width == 16) {
      s = f64x2.add(s, v128.load(to));
      t = f64x2.add(t, v128.load(to, 16));
      u = f64x2.add(u, v128.load(to, 32));
      v = f64x2.add(v, v128.load(to, 48));
      s8 = f64x2.add(s8, v128.load(to, 64));
      t8 = f64x2.add(t8, v128.load(to, 80));
      u8 = f64x2.add(u8, v128.load(to, 96));
      v8 = f64x2.add(v8, v128.load(to, 112));
    }
    storeEight(to, s, t, u, v, s8, t8, u8, v8);
    if (width < 16) deliver(c, to, width, accumulate, 0, 0);
  }
}

/** A row of a narrow tile, or one that is added up, plus `factor` times another. */
export function deliver(
  c: usize,
  row: usize,
  width: i32,
  accumulate: i32,
  plus: usize,
  factor: f64,
): void {
  for (const end = c + (<usize>width << 3); c < end; c += 8, row += 8) {
    let x = accumulate ? load<f64>(c) + load<f64>(row) : load<f64>(row);
    if (plus) {
      x += factor * load<f64>(plus);
      plus += 8;
    }
    store<f64>(c, x);
  }
}
