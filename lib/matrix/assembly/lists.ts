// Lists of the pixels that are not zero, row by row, of images or of their
// transpose, and what multiplies them. At an address: where the values are,
// where the places are, and from 16 on where the entries of each row begin and
// end, counted from the first. The values of images are bytes as numbers, the
// places how far into a tile (in bytes) the row begins that they are multiplied
// by. An entry of the transpose is a byte and, from 16 bits on, an image.

import { entriesOf, listRecord, touch } from "./records";
import { ROW_BITS, storeTile } from "./tiles";

// @ts-expect-error: decorator
@inline
function rowOf(lists: usize, i: i32): usize {
  return lists + 16 + ((<usize>i) << 3);
}

/** Entries of a row, and room for 8 more: as many are written at a time. */
// @ts-expect-error: decorator
@inline
function withRoom(entries: i32): i32 {
  return (entries + 15) & ~7;
}

/** How many entries the lists of these images need room for. */
export function roomForEntries(starts: usize, indices: usize, N: i32, D: i32): i32 {
  let room = 0;
  for (let i = 0; i < N; i++, indices += 4) room += withRoom(entriesOf(starts, load<u32>(indices), D));
  return room;
}

/** Bytes of lists. */
export function roomOfLists(rows: i32, entries: i32): i32 {
  return 32 + 8 * rows + 12 * entries;
}

function begin(lists: usize, rows: i32, entries: i32): void {
  const values = (rowOf(lists, rows) + 15) & ~15;
  store<u32>(lists, <u32>values);
  store<u32>(lists, <u32>(values + 8 * entries), 4);
}

/** Says where the entries of these images will be. */
export function layOut(lists: usize, starts: usize, indices: usize, N: i32, D: i32, entries: i32): void {
  begin(lists, N, entries);
  let row = rowOf(lists, 0);
  let k = 0;
  for (let i = 0; i < N; i++, indices += 4, row += 8) {
    const n = entriesOf(starts, load<u32>(indices), D);
    store<u32>(row, k);
    store<u32>(row, k + n, 4);
    k += withRoom(n);
  }
}

/**
 * Lists images, after layOut. Their records come from afar: touching all of
 * them first lets the reads overlap.
 *
 * @returns nothing of use, but the touching has to count for something
 */
export function list(lists: usize, starts: usize, indices: usize, first: i32, n: i32, D: i32): u32 {
  let touched: u32 = 0;
  indices += (<usize>first) << 2;
  for (let i = 0; i < n; i++) touched += touch(starts, load<u32>(indices + ((<usize>i) << 2)));
  let row = rowOf(lists, first);
  const values: usize = load<u32>(lists);
  const places: usize = load<u32>(lists, 4);
  for (let i = 0; i < n; i++, row += 8, indices += 4) {
    const record = load<u32>(starts + ((<usize>load<u32>(indices)) << 2));
    const k: usize = load<u32>(row);
    listRecord(record, D, places + (k << 2), values + (k << 3), load<u32>(row, 4) - <u32>k);
  }
  return touched;
}

/** Bytes of the transpose's lists of N images, at most 65,536, of D pixels: each may have all of them. */
export function roomOfTranspose(N: i32, D: i32): i32 {
  return 32 + 8 * D + 4 * N * D;
}

/** Says where the transpose's entries will be. */
export function layOutTranspose(out: usize, N: i32, D: i32): void {
  store<u32>(out, (rowOf(out, D) + 15) & ~15);
  let row = rowOf(out, 0);
  for (let d = 0; d < D; d++, row += 8) {
    store<u32>(row, d * N);
    store<u32>(row, d * N, 4);
  }
}

/** The transpose's lists of the pixels before `middle`, or of the others. */
export function transposeLists(out: usize, lists: usize, N: i32, middle: i32, before: bool): void {
  const values: usize = load<u32>(lists);
  const places: usize = load<u32>(lists, 4);
  const limit: u32 = middle << ROW_BITS;
  for (let n = 0; n < N; n++) {
    const row = rowOf(lists, n);
    const first: usize = load<u32>(row);
    const end: usize = load<u32>(row, 4);
    if (before) {
      for (let k = first; k < end; k++) {
        const place = load<u32>(places + (k << 2));
        if (place >= limit) break;
        append(out, place, n, load<f64>(values + (k << 3)));
      }
    } else {
      for (let k = end; k > first; k--) {
        const place = load<u32>(places + (k << 2) - 4);
        if (place < limit) break;
        append(out, place, n, load<f64>(values + (k << 3) - 8));
      }
    }
  }
}

// @ts-expect-error: decorator
@inline
function append(out: usize, place: u32, n: i32, value: f64): void {
  const row = rowOf(out, place >> ROW_BITS);
  const next: usize = load<u32>(row, 4);
  store<u32>(row, <u32>next + 1, 4);
  // 2^52 more, and the integer is in the lower bits: sooner than by a conversion.
  const byte = <u32>reinterpret<u64>(value + 4503599627370496);
  store<u32>(<usize>load<u32>(out) + (next << 2), (<u32>n << 16) | byte);
}

/**
 * One tile of C: n rows from `first` on, `width` columns, cStride numbers a
 * row. A row is its list times the tile plus the tile's base.
 *
 * V8 reads all that a block of code reads before it adds anything up, and
 * moves what does not fit in 15 registers to memory and back: with 8 sums, the
 * `if` between the first four and the others keeps it from that.
 */
export function gatherImages(
  c: usize,
  cStride: i32,
  width: i32,
  lists: usize,
  first: i32,
  n: i32,
  base: usize,
): void {
  const values: usize = load<u32>(lists);
  const places: usize = load<u32>(lists, 4);
  const tile = base + (1 << ROW_BITS);
  const wide = width > 8;
  for (let i = first; i < first + n; i++, c += (<usize>cStride) << 3) {
    let s = f64x2.splat(0);
    let t = f64x2.splat(0);
    let u = f64x2.splat(0);
    let v = f64x2.splat(0);
    let s8 = f64x2.splat(0);
    let t8 = f64x2.splat(0);
    let u8 = f64x2.splat(0);
    let v8 = f64x2.splat(0);
    const row = rowOf(lists, i);
    const k: usize = load<u32>(row);
    let from = values + (k << 3);
    const end = places + ((<usize>load<u32>(row, 4)) << 2);
    for (let at = places + (k << 2); at < end; at += 4, from += 8) {
      const x = v128.load64_splat(from);
      const b = tile + load<u32>(at);
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
    s = f64x2.add(s, v128.load(base));
    t = f64x2.add(t, v128.load(base, 16));
    u = f64x2.add(u, v128.load(base, 32));
    v = f64x2.add(v, v128.load(base, 48));
    storeTile(c, min(width, 8), s, t, u, v);
    if (!wide) continue;
    s8 = f64x2.add(s8, v128.load(base, 64));
    t8 = f64x2.add(t8, v128.load(base, 80));
    u8 = f64x2.add(u8, v128.load(base, 96));
    v8 = f64x2.add(v8, v128.load(base, 112));
    storeTile(c + 64, width - 8, s8, t8, u8, v8);
  }
}

/** The bytes as numbers: to look one up takes less than to make it. */
const NUMBERS = memory.data(2048, 64);
for (let byte = 0; byte < 256; byte++) store<f64>(NUMBERS + (byte << 3), byte);

/** A row of a tile, for each thread. */
const ROW = memory.data(256, 64);

/**
 * One tile of C, as gatherImages makes it, by the transpose's lists. A row is its list
 * times the tile plus `factors`' number times the tile's base; or, to accumulate, it is
 * raised by that.
 */
export function gatherPixels(
  c: usize,
  cStride: i32,
  width: i32,
  lists: usize,
  first: i32,
  n: i32,
  base: usize,
  factors: usize,
  accumulate: i32,
  thread: i32,
): void {
  const entries: usize = load<u32>(lists);
  const tile = base + (1 << ROW_BITS);
  const direct = width == 16 && !accumulate;
  for (let i = first; i < first + n; i++, c += (<usize>cStride) << 3) {
    let s = f64x2.splat(0);
    let t = f64x2.splat(0);
    let u = f64x2.splat(0);
    let v = f64x2.splat(0);
    let s8 = f64x2.splat(0);
    let t8 = f64x2.splat(0);
    let u8 = f64x2.splat(0);
    let v8 = f64x2.splat(0);
    const row = rowOf(lists, i);
    const end = entries + ((<usize>load<u32>(row, 4)) << 2);
    for (let at = entries + ((<usize>load<u32>(row)) << 2); at < end; at += 4) {
      const x = v128.load64_splat(NUMBERS + ((<usize>load<u8>(at)) << 3));
      const b = tile + ((<usize>load<u16>(at, 2)) << ROW_BITS);
      s = f64x2.add(s, f64x2.mul(x, v128.load(b)));
      t = f64x2.add(t, f64x2.mul(x, v128.load(b, 16)));
      u = f64x2.add(u, f64x2.mul(x, v128.load(b, 32)));
      v = f64x2.add(v, f64x2.mul(x, v128.load(b, 48)));
      s8 = f64x2.add(s8, f64x2.mul(x, v128.load(b, 64)));
      t8 = f64x2.add(t8, f64x2.mul(x, v128.load(b, 80)));
      u8 = f64x2.add(u8, f64x2.mul(x, v128.load(b, 96)));
      v8 = f64x2.add(v8, f64x2.mul(x, v128.load(b, 112)));
    }
    const factor = v128.load64_splat(factors + ((<usize>i) << 3));
    s = f64x2.add(s, f64x2.mul(factor, v128.load(base)));
    t = f64x2.add(t, f64x2.mul(factor, v128.load(base, 16)));
    u = f64x2.add(u, f64x2.mul(factor, v128.load(base, 32)));
    v = f64x2.add(v, f64x2.mul(factor, v128.load(base, 48)));
    s8 = f64x2.add(s8, f64x2.mul(factor, v128.load(base, 64)));
    t8 = f64x2.add(t8, f64x2.mul(factor, v128.load(base, 80)));
    u8 = f64x2.add(u8, f64x2.mul(factor, v128.load(base, 96)));
    v8 = f64x2.add(v8, f64x2.mul(factor, v128.load(base, 112)));
    const to = direct ? c : ROW + (<usize>thread << ROW_BITS);
    v128.store(to, s);
    v128.store(to, t, 16);
    v128.store(to, u, 32);
    v128.store(to, v, 48);
    v128.store(to, s8, 64);
    v128.store(to, t8, 80);
    v128.store(to, u8, 96);
    v128.store(to, v8, 112);
    if (!direct) deliver(c, to, width, accumulate);
  }
}

function deliver(c: usize, row: usize, width: i32, accumulate: i32): void {
  for (const end = c + (<usize>width << 3); c < end; c += 8, row += 8) {
    store<f64>(c, accumulate ? load<f64>(c) + load<f64>(row) : load<f64>(row));
  }
}
