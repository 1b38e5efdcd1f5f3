// Products with images: bytes, four fifths of them zero, less a mean image, as
// (X - 1 mean) B = X B - 1 (mean B), and (X - 1 mean)ᵀ G = Xᵀ G - meanᵀ (the
// column sums of G). The rows of a result are shared out to the threads.

import { share } from "./jobs";
import { fetch, gather, list, transposeBytes } from "./lists";
import { packTile } from "./tiles";

/** What the parts of a product need to know. */
@unmanaged
class Product {
  c: usize;
  images: usize;
  indices: usize;
  bytes: usize;
  mean: usize; // its negative
  b: usize;
  tiles: usize;
  /** Where each thread makes its lists, and how many bytes it has for that. */
  lists: usize;
  room: i32;
  N: i32;
  D: i32;
  H: i32;
  /** Rows of the result in a part. */
  rows: i32;
  accumulate: i32;
}
const product = changetype<Product>(memory.data(64));

// @ts-expect-error: decorator
@inline
function to16(n: i32): i32 {
  return (n + 15) & ~15;
}

/** Rows of images in a part: an even number of parts, for two threads. */
function imagesOfPart(N: i32): i32 {
  const parts = 2 * ((N + 127) / 128);
  return (N + parts - 1) / max(parts, 1);
}

/** Columns of images in a part: whole blocks of 16. */
function pixelsOfPart(N: i32): i32 {
  return max(16, min(112, ((1 << 16) / max(to16(N), 1)) & ~15));
}

/** Bytes for the lists of so many rows, and for the rows themselves. */
function roomOfLists(rows: i32, width: i32): i32 {
  return to16(14 * (to16(rows) * to16(width) + 8) + 4 * (rows + 1)) + 512;
}

// @ts-expect-error: decorator
@inline
function roomOfTiles(height: i32, H: i32): i32 {
  return ((H + 7) & ~7) * (height + 1) * 8;
}

/** Bytes of `room` that imagesTimes needs. */
export function roomOfImagesTimes(N: i32, D: i32, H: i32): i32 {
  return roomOfTiles(D, H) + 2 * roomOfLists(imagesOfPart(N), D);
}

/** Bytes of `room` that transposedImagesTimes needs. */
export function roomOfTransposedImagesTimes(N: i32, H: i32): i32 {
  return roomOfTiles(N, H) + 2 * roomOfLists(pixelsOfPart(N), N);
}

/** Bytes of N images, filled up to whole blocks of 16×16. */
export function roomOfBytes(N: i32, D: i32): i32 {
  return to16(N) * to16(D);
}

/**
 * C (N×H) = the images at N indices, D bytes each, plus minusMean, times B (D×H).
 *
 * @param bytes where to leave the images for transposedImagesTimes, or 0
 */
export function imagesTimes(
  c: usize,
  images: usize,
  indices: usize,
  bytes: usize,
  minusMean: usize,
  b: usize,
  N: i32,
  D: i32,
  H: i32,
  room: usize,
): void {
  product.c = c;
  product.images = images;
  product.indices = indices;
  product.bytes = bytes;
  product.mean = minusMean;
  product.b = b;
  product.tiles = room;
  product.lists = room + roomOfTiles(D, H);
  product.N = N;
  product.D = D;
  product.H = H;
  product.rows = imagesOfPart(N);
  product.room = roomOfLists(product.rows, D);
  product.accumulate = 0;
  if (bytes) memory.fill(bytes + N * to16(D), 0, (to16(N) - N) * to16(D));
  share((H + 7) >> 3, packForImages);
  if (N) share((N + product.rows - 1) / product.rows, someImages);
}

function packForImages(part: i32, _thread: i32): void {
  packTile(product.tiles, product.b, product.mean, product.D, product.H, part);
}

function someImages(part: i32, thread: i32): void {
  const D = product.D;
  const first = part * product.rows;
  const n = min(product.rows, product.N - first);
  const lists = product.lists + thread * product.room;
  const bytes = product.bytes ? product.bytes + first * to16(D) : lists;
  fetch(product.images, product.indices + (first << 2), n, D, bytes, to16(D));
  const free = lists + to16(to16(product.rows) * to16(D));
  multiplyLists(first, n, D, bytes, to16(D), free, 0);
}

/**
 * C (D×H) = the transpose of N images, less the mean, times G (N×H), or is
 * raised by it.
 *
 * @param bytes the images, as imagesTimes has left them
 */
export function transposedImagesTimes(
  c: usize,
  bytes: usize,
  minusMean: usize,
  g: usize,
  N: i32,
  D: i32,
  H: i32,
  room: usize,
  accumulate: i32,
): void {
  product.c = c;
  product.bytes = bytes;
  product.mean = minusMean;
  product.tiles = room;
  product.lists = room + roomOfTiles(N, H);
  product.N = N;
  product.D = D;
  product.H = H;
  product.rows = pixelsOfPart(N);
  product.room = roomOfLists(product.rows, N);
  product.accumulate = accumulate;
  for (let h = 0; h < (H + 7) >> 3; h++) packTile(room, g, 0, N, H, h);
  share((D + product.rows - 1) / product.rows, somePixels);
}

function somePixels(part: i32, thread: i32): void {
  const N = to16(product.N);
  const first = part * product.rows;
  const n = min(product.rows, product.D - first);
  const transpose = product.lists + thread * product.room;
  const free = transpose + to16(product.rows) * N;
  transposeBytes(transpose, product.bytes + first, to16(product.D), N, to16(n), free);
  multiplyLists(first, n, product.N, transpose, N, free, product.mean);
}

/** Rows of C, from the first on: the non-zero ones of n rows of bytes times the tiles. */
function multiplyLists(
  first: i32,
  n: i32,
  width: i32,
  bytes: usize,
  stride: i32,
  free: usize,
  factors: usize,
): void {
  const most = n * stride + 8;
  const values = free;
  const places = values + 8 * most;
  const starts = places + 4 * most;
  list(bytes, n, stride, starts, places, values, starts + 4 * (n + 1));
  const H = product.H;
  if (factors) factors += first << 3;
  for (let h = 0; h < H; h += 8) {
    const tile = product.tiles + h * (width + 1) * 8;
    const c = product.c + ((first * H + h) << 3);
    const columns = min(8, H - h);
    gather(c, H, columns, n, starts, places, values, tile, factors, product.accumulate);
  }
}

/** Copies the images at N indices, as imagesTimes does. */
export function fetchImages(
  images: usize,
  indices: usize,
  N: i32,
  D: i32,
  out: usize,
): u32 {
  memory.fill(out + N * to16(D), 0, (to16(N) - N) * to16(D));
  return fetch(images, indices, N, D, out, to16(D));
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
