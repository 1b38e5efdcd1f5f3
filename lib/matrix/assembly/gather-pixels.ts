// What multiplies the transpose of images: the entries of a pixel's list, each times a row of a
// tile.

import { deliver, ROW } from "./gather";
import { storeEight } from "./stores";
import { ROW_BITS } from "./tiles";
import { rowOf } from "./transpose";

/**
 * One tile of C, as gatherImages makes it, by the transpose's lists. A row is its list
 * times the tile plus `factors`' number times the tile's base; or, to accumulate, it is
 * raised by that. Then it is raised by `factor` times a row of another matrix, if there is one.
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
  plus: usize,
  factor: f64,
  thread: i32,
): void {
  const tile = base + (1 << ROW_BITS);
  const direct = width == 16 && !accumulate;
  const f = f64x2.splat(factor);
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
    const end: usize = load<u32>(row, 4);
    for (let at: usize = load<u32>(row); at < end; at += 4) {
      const x = v128.load64_splat(load<u16>(at));
      const b = tile + load<u16>(at, 2);
      s = f64x2.add(s, f64x2.mul(x, v128.load(b)));
      t = f64x2.add(t, f64x2.mul(x, v128.load(b, 16)));
      u = f64x2.add(u, f64x2.mul(x, v128.load(b, 32)));
      v = f64x2.add(v, f64x2.mul(x, v128.load(b, 48)));
      s8 = f64x2.add(s8, f64x2.mul(x, v128.load(b, 64)));
      t8 = f64x2.add(t8, f64x2.mul(x, v128.load(b, 80)));
      u8 = f64x2.add(u8, f64x2.mul(x, v128.load(b, 96)));
      v8 = f64x2.add(v8, f64x2.mul(x, v128.load(b, 112)));
    }
    const minus = v128.load64_splat(factors + ((<usize>i) << 3));
    s = f64x2.add(s, f64x2.mul(minus, v128.load(base)));
    t = f64x2.add(t, f64x2.mul(minus, v128.load(base, 16)));
    u = f64x2.add(u, f64x2.mul(minus, v128.load(base, 32)));
    v = f64x2.add(v, f64x2.mul(minus, v128.load(base, 48)));
    s8 = f64x2.add(s8, f64x2.mul(minus, v128.load(base, 64)));
    t8 = f64x2.add(t8, f64x2.mul(minus, v128.load(base, 80)));
    u8 = f64x2.add(u8, f64x2.mul(minus, v128.load(base, 96)));
    v8 = f64x2.add(v8, f64x2.mul(minus, v128.load(base, 112)));
    if (plus && direct) {
      s = f64x2.add(s, f64x2.mul(f, v128.load(plus)));
      t = f64x2.add(t, f64x2.mul(f, v128.load(plus, 16)));
      u = f64x2.add(u, f64x2.mul(f, v128.load(plus, 32)));
      v = f64x2.add(v, f64x2.mul(f, v128.load(plus, 48)));
      s8 = f64x2.add(s8, f64x2.mul(f, v128.load(plus, 64)));
      t8 = f64x2.add(t8, f64x2.mul(f, v128.load(plus, 80)));
      u8 = f64x2.add(u8, f64x2.mul(f, v128.load(plus, 96)));
      v8 = f64x2.add(v8, f64x2.mul(f, v128.load(plus, 112)));
    }
    const to = direct ? c : ROW + (<usize>thread << ROW_BITS);
    storeEight(to, s, t, u, v, s8, t8, u8, v8);
    if (!direct) deliver(c, to, width, accumulate, plus, factor);
    if (plus) plus += (<usize>cStride) << 3;
  }
}

/**
 * Two tiles of C side by side, `next` bytes from one to the other, by the transpose's lists, as
 * gatherPixels makes one: 16 sums are too many for the registers, but not where V8 pairs them.
 *
 * @param more whether there is another matrix
 */
// @ts-expect-error: decorator
@inline
export function gatherPixelsTwice(
  more: bool,
  c: usize,
  cStride: i32,
  lists: usize,
  first: i32,
  n: i32,
  base: usize,
  next: usize,
  factors: usize,
  plus: usize,
  factor: f64,
): void {
  const tile = base + (1 << ROW_BITS);
  const f = f64x2.splat(factor);
  for (let i = first; i < first + n; i++, c += (<usize>cStride) << 3) {
    let s = f64x2.splat(0);
    let t = f64x2.splat(0);
    let u = f64x2.splat(0);
    let v = f64x2.splat(0);
    let s8 = f64x2.splat(0);
    let t8 = f64x2.splat(0);
    let u8 = f64x2.splat(0);
    let v8 = f64x2.splat(0);
    let p = f64x2.splat(0);
    let q = f64x2.splat(0);
    let r = f64x2.splat(0);
    let w = f64x2.splat(0);
    let p8 = f64x2.splat(0);
    let q8 = f64x2.splat(0);
    let r8 = f64x2.splat(0);
    let w8 = f64x2.splat(0);
    const row = rowOf(lists, i);
    const end: usize = load<u32>(row, 4);
    for (let at: usize = load<u32>(row); at < end; at += 4) {
      const x = v128.load64_splat(load<u16>(at));
      const a = tile + load<u16>(at, 2);
      const b = a + next;
      s = f64x2.add(s, f64x2.mul(x, v128.load(a)));
      t = f64x2.add(t, f64x2.mul(x, v128.load(a, 16)));
      u = f64x2.add(u, f64x2.mul(x, v128.load(a, 32)));
      v = f64x2.add(v, f64x2.mul(x, v128.load(a, 48)));
      s8 = f64x2.add(s8, f64x2.mul(x, v128.load(a, 64)));
      t8 = f64x2.add(t8, f64x2.mul(x, v128.load(a, 80)));
      u8 = f64x2.add(u8, f64x2.mul(x, v128.load(a, 96)));
      v8 = f64x2.add(v8, f64x2.mul(x, v128.load(a, 112)));
      p = f64x2.add(p, f64x2.mul(x, v128.load(b)));
      q = f64x2.add(q, f64x2.mul(x, v128.load(b, 16)));
      r = f64x2.add(r, f64x2.mul(x, v128.load(b, 32)));
      w = f64x2.add(w, f64x2.mul(x, v128.load(b, 48)));
      p8 = f64x2.add(p8, f64x2.mul(x, v128.load(b, 64)));
      q8 = f64x2.add(q8, f64x2.mul(x, v128.load(b, 80)));
      r8 = f64x2.add(r8, f64x2.mul(x, v128.load(b, 96)));
      w8 = f64x2.add(w8, f64x2.mul(x, v128.load(b, 112)));
    }
    const minus = v128.load64_splat(factors + ((<usize>i) << 3));
    const baseNext = base + next;
    s = f64x2.add(s, f64x2.mul(minus, v128.load(base)));
    t = f64x2.add(t, f64x2.mul(minus, v128.load(base, 16)));
    u = f64x2.add(u, f64x2.mul(minus, v128.load(base, 32)));
    v = f64x2.add(v, f64x2.mul(minus, v128.load(base, 48)));
    s8 = f64x2.add(s8, f64x2.mul(minus, v128.load(base, 64)));
    t8 = f64x2.add(t8, f64x2.mul(minus, v128.load(base, 80)));
    u8 = f64x2.add(u8, f64x2.mul(minus, v128.load(base, 96)));
    v8 = f64x2.add(v8, f64x2.mul(minus, v128.load(base, 112)));
    p = f64x2.add(p, f64x2.mul(minus, v128.load(baseNext)));
    q = f64x2.add(q, f64x2.mul(minus, v128.load(baseNext, 16)));
    r = f64x2.add(r, f64x2.mul(minus, v128.load(baseNext, 32)));
    w = f64x2.add(w, f64x2.mul(minus, v128.load(baseNext, 48)));
    p8 = f64x2.add(p8, f64x2.mul(minus, v128.load(baseNext, 64)));
    q8 = f64x2.add(q8, f64x2.mul(minus, v128.load(baseNext, 80)));
    r8 = f64x2.add(r8, f64x2.mul(minus, v128.load(baseNext, 96)));
    w8 = f64x2.add(w8, f64x2.mul(minus, v128.load(baseNext, 112)));
    if (more) {
      s = f64x2.add(s, f64x2.mul(f, v128.load(plus)));
      t = f64x2.add(t, f64x2.mul(f, v128.load(plus, 16)));
      u = f64x2.add(u, f64x2.mul(f, v128.load(plus, 32)));
      v = f64x2.add(v, f64x2.mul(f, v128.load(plus, 48)));
      s8 = f64x2.add(s8, f64x2.mul(f, v128.load(plus, 64)));
      t8 = f64x2.add(t8, f64x2.mul(f, v128.load(plus, 80)));
      u8 = f64x2.add(u8, f64x2.mul(f, v128.load(plus, 96)));
      v8 = f64x2.add(v8, f64x2.mul(f, v128.load(plus, 112)));
      p = f64x2.add(p, f64x2.mul(f, v128.load(plus, 128)));
      q = f64x2.add(q, f64x2.mul(f, v128.load(plus, 144)));
      r = f64x2.add(r, f64x2.mul(f, v128.load(plus, 160)));
      w = f64x2.add(w, f64x2.mul(f, v128.load(plus, 176)));
      p8 = f64x2.add(p8, f64x2.mul(f, v128.load(plus, 192)));
      q8 = f64x2.add(q8, f64x2.mul(f, v128.load(plus, 208)));
      r8 = f64x2.add(r8, f64x2.mul(f, v128.load(plus, 224)));
      w8 = f64x2.add(w8, f64x2.mul(f, v128.load(plus, 240)));
      plus += (<usize>cStride) << 3;
    }
    storeEight(c, s, t, u, v, s8, t8, u8, v8);
    storeEight(c + 128, p, q, r, w, p8, q8, r8, w8);
  }
}
