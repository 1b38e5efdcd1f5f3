// Products with images: bytes, four fifths of them zero, less a mean image, as
// (X - 1 mean) B = X B - 1 (mean B), and (X - 1 mean)ᵀ G = Xᵀ G - meanᵀ (the
// column sums of G). The rows of a result are shared out to the threads.

import { settle, share } from "./jobs";
import { fetch, gather, list, roomOfLists, transposeBytes } from "./lists";
import { packTile } from "./tiles";

/** What the parts of a product need to know. */
@unmanaged
class Product {
  c: usize;
  images: usize;
  indices: usize;
  bytes: usize;
  minusMean: usize;
  b: usize;
  tiles: usize;
  /** Where the lists are made, and how many bytes a part has for that. */
  lists: usize;
  room: i32;
  N: i32;
  D: i32;
  H: i32;
  /** The rows in hand, and whether the tiles are still to be packed. */
  first: i32;
  n: i32;
  pack: i32;
  accumulate: i32;
}
const product = changetype<Product>(memory.data(64));

const ROWS = 128; // images whose lists are made before tiles are multiplied
const IMAGES = 16; // images in a part
const PIXELS = 48; // columns of images in a part

// @ts-expect-error: decorator
@inline
function to16(n: i32): i32 {
  return (n + 15) & ~15;
}

/** Bytes for so many rows, filled up to whole blocks, and their lists. */
function roomOfPart(rows: i32, width: i32): i32 {
  return to16(rows * to16(width) + max(512, roomOfLists(rows, to16(width))));
}

// @ts-expect-error: decorator
@inline
function roomOfTiles(height: i32, H: i32): i32 {
  return ((H + 7) & ~7) * (height + 1) * 8;
}

/** Bytes of `room` that imagesTimes needs. */
export function roomOfImagesTimes(N: i32, D: i32, H: i32): i32 {
  const parts = (min(N, ROWS) + IMAGES - 1) / IMAGES;
  return roomOfTiles(D, H) + parts * roomOfPart(IMAGES, D);
}

/** Bytes of `room` that transposedImagesTimes needs. */
export function roomOfTransposedImagesTimes(N: i32, H: i32): i32 {
  return roomOfTiles(N, H) + 2 * roomOfPart(PIXELS, N);
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
  settle();
  product.c = c;
  product.images = images;
  product.indices = indices;
  product.bytes = bytes;
  product.minusMean = minusMean;
  product.b = b;
  product.tiles = room;
  product.lists = room + roomOfTiles(D, H);
  product.room = roomOfPart(IMAGES, D);
  product.N = N;
  product.D = D;
  product.H = H;
  product.accumulate = 0;
  if (bytes) memory.fill(bytes + N * to16(D), 0, (to16(N) - N) * to16(D));
  for (let first = 0; first < N; first += ROWS) {
    product.first = first;
    product.n = min(ROWS, N - first);
    product.pack = i32(first == 0);
    share((product.n + IMAGES - 1) / IMAGES, listImages);
    share((H + 7) >> 3, multiplyImages);
  }
}

/** The lists of some images. */
function listImages(part: i32, _thread: i32): void {
  const D = product.D;
  const stride = to16(D);
  const first = product.first + part * IMAGES;
  const n = min(IMAGES, product.N - first);
  const lists = product.lists + part * product.room;
  const bytes = product.bytes ? product.bytes + first * stride : lists;
  fetch(product.images, product.indices + (first << 2), n, D, bytes, stride);
  list(bytes, n, stride, lists + IMAGES * stride);
}

/** A tile of the product, of all images that have lists. */
function multiplyImages(part: i32, _thread: i32): void {
  const D = product.D;
  const H = product.H;
  if (product.pack) packTile(product.tiles, product.b, product.minusMean, D, H, part);
  const tile = product.tiles + part * (D + 1) * 64;
  let c = product.c + ((product.first * H + 8 * part) << 3);
  let lists = product.lists + IMAGES * to16(D);
  for (let i = 0; i < product.n; i += IMAGES, c += (IMAGES * H) << 3, lists += product.room) {
    gather(c, H, min(8, H - 8 * part), min(IMAGES, product.n - i), lists, tile, 0, 0);
  }
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
  settle();
  product.c = c;
  product.bytes = bytes;
  product.minusMean = minusMean;
  product.tiles = room;
  product.lists = room + roomOfTiles(N, H);
  product.room = roomOfPart(PIXELS, N);
  product.N = N;
  product.D = D;
  product.H = H;
  product.accumulate = accumulate;
  for (let h = 0; h < (H + 7) >> 3; h++) packTile(room, g, 0, N, H, h);
  share((D + PIXELS - 1) / PIXELS, multiplyPixels);
}

/** Some rows of the transposed product. */
function multiplyPixels(part: i32, thread: i32): void {
  const N = product.N;
  const H = product.H;
  const first = part * PIXELS;
  const n = min(PIXELS, product.D - first);
  const transpose = product.lists + thread * product.room;
  const lists = transpose + PIXELS * to16(N);
  transposeBytes(transpose, product.bytes + first, to16(product.D), to16(N), to16(n), lists);
  list(transpose, n, to16(N), lists);
  const factors = product.minusMean + (first << 3);
  for (let h = 0; h < H; h += 8) {
    const c = product.c + ((first * H + h) << 3);
    const tile = product.tiles + h * (N + 1) * 8;
    gather(c, H, min(8, H - h), n, lists, tile, factors, product.accumulate);
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
