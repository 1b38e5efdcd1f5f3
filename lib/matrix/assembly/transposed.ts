// The product of the transpose of images, less a mean image, with a matrix, as
// (X - 1 mean)ᵀ G = Xᵀ G - meanᵀ (the column sums of G). Its rows are shared out to the threads.

import { gatherPixels, gatherPixelsTwice } from "./gather-pixels";
import { settle, share } from "./jobs";
import { PARTS } from "./long";
import { paired } from "./pairs";
import { packTile, roomOfTiles, tileAt, tilesOf } from "./tiles";
import { listTranspose, roomOfTranspose } from "./transpose";

/** What the parts need to know. */
@unmanaged
class Product {
  c: usize;
  starts: usize;
  indices: usize;
  lists: usize;
  factors: usize;
  g: usize;
  tiles: usize;
  N: i32;
  D: i32;
  H: i32;
  accumulate: i32;
  plus: usize;
  factor: f64;
}
const product = changetype<Product>(memory.data(56, 8));

/** Bytes of `room` that transposedImagesTimes needs. */
export function roomOfTransposedImagesTimes(N: i32, D: i32, H: i32): i32 {
  return 2 * roomOfTiles(N, H) + roomOfTranspose(N, D);
}

/**
 * C (D×H) = the transpose of N images, less the mean, times G (N×H), or is
 * raised by it; and then by `factor` times another D×H matrix.
 *
 * @param starts where their records begin
 * @param plus where the other matrix is, or 0
 */
export function transposedImagesTimes(
  c: usize,
  starts: usize,
  indices: usize,
  minusMean: usize,
  g: usize,
  N: i32,
  D: i32,
  H: i32,
  room: usize,
  accumulate: i32,
  plus: usize,
  factor: f64,
): void {
  settle();
  product.c = c;
  product.starts = starts;
  product.indices = indices;
  product.lists = room + 2 * roomOfTiles(N, H);
  product.factors = minusMean;
  product.tiles = room;
  product.N = N;
  product.D = D;
  product.H = H;
  product.accumulate = accumulate;
  product.plus = plus;
  product.factor = factor;
  product.g = g;
  store<u64>(PACKED, 0);
  share(2, transposeHalf);
  const twice = paired && H >= 32 && !accumulate;
  share(PARTS, !twice ? multiplyPixels : plus ? multiplyPixelsTwicePlus : multiplyPixelsTwice);
}

/** The lists of one half of the pixels: each thread makes those it will read. */
function transposeHalf(half: i32, _thread: i32): void {
  listTranspose(product.lists, product.starts, product.indices, product.N, product.D, half);
}

/** Whether a thread has its tiles of the transposed product's other factor. */
const PACKED = memory.data(8, 8);

/**
 * A thread's own tiles: they are read here and there, which takes longer from the other's cache
 * than to pack them once more.
 */
function tilesFor(thread: i32): usize {
  const N = product.N;
  const H = product.H;
  const tiles = product.tiles + <usize>thread * roomOfTiles(N, H);
  const packed = PACKED + (<usize>thread << 2);
  if (!load<i32>(packed)) {
    for (let h = 0; h < tilesOf(H); h++) packTile(tileAt(tiles, N, h), product.g, 0, N, H, h);
    store<i32>(packed, 1);
  }
  return tiles;
}

/** A part's first pixel: as many rows of the product as long.ts has in a part. */
function firstOf(part: i32): i32 {
  return min(product.D, part * ((product.D + PARTS - 1) / PARTS));
}

/** Some rows of the transposed product. */
function multiplyPixels(part: i32, thread: i32): void {
  multiplyPixelsFrom(0, part, thread);
}

function multiplyPixelsTwice(part: i32, thread: i32): void {
  multiplyTwice(false, part, thread);
}

function multiplyPixelsTwicePlus(part: i32, thread: i32): void {
  multiplyTwice(true, part, thread);
}

// @ts-expect-error: decorator
@inline
function multiplyTwice(more: bool, part: i32, thread: i32): void {
  const H = product.H;
  const first = firstOf(part);
  const n = firstOf(part + 1) - first;
  const tiles = tilesFor(thread);
  let h = 0;
  for (; 16 * h + 32 <= H; h += 2) {
    const from = (first * H + 16 * h) << 3;
    const tile = tileAt(tiles, product.N, h);
    const next = tileAt(0, product.N, 1);
    gatherPixelsTwice(
      more,
      product.c + from,
      H,
      product.lists,
      first,
      n,
      tile,
      next,
      product.factors,
      product.plus + from,
      product.factor,
    );
  }
  multiplyPixelsFrom(h, part, thread);
}

/** From tile h on. */
function multiplyPixelsFrom(h: i32, part: i32, thread: i32): void {
  const H = product.H;
  const first = firstOf(part);
  const n = firstOf(part + 1) - first;
  const tiles = tilesFor(thread);
  for (; h < tilesOf(H); h++) {
    const from = (first * H + 16 * h) << 3;
    const plus = product.plus ? product.plus + from : 0;
    gatherPixels(
      product.c + from,
      H,
      min(16, H - 16 * h),
      product.lists,
      first,
      n,
      tileAt(tiles, product.N, h),
      product.factors,
      product.accumulate,
      plus,
      product.factor,
      thread,
    );
  }
}
