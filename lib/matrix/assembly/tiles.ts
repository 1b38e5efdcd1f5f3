// Tiles: 8 or 16 columns of a matrix, packed so that they lie in one piece, which the
// L1 cache holds while what multiplies them passes by.

/** One tile of a result: `width` columns of a row += four pairs of sums. */
// @ts-expect-error: decorator
@inline
export function addTile(c: usize, width: i32, s: v128, t: v128, u: v128, v: v128): void {
  if (width == 8) {
    s = f64x2.add(v128.load(c), s);
    t = f64x2.add(v128.load(c, 16), t);
    u = f64x2.add(v128.load(c, 32), u);
    v = f64x2.add(v128.load(c, 48), v);
    v128.store(c, s);
    v128.store(c, t, 16);
    v128.store(c, u, 32);
    v128.store(c, v, 48);
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

/** The same, = instead of +=. */
// @ts-expect-error: decorator
@inline
export function storeTile(c: usize, width: i32, s: v128, t: v128, u: v128, v: v128): void {
  if (width == 8) {
    v128.store(c, s);
    v128.store(c, t, 16);
    v128.store(c, u, 32);
    v128.store(c, v, 48);
    return;
  }
  store<f64>(c, f64x2.extract_lane(s, 0));
  if (width > 1) store<f64>(c, f64x2.extract_lane(s, 1), 8);
  if (width > 2) store<f64>(c, f64x2.extract_lane(t, 0), 16);
  if (width > 3) store<f64>(c, f64x2.extract_lane(t, 1), 24);
  if (width > 4) store<f64>(c, f64x2.extract_lane(u, 0), 32);
  if (width > 5) store<f64>(c, f64x2.extract_lane(u, 1), 40);
  if (width > 6) store<f64>(c, f64x2.extract_lane(v, 0), 48);
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

/** Bytes of the wide tiles of a k×n matrix. */
// @ts-expect-error: decorator
@inline
export function roomOfTiles(k: i32, n: i32): i32 {
  return (tilesOf(n) * (k + 1)) << ROW_BITS;
}

/** Where the tile of the 16 columns from 16 h on is. */
// @ts-expect-error: decorator
@inline
export function tileAt(tiles: usize, k: i32, h: i32): usize {
  return tiles + ((<usize>h * (k + 1)) << ROW_BITS);
}

/** Packs the 16 columns from 16 h on of B (k×n), filled up with zeros. */
export function packTile(tiles: usize, b: usize, factors: usize, k: i32, n: i32, h: i32): void {
  const tile = tileAt(tiles, k, h);
  const width = n - 16 * h;
  b += <usize>h << ROW_BITS;
  packHalf(tile, b, factors, k, n, min(8, width));
  if (width > 8) packHalf(tile + 64, b + 64, factors, k, n, min(8, width - 8));
}

/**
 * The numbers that are stored are not read again from there: as V8 may pair the
 * loads and not the stores, they would have to wait for these.
 */
function packHalf(base: usize, b: usize, factors: usize, k: i32, n: i32, width: i32): void {
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  let u = f64x2.splat(0);
  let v = f64x2.splat(0);
  let out = base + (1 << ROW_BITS);
  const row = (<usize>n) << 3;
  for (let p = 0; p < k; p++, b += row, out += 1 << ROW_BITS) {
    let from = b;
    if (width < 8) {
      from = out;
      for (let q = 0; q < 8; q++) store<f64>(out + (q << 3), q < width ? load<f64>(b + (q << 3)) : 0);
    }
    const x = factors ? load<f64>(factors + ((<usize>p) << 3)) : 1;
    const xx = f64x2.splat(x);
    const b0 = v128.load(from);
    const b1 = v128.load(from, 16);
    const b2 = v128.load(from, 32);
    const b3 = v128.load(from, 48);
    v128.store(out, b0);
    v128.store(out, b1, 16);
    v128.store(out, b2, 32);
    v128.store(out, b3, 48);
    s = f64x2.add(s, f64x2.mul(xx, b0));
    t = f64x2.add(t, f64x2.mul(xx, b1));
    u = f64x2.add(u, f64x2.mul(xx, b2));
    v = f64x2.add(v, f64x2.mul(xx, b3));
  }
  v128.store(base, s);
  v128.store(base, t, 16);
  v128.store(base, u, 32);
  v128.store(base, v, 48);
}
