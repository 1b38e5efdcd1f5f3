// Tiles: 8 or 16 columns of a matrix, packed so that they lie in one piece, which the
// L1 cache holds while what multiplies them passes by.

import { storeEight, storeFour } from "./stores";

/** One tile of a result: `width` columns of a row += four pairs of sums. */
// @ts-expect-error: decorator
@inline
export function addTile(c: usize, width: i32, s: v128, t: v128, u: v128, v: v128): void {
  if (width == 8) {
    s = f64x2.add(v128.load(c), s);
    t = f64x2.add(v128.load(c, 16), t);
    u = f64x2.add(v128.load(c, 32), u);
    v = f64x2.add(v128.load(c, 48), v);
    storeFour(c, s, t, u, v);
    return;
  }
  add1(c, f64x2.extract_lane(s, 0));
  if (width > 1) add1(c + 8, f64x2.extract_lane(s, 1));
  if (width > 2) add1(c + 16, f64x2.extract_lane(t, 0));
  if (width > 3) add1(c + 24, f64x2.extract_lane(t, 1));
  if (width > 4) add1(c + 32, f64x2.extract_lane(u, 0));
  if (width > 5) add1(c + 40, f64x2.extract_lane(u, 1));
  if (width > 6) add1(c + 48, f64x2.extract_lane(v, 0));
}

// @ts-expect-error: decorator
@inline
export function addPair(c: usize, width: i32, s: v128): void {
  add1(c, f64x2.extract_lane(s, 0));
  if (width > 1) add1(c + 8, f64x2.extract_lane(s, 1));
}

function add1(c: usize, x: f64): void {
  store<f64>(c, load<f64>(c) + x);
}

// A wide tile: 16 columns, for products with images. Before its rows it has its
// base, the sum of the rows, each times a number of its own if there are such.

/** A row is 1 << ROW_BITS bytes. */
// @ts-expect-error: decorator
@inline
export const ROW_BITS = 7;

/** Wide tiles of a matrix of n columns. */
// @ts-expect-error: decorator
@inline
export function tilesOf(n: i32): i32 {
  return (n + 15) >> 4;
}

/** Bytes of a wide tile of k rows. */
// @ts-expect-error: decorator
@inline
export function roomOfTile(k: i32): i32 {
  return (k + 1) << ROW_BITS;
}

/** Bytes of the wide tiles of a k×n matrix. */
// @ts-expect-error: decorator
@inline
export function roomOfTiles(k: i32, n: i32): i32 {
  return tilesOf(n) * roomOfTile(k);
}

/** Where the tile of the 16 columns from 16 h on is. */
// @ts-expect-error: decorator
@inline
export function tileAt(tiles: usize, k: i32, h: i32): usize {
  return tiles + <usize>h * roomOfTile(k);
}

/** Packs the 16 columns from 16 h on of B (k×n), filled up with zeros. */
export function packTile(base: usize, b: usize, factors: usize, k: i32, n: i32, h: i32): void {
  const rows = base + (1 << ROW_BITS);
  const width = n - 16 * h;
  let row = (<usize>n) << 3;
  b += <usize>h << ROW_BITS;
  if (width < 16) {
    copyNarrow(rows, b, k, row, width);
    b = rows;
    row = 1 << ROW_BITS;
  }
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  let u = f64x2.splat(0);
  let v = f64x2.splat(0);
  let s8 = f64x2.splat(0);
  let t8 = f64x2.splat(0);
  let u8 = f64x2.splat(0);
  let v8 = f64x2.splat(0);
  let out = rows;
  for (let p = 0; p < k; p++, b += row, out += 1 << ROW_BITS) {
    const x = factors ? v128.load64_splat(factors + ((<usize>p) << 3)) : f64x2.splat(1);
    // What is stored is not read again from there: as V8 may pair the loads and not the
    // stores, they would have to wait for these.
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    storeFour(out, b0, b1, b2, b3);
    s = f64x2.add(s, f64x2.mul(x, b0));
    t = f64x2.add(t, f64x2.mul(x, b1));
    u = f64x2.add(u, f64x2.mul(x, b2));
    v = f64x2.add(v, f64x2.mul(x, b3));
    const b4 = v128.load(b, 64);
    const b5 = v128.load(b, 80);
    const b6 = v128.load(b, 96);
    const b7 = v128.load(b, 112);
    storeFour(out + 64, b4, b5, b6, b7);
    s8 = f64x2.add(s8, f64x2.mul(x, b4));
    t8 = f64x2.add(t8, f64x2.mul(x, b5));
    u8 = f64x2.add(u8, f64x2.mul(x, b6));
    v8 = f64x2.add(v8, f64x2.mul(x, b7));
  }
  storeEight(base, s, t, u, v, s8, t8, u8, v8);
}

/** The `width` columns at b, `row` bytes a row, as k rows of 16. */
function copyNarrow(out: usize, b: usize, k: i32, row: usize, width: i32): void {
  for (let p = 0; p < k; p++, b += row, out += 1 << ROW_BITS) {
    for (let q = 0; q < 16; q++) {
      store<f64>(out + (q << 3), q < width ? load<f64>(b + (q << 3)) : 0);
    }
  }
}
