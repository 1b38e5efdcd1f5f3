// Products with images: bytes, four fifths of them zero. The non-zero ones
// are listed first, row by row or column by column: `starts` has where each
// row's (column's) entries begin, `places` where its factor lies in a packed
// tile, in bytes, and `values` the pixel as a number.

import { addScaled, scale } from "./elementwise";
import { addTile } from "./product";

/** The row of bytes at images[rows[i]], `width` bytes each. */
// @ts-expect-error: decorator
@inline
function imageRow(images: usize, rows: usize, i: i32, width: i32): usize {
  return images + (<usize>load<u32>(rows + ((<usize>i) << 2))) * width;
}

/** How many bytes of these n rows are not zero. Touches the rows, too: they come from afar. */
export function count(images: usize, rows: usize, n: i32, width: i32): i32 {
  let total = 0;
  for (let i = 0; i < n; i++) {
    let p = imageRow(images, rows, i, width);
    const end = p + width;
    for (const last = end - 16; p <= last; p += 16) {
      total += popcnt(i8x16.bitmask(i8x16.ne(v128.load(p), i8x16.splat(0))));
    }
    for (; p < end; p++) total += i32(load<u8>(p) != 0);
  }
  return total;
}

/** Row lists of n rows; `counts` gets how many entries each column has. */
export function list(
  images: usize,
  rows: usize,
  n: i32,
  width: i32,
  starts: usize,
  places: usize,
  values: usize,
  counts: usize,
): void {
  memory.fill(counts, 0, (<usize>width) << 2);
  let k: u32 = 0;
  for (let i = 0; i < n; i++) {
    store<u32>(starts + ((<usize>i) << 2), k);
    const from = imageRow(images, rows, i, width);
    let j: u32 = 0;
    for (; j + 16 <= <u32>width; j += 16) {
      let bits = i8x16.bitmask(i8x16.ne(v128.load(from + j), i8x16.splat(0)));
      for (; bits; bits &= bits - 1, k++) {
        add(from, j + ctz(bits), k, places, values, counts);
      }
    }
    for (; j < <u32>width; j++) {
      if (load<u8>(from + j)) add(from, j, k++, places, values, counts);
    }
  }
  store<u32>(starts + ((<usize>n) << 2), k);
}

// @ts-expect-error: decorator
@inline
function add(from: usize, j: u32, k: u32, places: usize, values: usize, counts: usize): void {
  store<u32>(places + ((<usize>k) << 2), j << 6);
  store<f64>(values + ((<usize>k) << 3), <f64>load<u8>(from + j));
  const c = counts + ((<usize>j) << 2);
  store<u32>(c, load<u32>(c) + 1);
}

/** The same entries by column, from the row lists of n rows and the counts. */
export function listByColumn(
  n: i32,
  width: i32,
  starts: usize,
  places: usize,
  values: usize,
  counts: usize,
  columnStarts: usize,
  columnPlaces: usize,
  columnValues: usize,
): void {
  let k: u32 = 0;
  for (let j = 0; j < width; j++) {
    store<u32>(columnStarts + ((<usize>j) << 2), k);
    const c = counts + ((<usize>j) << 2);
    const entries = load<u32>(c);
    store<u32>(c, k); // from here on the next free place of the column
    k += entries;
  }
  store<u32>(columnStarts + ((<usize>width) << 2), k);
  let p: u32 = 0;
  for (let i = 0; i < n; i++) {
    for (const end = load<u32>(starts + ((<usize>i) << 2), 4); p < end; p++) {
      const c = counts + ((<usize>(load<u32>(places + ((<usize>p) << 2)))) >> 4);
      const to = load<u32>(c);
      store<u32>(c, to + 1);
      store<u32>(columnPlaces + ((<usize>to) << 2), (<u32>i) << 6);
      store<f64>(columnValues + ((<usize>to) << 3), load<f64>(values + ((<usize>p) << 3)));
    }
  }
}

/** One tile of C += lists times a packed tile: n rows, `width` columns, cStride numbers a row. */
export function gather(
  c: usize,
  cStride: i32,
  width: i32,
  n: i32,
  starts: usize,
  places: usize,
  values: usize,
  tile: usize,
): void {
  let p: usize = 0;
  for (let i = 0; i < n; i++, c += (<usize>cStride) << 3) {
    let s = f64x2.splat(0);
    let t = f64x2.splat(0);
    let u = f64x2.splat(0);
    let v = f64x2.splat(0);
    for (const end = <usize>load<u32>(starts + ((<usize>i) << 2), 4); p < end; p++) {
      const b = tile + load<u32>(places + (p << 2));
      const x = v128.load64_splat(values + (p << 3));
      s = f64x2.add(s, f64x2.mul(x, v128.load(b)));
      t = f64x2.add(t, f64x2.mul(x, v128.load(b, 16)));
      u = f64x2.add(u, f64x2.mul(x, v128.load(b, 32)));
      v = f64x2.add(v, f64x2.mul(x, v128.load(b, 48)));
    }
    addTile(c, width, s, t, u, v);
  }
}

/** Each row of C (N×H) = -x (D numbers) times B (D×H). */
export function repeatMinusRowTimes(c: usize, N: i32, x: usize, D: i32, b: usize, H: i32): void {
  if (N == 0) return;
  const width = (<usize>H) << 3;
  memory.fill(c, 0, width);
  for (const end = x + ((<usize>D) << 3); x < end; x += 8, b += width) {
    addScaled(c, b, -load<f64>(x), H);
  }
  for (let n = 1; n < N; n++) memory.copy(c + (<usize>n) * width, c, width);
}

/** C (D×H) = -x (D numbers) times y (H numbers), column by row. */
export function minusOuter(c: usize, x: usize, D: i32, y: usize, H: i32): void {
  for (const end = x + ((<usize>D) << 3); x < end; x += 8, c += (<usize>H) << 3) {
    scale(c, y, -load<f64>(x), H);
  }
}
