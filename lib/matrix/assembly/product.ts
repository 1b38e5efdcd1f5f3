// C = A B by tiles of 8 columns of B, packed so that a tile lies in one piece:
// the L1 cache holds it while the rows of A pass by.

/**
 * n columns of B, k high, in tiles of 8; the last one is filled up with zeros.
 * B's element (p, j) is rowStride p + columnStride j numbers from b.
 */
export function pack(
  out: usize,
  b: usize,
  k: i32,
  n: i32,
  rowStride: i32,
  columnStride: i32,
): void {
  for (let j = 0; j < n; j += 8) {
    const width = min(8, n - j);
    for (let p = 0; p < k; p++, out += 64) {
      const from = b + (((<usize>p) * rowStride + (<usize>j) * columnStride) << 3);
      if (columnStride == 1 && width == 8) {
        v128.store(out, v128.load(from));
        v128.store(out, v128.load(from, 16), 16);
        v128.store(out, v128.load(from, 32), 32);
        v128.store(out, v128.load(from, 48), 48);
        continue;
      }
      for (let q = 0; q < 8; q++) {
        const x = q < width ? load<f64>(from + (((<usize>q) * columnStride) << 3)) : 0;
        store<f64>(out + ((<usize>q) << 3), x);
      }
    }
  }
}

/**
 * One tile: m rows, `width` columns of C, += A times a packed tile k high.
 * A's element (i, p) is rowStride i + columnStride p numbers from a; a row of
 * C is cStride numbers.
 */
export function multiply(
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
  const end = tile + ((<usize>k) << 6);
  let i = 0;
  if (width <= 2) {
    // A narrow rest, as of 10 classes: four rows at a time instead of four pairs of columns
    const next = (<usize>rowStride) << 3;
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
      const row = (<usize>cStride) << 3;
      const to = c + (<usize>i) * row;
      addPair(to, width, s);
      addPair(to + row, width, t);
      addPair(to + 2 * row, width, u);
      addPair(to + 3 * row, width, v);
    }
  }
  for (; i < m; i++) {
    let s = f64x2.splat(0);
    let t = f64x2.splat(0);
    let u = f64x2.splat(0);
    let v = f64x2.splat(0);
    let from = a + (((<usize>i) * rowStride) << 3);
    for (let b = tile; b < end; b += 64, from += step) {
      const x = v128.load64_splat(from);
      s = f64x2.add(s, f64x2.mul(x, v128.load(b)));
      t = f64x2.add(t, f64x2.mul(x, v128.load(b, 16)));
      u = f64x2.add(u, f64x2.mul(x, v128.load(b, 32)));
      v = f64x2.add(v, f64x2.mul(x, v128.load(b, 48)));
    }
    addTile(c + (((<usize>i) * cStride) << 3), width, s, t, u, v);
  }
}

// @ts-expect-error: decorator
@inline
export function addTile(c: usize, width: i32, s: v128, t: v128, u: v128, v: v128): void {
  if (width == 8) {
    v128.store(c, f64x2.add(v128.load(c), s));
    v128.store(c, f64x2.add(v128.load(c, 16), t), 16);
    v128.store(c, f64x2.add(v128.load(c, 32), u), 32);
    v128.store(c, f64x2.add(v128.load(c, 48), v), 48);
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

function addPair(c: usize, width: i32, s: v128): void {
  add1(c, f64x2.extract_lane(s, 0));
  if (width > 1) add1(c + 8, f64x2.extract_lane(s, 1));
}

function add1(c: usize, x: f64): void {
  store<f64>(c, load<f64>(c) + x);
}
