// Products with images: bytes, four fifths of them zero, less a mean image, as
// (X - 1 mean) B = X B - 1 (mean B), and (X - 1 mean)ᵀ G = Xᵀ G - meanᵀ (the
// column sums of G). The rows of a result are shared out to the threads.

import { ADD, combine } from "./elementwise";
import { gatherImages, gatherPixels, gatherPixelsTwice } from "./gather";
import { settle, share, threads } from "./jobs";
import { PARTS } from "./long";
import { middleOf, touch } from "./records";
import { packTile, ROW_BITS, roomOfTiles, tileAt, tilesOf } from "./tiles";
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
  /** Where the second half's product is. */
  other: usize;
  /** Threads that touch the records. */
  shares: i32;
}
const product = changetype<Product>(memory.data(64));

const ROWS = 128; // images that pass by one tile after the other

let paired: bool = false;

/** Says whether V8 has been told to make one instruction of two neighbouring ones. */
export function pairs(on: bool): void {
  paired = on;
}

/** Bytes of `room` that transposedImagesTimes needs. */
export function roomOfTransposedImagesTimes(N: i32, D: i32, H: i32): i32 {
  return 2 * roomOfTiles(N, H) + roomOfTranspose(N, D);
}

/** Bytes of `room` that imagesTimes needs. */
export function roomOfImagesTimes(D: i32, H: i32): i32 {
  return tilesBelow(D, H) + ((ROWS * H) << 3);
}

/** Bytes of the tiles of both halves of a D×H matrix. */
function tilesBelow(D: i32, H: i32): i32 {
  return roomOfTiles(middleOf(D), H) + roomOfTiles(D - middleOf(D), H);
}

/**
 * C (N×H) = the images at N indices, D bytes each, plus minusMean, times B (D×H): the products
 * of both halves, added up. Each thread has the half whose rows of B it has raised (long.ts) and
 * whose rows of the transposed product it makes: they are in its own cache.
 *
 * @param starts where their records begin
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
  room: usize,
): void {
  settle();
  product.starts = starts;
  product.indices = indices;
  product.factors = minusMean;
  product.b = b;
  product.tiles = room;
  product.D = D;
  product.H = H;
  product.other = room + tilesBelow(D, H);
  for (let first = 0; first < N; first += ROWS) {
    product.first = first;
    product.n = min(ROWS, N - first);
    product.shares = threads();
    if (first == 0) share(2 * tilesOf(H) + product.shares, prepare);
    else share(product.shares, touchImages);
    product.c = c + ((first * H) << 3);
    share(product.shares * tilesOf(H), paired ? multiplyImagesPaired : multiplyImages);
    if (product.shares == 2) combine(ADD, product.c, 1, product.n * H, product.other, 0, 1);
  }
}

/** The tiles and, first of all on each thread, the records: the first part or the last, see share. */
function prepare(part: i32, thread: i32): void {
  const tiles = tilesOf(product.H);
  const k = part - 1;
  if (k < 0) touchImages(0, thread);
  else if (k < 2 * tiles) packHalf(i32(k >= tiles), k % tiles);
  else touchImages(1, thread);
}

/** Where the tiles of the rows of one half are. */
function tilesOfHalf(half: i32): usize {
  return product.tiles + (half ? <usize>roomOfTiles(middleOf(product.D), product.H) : 0);
}

function rowsOfHalf(half: i32): i32 {
  const middle = middleOf(product.D);
  return half ? product.D - middle : middle;
}

function packHalf(half: i32, h: i32): void {
  const H = product.H;
  const first = half ? middleOf(product.D) : 0;
  const b = product.b + ((<usize>first * H) << 3);
  packTile(tilesOfHalf(half), b, product.factors + (<usize>first << 3), rowsOfHalf(half), H, h);
}

function touchImages(half: i32, _thread: i32): void {
  const last = product.shares == 1 ? 1 : half;
  touch(product.starts, product.indices + (product.first << 2), product.n, half, last);
}

/** A tile of one half's product or, on one thread, of both's, of all images in hand. */
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
  const half = i32(part >= tilesOf(H));
  const last = product.shares == 1 ? 1 : half;
  const h = part % tilesOf(H);
  const c = (half ? product.other : product.c) + (<usize>h << ROW_BITS);
  const tile = tileAt(tilesOfHalf(half), rowsOfHalf(half), h);
  const step = tileAt(tilesOfHalf(1), rowsOfHalf(1), h) - tile;
  const starts = product.starts;
  const indices = product.indices + (product.first << 2);
  gatherImages(whole, c, H, min(16, H - 16 * h), starts, indices, product.n, half, last, tile, step, thread);
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
  product.lists = room + 2 * roomOfTiles(N, H);
  product.factors = minusMean;
  product.tiles = room;
  product.n = N;
  product.D = D;
  product.H = H;
  product.accumulate = accumulate;
  product.b = g;
  store<u64>(PACKED, 0);
  share(2, transposeHalf);
  const twice = paired && H >= 32 && !accumulate;
  share(PARTS, twice ? multiplyPixelsTwice : multiplyPixels);
}

/** The lists of one half of the pixels: each thread makes those it will read. */
function transposeHalf(half: i32, _thread: i32): void {
  listTranspose(product.lists, product.starts, product.indices, product.n, product.D, half);
}

/** Whether a thread has its tiles of the transposed product's other factor. */
const PACKED = memory.data(8, 8);

/**
 * A thread's own tiles: they are read here and there, which takes longer from the other's cache
 * than to pack them once more.
 */
function tilesFor(thread: i32): usize {
  const N = product.n;
  const H = product.H;
  const tiles = product.tiles + <usize>thread * roomOfTiles(N, H);
  const packed = PACKED + (<usize>thread << 2);
  if (!load<i32>(packed)) {
    for (let h = 0; h < tilesOf(H); h++) packTile(tiles, product.b, 0, N, H, h);
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
  const H = product.H;
  const first = firstOf(part);
  const n = firstOf(part + 1) - first;
  const tiles = tilesFor(thread);
  let h = 0;
  for (; 16 * h + 32 <= H; h += 2) {
    const c = product.c + ((first * H + 16 * h) << 3);
    const tile = tileAt(tiles, product.n, h);
    const next = tileAt(0, product.n, 1);
    gatherPixelsTwice(c, H, product.lists, first, n, tile, next, product.factors);
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
    const c = product.c + ((first * H + 16 * h) << 3);
    const width = min(16, H - 16 * h);
    const tile = tileAt(tiles, product.n, h);
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
