// The product of images: bytes, four fifths of them zero, less a mean image, with a matrix, as
// (X - 1 mean) B = X B - 1 (mean B). Each thread multiplies one half of the images.

import { ADD, combine } from "./elementwise";
import { listEntries, roomOfEntries } from "./entries";
import { gatherImages } from "./gather";
import { settle, share, threads } from "./jobs";
import { paired } from "./pairs";
import { edgeOf, widthOf } from "./records";
import { packTile, ROW_BITS, roomOfTile, tilesOf } from "./tiles";

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

/** Images in hand at a time, and pixels: their entries should stay in the caches. */
const ROWS = 512;
const PIXELS = 1 << 19;

function rowsAtATime(D: i32): i32 {
  return max(16, min(ROWS, PIXELS / max(1, D)));
}

/** Bytes of `room` that imagesTimes needs: all but the second half's product are for each thread. */
export function roomOfImagesTimes(D: i32, H: i32): i32 {
  const rows = rowsAtATime(D);
  return ((rows * H) << 3) + 2 * (roomOfTile(widthOf(D)) + 2 * roomOfEntries(rows, D));
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
  const rows = rowsAtATime(D);
  product.starts = starts;
  product.factors = minusMean;
  product.b = b;
  product.D = D;
  product.H = H;
  product.tiles = room;
  product.entries = room + 2 * roomOfTile(widthOf(D));
  product.other = product.entries + 4 * roomOfEntries(rows, D);
  for (let first = 0; first < N; first += rows) {
    product.indices = indices + (first << 2);
    product.n = min(rows, N - first);
    product.c = c + ((first * H) << 3);
    product.shares = threads();
    store<u32>(LISTED, 0);
    share(product.shares * tilesOf(H), paired ? multiplyImagesPaired : multiplyImages);
    if (product.shares == 2) combine(ADD, product.c, 1, product.n * H, product.other, 0, 1);
  }
}

/** Whether a thread has the entries of a half of the images in hand, a byte each. */
const LISTED = memory.data(4, 4);

/** A thread's own entries of one half: what it has just made is in its cache. */
function entriesFor(half: i32, thread: i32): usize {
  const which = 2 * thread + half;
  const rows = rowsAtATime(product.D);
  const entries = product.entries + which * roomOfEntries(rows, product.D);
  if (!load<u8>(LISTED + which)) {
    listEntries(entries, product.starts, product.indices, product.n, half);
    store<u8>(LISTED + which, 1);
  }
  return entries;
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
  const D = product.D;
  const H = product.H;
  const first = i32(part >= tilesOf(H));
  const last = product.shares == 1 ? 1 : first;
  const h = part % tilesOf(H);
  const width = min(16, H - 16 * h);
  const c = (first ? product.other : product.c) + (<usize>h << ROW_BITS);
  const tile = product.tiles + thread * roomOfTile(widthOf(D));
  for (let half = first; half <= last; half++) {
    const entries = entriesFor(half, thread);
    const row = edgeOf(D, half);
    const b = product.b + ((row * H) << 3);
    packTile(tile, b, product.factors + (row << 3), edgeOf(D, half + 1) - row, H, h);
    gatherImages(whole, c, H, width, entries, product.n, tile, i32(half > first), thread);
  }
}
