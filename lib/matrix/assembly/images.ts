// The product of images: bytes, four fifths of them zero, less a mean image, with a matrix, as
// (X - 1 mean) B = X B - 1 (mean B). Each thread multiplies one half of the images.

import { ADD, combine } from "./elementwise";
import { gatherImages } from "./gather";
import { settle, share, threads } from "./jobs";
import { paired } from "./pairs";
import { listEntries, roomOfEntries } from "./entries";
import { edgeOf, middleOf, touch } from "./records";
import { packTile, ROW_BITS, roomOfTiles, tileAt, tilesOf } from "./tiles";

/** What the parts need to know. */
@unmanaged
class Product {
  c: usize;
  /** Where the second half's product is. */
  other: usize;
  starts: usize;
  indices: usize;
  factors: usize;
  b: usize;
  tiles: usize;
  entries: usize;
  D: i32;
  H: i32;
  /** The rows in hand. */
  first: i32;
  n: i32;
  /** Threads that share it. */
  shares: i32;
}
const product = changetype<Product>(memory.data(64));

const ROWS = 128; // images that pass by one tile after the other

/** Bytes of `room` that imagesTimes needs. */
export function roomOfImagesTimes(D: i32, H: i32): i32 {
  return tilesBelow(D, H) + ((ROWS * H) << 3) + roomOfEntries(ROWS, D, 0) + roomOfEntries(ROWS, D, 1);
}

/** Bytes of the tiles of both halves of a D×H matrix. */
function tilesBelow(D: i32, H: i32): i32 {
  return roomOfTiles(middleOf(D), H) + roomOfTiles(D - middleOf(D), H);
}

/**
 * C (N×H) = the images at N indices, D bytes each, plus minusMean, times B (D×H): the products
 * of both halves, added up. Each thread has the half whose rows of B it has raised (long.ts) and
 * whose rows of the transposed product it makes (transposed.ts): they are in its own cache.
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
  product.entries = product.other + ((ROWS * H) << 3);
  for (let first = 0; first < N; first += ROWS) {
    product.first = first;
    product.n = min(ROWS, N - first);
    product.shares = threads();
    if (first == 0) share(2 * tilesOf(H) + product.shares, prepare);
    else share(product.shares, listImages);
    product.c = c + ((first * H) << 3);
    share(product.shares * tilesOf(H), paired ? multiplyImagesPaired : multiplyImages);
    if (product.shares == 2) combine(ADD, product.c, 1, product.n * H, product.other, 0, 1);
  }
}

/** The tiles and, first of all on each thread, the entries: the first part or the last, see share. */
function prepare(part: i32, thread: i32): void {
  const tiles = tilesOf(product.H);
  const k = part - 1;
  if (k < 0) listImages(0, thread);
  else if (k < 2 * tiles) packHalf(i32(k >= tiles), k % tiles);
  else listImages(1, thread);
}

/** Where the tiles of the rows of one half are. */
function tilesOfHalf(half: i32): usize {
  return product.tiles + (half ? <usize>roomOfTiles(middleOf(product.D), product.H) : 0);
}

function rowsOfHalf(half: i32): i32 {
  return edgeOf(product.D, half + 1) - edgeOf(product.D, half);
}

function packHalf(half: i32, h: i32): void {
  const H = product.H;
  const first = edgeOf(product.D, half);
  const b = product.b + ((<usize>first * H) << 3);
  packTile(tilesOfHalf(half), b, product.factors + (<usize>first << 3), rowsOfHalf(half), H, h);
}

/** Lists the entries of one half or, on one thread, of both. */
function listImages(half: i32, _thread: i32): void {
  const last = product.shares == 1 ? 1 : half;
  const starts = product.starts;
  const indices = product.indices + (product.first << 2);
  touch(starts, indices, product.n, half, last);
  for (; half <= last; half++) listEntries(entriesOf(half), starts, indices, product.n, half);
}

/** Where the entries of one half are. */
function entriesOf(half: i32): usize {
  return product.entries + (half ? <usize>roomOfEntries(ROWS, product.D, 0) : 0);
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
  const first = i32(part >= tilesOf(H));
  const last = product.shares == 1 ? 1 : first;
  const h = part % tilesOf(H);
  const c = (first ? product.other : product.c) + (<usize>h << ROW_BITS);
  for (let half = first; half <= last; half++) {
    const tile = tileAt(tilesOfHalf(half), rowsOfHalf(half), h);
    const width = min(16, H - 16 * h);
    gatherImages(whole, c, H, width, entriesOf(half), product.n, tile, i32(half > first), thread);
  }
}
