// C = A B, dense by dense, by packed tiles of B, in blocks that the caches
// hold. The rows of a large one are shared out to the threads.

import { settle, share } from "./jobs";
import { addPair, addTile } from "./tiles";

const DEPTH = 256; // rows of B packed at a time
const ROWS = 16; // rows of A that pass by one tile after the other
const LARGE = 1 << 15; // multiplications worth a second thread

/** What the parts of a product need to know: see multiply. */
@unmanaged
class Dense {
  c: usize;
  m: i32;
  n: i32;
  a: usize;
  rowStride: i32;
  columnStride: i32;
  tiles: usize;
  depth: i32;
}
const dense = changetype<Dense>(memory.data(32));

/** Bytes of `tiles` that multiply needs. */
export function roomOfMultiply(n: i32, k: i32): i32 {
  return min(k, DEPTH) * ((n + 7) & ~7) * 8;
}

/** C (m×n) = A (m×k) B (k×n), whose element (i, j) is rowStride i + columnStride j numbers on. */
export function multiply(
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRowStride: i32,
  aColumnStride: i32,
  b: usize,
  bRowStride: i32,
  bColumnStride: i32,
  tiles: usize,
): void {
  const parts = (m + ROWS - 1) / ROWS;
  settle();
  memory.fill(c, 0, (m * n) << 3);
  for (let p = 0; p < k; p += DEPTH) {
    const depth = min(DEPTH, k - p);
    pack(tiles, b + ((p * bRowStride) << 3), depth, n, bRowStride, bColumnStride);
    dense.c = c;
    dense.m = m;
    dense.n = n;
    dense.a = a + ((p * aColumnStride) << 3);
    dense.rowStride = aRowStride;
    dense.columnStride = aColumnStride;
    dense.tiles = tiles;
    dense.depth = depth;
    if (<i64>m * n * depth >= LARGE) share(parts, someRows);
    else for (let part = 0; part < parts; part++) someRows(part, 0);
  }
}

function someRows(part: i32, _thread: i32): void {
  const n = dense.n;
  const first = part * ROWS;
  const rows = min(ROWS, dense.m - first);
  const a = dense.a + ((first * dense.rowStride) << 3);
  for (let j = 0; j < n; j += 8) {
    const c = dense.c + ((first * n + j) << 3);
    const tile = dense.tiles + ((j * dense.depth) << 3);
    const width = widthFrom(j, n);
    multiplyTile(c, n, width, a, rows, dense.rowStride, dense.columnStride, tile, dense.depth);
    if (width > 8) break;
  }
}

/** Columns of the tile from column j on: 8, or what is left, where 10 classes are one tile. */
function widthFrom(j: i32, n: i32): i32 {
  return n - j <= 10 ? n - j : 8;
}

/** Bytes of a row of a tile. */
// @ts-expect-error: decorator
@inline
function bytesOf(width: i32): usize {
  return width > 8 ? 80 : 64;
}

/**
 * n columns of B, k high, in tiles of 8 or 10; the last one is filled up with zeros.
 * B's element (p, j) is rowStride p + columnStride j numbers from b.
 */
function pack(
  out: usize,
  b: usize,
  k: i32,
  n: i32,
  rowStride: i32,
  columnStride: i32,
): void {
  for (let j = 0; j < n; j += 8) {
    const width = widthFrom(j, n);
    const bytes = bytesOf(width);
    const whole = columnStride == 1 && width >= 8;
    for (let p = 0; p < k; p++, out += bytes) {
      const from = b + (((<usize>p) * rowStride + (<usize>j) * columnStride) << 3);
      if (whole) {
        v128.store(out, v128.load(from));
        v128.store(out, v128.load(from, 16), 16);
        v128.store(out, v128.load(from, 32), 32);
        v128.store(out, v128.load(from, 48), 48);
        if (width == 8) continue;
      } else if (width < 8) {
        const zero = f64x2.splat(0);
        v128.store(out, zero);
        v128.store(out, zero, 16);
        v128.store(out, zero, 32);
        v128.store(out, zero, 48);
      }
      if (width == 9) store<f64>(out, 0, 72);
      let q = whole ? 8 : 0;
      let x = from + ((<usize>q) << 3);
      for (; q < width; q++, x += (<usize>columnStride) << 3) {
        store<f64>(out + ((<usize>q) << 3), load<f64>(x));
      }
    }
    if (width > 8) break;
  }
}

/**
 * One tile: m rows, `width` columns of C, += A times a packed tile k high.
 * A's element (i, p) is rowStride i + columnStride p numbers from a; a row of
 * C is cStride numbers.
 */
function multiplyTile(
  c: usize,
  cStride: i32,
  width: i32,
  a: usize,
  m: i32,
  rowStride: i32,
  columnStride: i32,
  tile: usize,
  k: i32,
): void {
  const step = (<usize>columnStride) << 3;
  const end = tile + (<usize>k) * bytesOf(width);
  const next = (<usize>rowStride) << 3;
  const row = (<usize>cStride) << 3;
  let i = 0;
  if (width <= 2) {
    // Four rows at a time instead of four pairs of columns
    for (; i + 4 <= m; i += 4) {
      let s = f64x2.splat(0);
      let t = f64x2.splat(0);
      let u = f64x2.splat(0);
      let v = f64x2.splat(0);
      let from = a + (((<usize>i) * rowStride) << 3);
      for (let b = tile; b < end; b += 64, from += step) {
        const y = v128.load(b);
        s = f64x2.add(s, f64x2.mul(v128.load64_splat(from), y));
        t = f64x2.add(t, f64x2.mul(v128.load64_splat(from + next), y));
        u = f64x2.add(u, f64x2.mul(v128.load64_splat(from + 2 * next), y));
        v = f64x2.add(v, f64x2.mul(v128.load64_splat(from + 3 * next), y));
      }
      const to = c + (<usize>i) * row;
      addPair(to, width, s);
      addPair(to + row, width, t);
      addPair(to + 2 * row, width, u);
      addPair(to + 3 * row, width, v);
    }
  }
  // Two rows at a time: with one, each sum would wait for itself
  for (; i + 2 <= m; i += 2) {
    const from = a + (((<usize>i) * rowStride) << 3);
    const to = c + (<usize>i) * row;
    if (width > 8) twoRows(true, to, row, width, from, next, step, tile, end);
    else twoRows(false, to, row, width, from, next, step, tile, end);
  }
  if (i < m) {
    const from = a + (((<usize>i) * rowStride) << 3);
    const to = c + (<usize>i) * row;
    if (width > 8) oneRow(true, to, width, from, step, tile, end);
    else oneRow(false, to, width, from, step, tile, end);
  }
}

// @ts-expect-error: decorator
@inline
function twoRows(
  ten: bool,
  to: usize,
  row: usize,
  width: i32,
  from: usize,
  next: usize,
  step: usize,
  tile: usize,
  end: usize,
): void {
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  let u = f64x2.splat(0);
  let v = f64x2.splat(0);
  let w = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let t2 = f64x2.splat(0);
  let u2 = f64x2.splat(0);
  let v2 = f64x2.splat(0);
  let w2 = f64x2.splat(0);
  for (let b = tile; b < end; b += ten ? 80 : 64, from += step) {
    const x = v128.load64_splat(from);
    const y = v128.load64_splat(from + next);
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    s = f64x2.add(s, f64x2.mul(x, b0));
    t = f64x2.add(t, f64x2.mul(x, b1));
    s2 = f64x2.add(s2, f64x2.mul(y, b0));
    t2 = f64x2.add(t2, f64x2.mul(y, b1));
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    u = f64x2.add(u, f64x2.mul(x, b2));
    v = f64x2.add(v, f64x2.mul(x, b3));
    u2 = f64x2.add(u2, f64x2.mul(y, b2));
    v2 = f64x2.add(v2, f64x2.mul(y, b3));
    if (ten) {
      const b4 = v128.load(b, 64);
      w = f64x2.add(w, f64x2.mul(x, b4));
      w2 = f64x2.add(w2, f64x2.mul(y, b4));
    }
  }
  const eight = ten ? 8 : width;
  addTile(to, eight, s, t, u, v);
  addTile(to + row, eight, s2, t2, u2, v2);
  if (ten) {
    addPair(to + 64, width - 8, w);
    addPair(to + row + 64, width - 8, w2);
  }
}

// @ts-expect-error: decorator
@inline
function oneRow(
  ten: bool,
  to: usize,
  width: i32,
  from: usize,
  step: usize,
  tile: usize,
  end: usize,
): void {
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  let u = f64x2.splat(0);
  let v = f64x2.splat(0);
  let w = f64x2.splat(0);
  for (let b = tile; b < end; b += ten ? 80 : 64, from += step) {
    const x = v128.load64_splat(from);
    s = f64x2.add(s, f64x2.mul(x, v128.load(b)));
    t = f64x2.add(t, f64x2.mul(x, v128.load(b, 16)));
    u = f64x2.add(u, f64x2.mul(x, v128.load(b, 32)));
    v = f64x2.add(v, f64x2.mul(x, v128.load(b, 48)));
    if (ten) w = f64x2.add(w, f64x2.mul(x, v128.load(b, 64)));
  }
  addTile(to, ten ? 8 : width, s, t, u, v);
  if (ten) addPair(to + 64, width - 8, w);
}
