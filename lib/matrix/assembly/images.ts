// Products with images: bytes, four fifths of them zero, less a mean image, as
// (X - 1 mean) B = X B - 1 (mean B), and (X - 1 mean)ᵀ G = Xᵀ G - meanᵀ (the
// column sums of G). The rows of a result are shared out to the threads.

import { settle, share, threads } from "./jobs";
import { gatherImages, gatherPixels, gatherPixelsTwice } from "./gather";
import { touch } from "./records";
import { packTile, roomOfTiles, tileAt, tilesOf } from "./tiles";
import { listTranspose, roomOfTranspose } from "./transpose";

/** What the parts of a product need to know. */
@unmanaged
class Product {
  c: usize;
  starts: usize;
  indices: usize;
  lists: usize;
  factors: usize;
  b: usize;
  tiles: usize;
  D: i32;
  H: i32;
  /** The rows in hand. */
  first: i32;
  n: i32;
  accumulate: i32;
  /** Shares of the transpose. */
  shares: i32;
}
const product = changetype<Product>(memory.data(64));

const ROWS = 128; // images that pass by one tile after the other
const PIXELS = 48; // columns of images in a part

let paired: bool = false;

/** Says whether V8 has been told to make one instruction of two neighbouring ones. */
export function pairs(on: bool): void {
  paired = on;
}

// @ts-expect-error: decorator
@inline
function parts(n: i32, size: i32): i32 {
  return (n + size - 1) / size;
}

/** Bytes of `room` that transposedImagesTimes needs. */
export function roomOfTransposedImagesTimes(N: i32, D: i32, H: i32): i32 {
  return roomOfTiles(N, H) + roomOfTranspose(N, D);
}

/**
 * C (N×H) = the images at N indices, D bytes each, plus minusMean, times B (D×H).
 *
 * @param starts where their records begin
 * @param tiles room for those of B
 */
export function imagesTimes(
  c: usize,
  starts: usize,
  indices: usize,
  minusMean: usize,
  b: usize,
  N: i32,
  D: i32,
  H: i32,
  tiles: usize,
): void {
  settle();
  product.c = c;
  product.starts = starts;
  product.indices = indices;
  product.factors = minusMean;
  product.b = b;
  product.tiles = tiles;
  product.D = D;
  product.H = H;
  for (let first = 0; first < N; first += ROWS) {
    product.first = first;
    product.n = min(ROWS, N - first);
    if (first == 0) share(tilesOf(H) + threads(), prepare);
    else share(threads(), touchImages);
    share(tilesOf(H), paired ? multiplyImagesPaired : multiplyImages);
  }
}

/** The tiles and, first of all on each thread, the records: the first part or the last, see share. */
function prepare(part: i32, thread: i32): void {
  const h = part - 1;
  if (h >= 0 && h < tilesOf(product.H)) {
    packTile(product.tiles, product.b, product.factors, product.D, product.H, h);
  } else touchImages(part, thread);
}

function touchImages(_part: i32, _thread: i32): void {
  touch(product.starts, product.indices + (product.first << 2), product.n);
}

/** A tile of the product, of all images in hand. */
function multiplyImages(part: i32, thread: i32): void {
  multiplyTile(false, part, thread);
}

function multiplyImagesPaired(part: i32, thread: i32): void {
  multiplyTile(true, part, thread);
}

// @ts-expect-error: decorator
@inline
function multiplyTile(whole: bool, part: i32, thread: i32): void {
  const H = product.H;
  const first = product.first;
  const c = product.c + ((first * H + 16 * part) << 3);
  const tile = tileAt(product.tiles, product.D, part);
  const indices = product.indices + (first << 2);
  gatherImages(whole, c, H, min(16, H - 16 * part), product.starts, indices, product.n, tile, thread);
}

/**
 * C (D×H) = the transpose of N images, less the mean, times G (N×H), or is
 * raised by it.
 *
 * @param starts where their records begin
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
): void {
  settle();
  product.c = c;
  product.starts = starts;
  product.indices = indices;
  product.lists = room + roomOfTiles(N, H);
  product.factors = minusMean;
  product.tiles = room;
  product.n = N;
  product.D = D;
  product.H = H;
  product.accumulate = accumulate;
  product.b = g;
  product.shares = threads();
  share(product.shares, transposeShare);
  const twice = paired && H >= 32 && !accumulate;
  share(parts(D, PIXELS), twice ? multiplyPixelsTwice : multiplyPixels);
}

/** A share of the pixels' lists, and of the tiles: each thread makes those it will read, see share. */
function transposeShare(part: i32, _thread: i32): void {
  const H = product.H;
  const N = product.n;
  const D = product.D;
  const shares = product.shares;
  const first = (part * D) / shares;
  const last = ((part + 1) * D) / shares;
  listTranspose(product.lists, product.starts, product.indices, N, D, first, last);
  for (let h = part; h < tilesOf(H); h += shares) packTile(product.tiles, product.b, 0, N, H, h);
}

/** Some rows of the transposed product. */
function multiplyPixels(part: i32, thread: i32): void {
  multiplyPixelsFrom(0, part, thread);
}

function multiplyPixelsTwice(part: i32, thread: i32): void {
  const H = product.H;
  const first = part * PIXELS;
  const n = min(PIXELS, product.D - first);
  let h = 0;
  for (; 16 * h + 32 <= H; h += 2) {
    const c = product.c + ((first * H + 16 * h) << 3);
    const tile = tileAt(product.tiles, product.n, h);
    const next = tileAt(0, product.n, 1);
    gatherPixelsTwice(c, H, product.lists, first, n, tile, next, product.factors);
  }
  multiplyPixelsFrom(h, part, thread);
}

/** From tile h on. */
function multiplyPixelsFrom(h: i32, part: i32, thread: i32): void {
  const H = product.H;
  const first = part * PIXELS;
  const n = min(PIXELS, product.D - first);
  for (; h < tilesOf(H); h++) {
    const c = product.c + ((first * H + 16 * h) << 3);
    const width = min(16, H - 16 * h);
    const tile = tileAt(product.tiles, product.n, h);
    gatherPixels(c, H, width, product.lists, first, n, tile, product.factors, product.accumulate, thread);
  }
}

/** sums (32-bit integers) += each column's sum of n rows of `width` bytes; n is at most 256. */
export function addColumnSums(sums: usize, bytes: usize, n: i32, width: i32): void {
  let j = 0;
  for (; j + 16 <= width; j += 16, sums += 64) {
    let low = i16x8.splat(0);
    let high = i16x8.splat(0);
    for (let i = 0; i < n; i++) {
      const x = v128.load(bytes + <usize>i * width + j);
      low = i16x8.add(low, i16x8.extend_low_i8x16_u(x));
      high = i16x8.add(high, i16x8.extend_high_i8x16_u(x));
    }
    addTo(sums, i32x4.extend_low_i16x8_u(low));
    addTo(sums + 16, i32x4.extend_high_i16x8_u(low));
    addTo(sums + 32, i32x4.extend_low_i16x8_u(high));
    addTo(sums + 48, i32x4.extend_high_i16x8_u(high));
  }
  for (; j < width; j++, sums += 4) {
    let sum = load<u32>(sums);
    for (let i = 0; i < n; i++) sum += load<u8>(bytes + <usize>i * width + j);
    store<u32>(sums, sum);
  }
}

function addTo(sums: usize, x: v128): void {
  v128.store(sums, i32x4.add(v128.load(sums), x));
}
