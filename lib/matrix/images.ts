// The bytes of images, and products with them: rows of bytes times a matrix,
// and their transpose times one.

import { allocate } from "./arena";
import { type Block, currentScope, newBlock } from "./memory";
import * as plain from "./plain";
import { clearScratch, deliver, placeLike, placeOf, scratch, scratchMark } from "./scratch";
import { productBegins, productEnds, startSecondThread } from "./threads";
import { type Kernels, loaded, wasm } from "./wasm";

/** Bytes of images that are listed at a time. */
const CHUNK = 2 ** 19;
/** Images that are listed at a time at most: the kernels have 16 bits for which it is. */
const MOST_LISTED = 2 ** 16;
/** Bytes of images that are worth a second thread. */
const LARGE = 2 ** 20;

const collected = new FinalizationRegistry<number>((address) => loaded?.release(address));

/**
 * Images of D bytes each. In WebAssembly memory, if there is room, as records
 * (see assembly/records.ts), and before them where each begins.
 */
export class Bytes {
  private readonly array: Uint8Array | undefined;
  private readonly address: number;
  private readonly decoded: { n: number; bytes: Uint8Array };

  /**
   * @param bytes copied
   * @param sums D zeros, which become each pixel's sum, as the bytes are at hand
   */
  constructor(
    bytes: Uint8Array,
    readonly D: number,
    sums?: Uint32Array,
  ) {
    if (bytes.length >= LARGE) startSecondThread();
    this.decoded = { n: -1, bytes: new Uint8Array(D) };
    this.address = pack(bytes, D, sums);
    if (this.address === 0) {
      this.array = Uint8Array.from(bytes);
      if (sums) plain.addColumnSums(sums, bytes);
    } else collected.register(this, this.address);
  }

  /** Where it says where each image's record begins, in WebAssembly memory, or 0. */
  place(): number {
    return wasm() === undefined ? 0 : this.address;
  }

  /** The bytes of image n, valid until the next call. */
  row(n: number): Uint8Array {
    const { D, array, address, decoded } = this;
    if (array !== undefined) return array.subarray(n * D, (n + 1) * D);
    if (decoded.n !== n && loaded !== undefined) {
      const { buffer } = loaded.memory;
      const [start] = new Uint32Array(buffer, address + 4 * n, 1);
      const record = new Uint8Array(buffer, start);
      let next = 2 * Math.ceil(D / 16);
      for (let d = 0; d < D; d++) {
        decoded.bytes[d] = (record[d >> 3] >> (d & 7)) & 1 ? record[next++] : 0;
      }
      decoded.n = n;
    }
    return decoded.bytes;
  }
}

/** Puts images into WebAssembly memory: the address, or 0 if there is no room. */
function pack(bytes: Uint8Array, D: number, sums?: Uint32Array): number {
  const kernels = wasm();
  if (kernels === undefined) return 0;
  const N = bytes.length / D;
  const starts = 4 * (N + 1);
  const address = allocate(starts + kernels.roomOfRecords(N, D));
  if (address === 0) return 0;
  clearScratch();
  const some = Math.max(1, Math.min(256, Math.floor(2 ** 18 / D))); // images at a time
  const from = scratch(some * D + 16); // 16 bytes at a time are read
  const to = sums ? scratch(4 * D) : 0;
  const { buffer } = kernels.memory; // scratch may have made it larger
  const total = sums && new Uint32Array(buffer, to, D).fill(0);
  let end = address + starts;
  for (let n = 0; n === 0 || n < N; n += some) {
    const part = bytes.subarray(n * D, (n + some) * D);
    new Uint8Array(buffer, from).set(part);
    end = kernels.packImages(from, part.length / D, D, address + 4 * n, end);
    if (sums) kernels.addColumnSums(to, from, part.length / D, D); // of 256 at most
  }
  if (total) sums.set(total);
  clearScratch();
  kernels.shrink(address, end + 8 - address); // 8 at a time are read
  return address;
}

/** Some rows of images, less a mean, and what a product leaves for the next one. */
export class Selection {
  /** The images' lists, as the kernels keep them. */
  private lists: Block | undefined;

  /**
   * @param minusMean D numbers, added to each image
   */
  constructor(
    readonly bytes: Bytes,
    readonly rows: Uint32Array,
    readonly minusMean: Block,
  ) {}

  /** The images (N×D) times B (D×H). */
  times(B: Block, H: number): Block {
    const N = this.rows.length;
    const D = this.bytes.D;
    const C = newBlock(N * H);
    const kernels = wasm();
    clearScratch();
    const starts = this.bytes.place();
    const mean = starts && placeOf(this.minusMean);
    const b = mean && placeOf(B);
    const c = b && placeLike(C);
    if (kernels === undefined || c === 0) {
      const to = C.numbers();
      plain.repeatRowTimes(to, N, this.minusMean.numbers(), B.numbers(), H);
      plain.imagesTimes(to, (n) => this.bytes.row(n), this.rows, D, B.numbers(), H);
      return C;
    }
    const tiles = scratch(kernels.roomOfTiles(D, H));
    const mark = scratchMark();
    for (let n = 0; n < N; n += this.chunk) {
      clearScratch(mark);
      const some = Math.min(this.chunk, N - n);
      const rows = this.indices(n, some);
      const entries = kernels.roomForEntries(starts, rows, some, D);
      const bytes = kernels.roomOfLists(some, entries);
      const kept = some === N ? untilTidyEnds(bytes) : undefined;
      const lists = kept?.place() || scratch(bytes);
      const to = c + 8 * n * H;
      productBegins(some * D * H);
      kernels.imagesTimes(to, starts, rows, lists, entries, mean, b, some, D, H, tiles);
      productEnds();
      this.lists = kept;
    }
    deliver(C, c);
    clearScratch();
    return C;
  }

  /** The transpose of the images (D×N) times G (N×H). */
  transposeTimes(G: Block, H: number): Block {
    const N = this.rows.length;
    const D = this.bytes.D;
    const C = newBlock(D * H);
    const kernels = wasm();
    clearScratch();
    const mean = this.bytes.place() && placeOf(this.minusMean);
    const g = mean && placeOf(G);
    const c = g && placeLike(C);
    if (kernels === undefined || c === 0) {
      const to = C.numbers();
      plain.outer(to, this.minusMean.numbers(), G.numbers(), H);
      plain.transposedImagesTimes(to, (n) => this.bytes.row(n), this.rows, D, G.numbers(), H);
      return C;
    }
    const mark = scratchMark();
    for (let n = 0; n === 0 || n < N; n += this.chunk) {
      clearScratch(mark);
      const some = Math.min(this.chunk, N - n);
      const lists = this.listsOf(kernels, n, some);
      const room = scratch(kernels.roomOfTransposedImagesTimes(some, D, H));
      const add = n === 0 ? 0 : 1;
      kernels.transposedImagesTimes(c, lists, mean, g + 8 * n * H, some, D, H, room, add);
    }
    deliver(C, c);
    clearScratch();
    return C;
  }

  /** Rows that are listed at a time. */
  private get chunk(): number {
    return Math.min(Math.max(16, Math.floor(CHUNK / this.bytes.D)), MOST_LISTED);
  }

  /** Where the lists of some images are. */
  private listsOf(kernels: Kernels, first: number, N: number): number {
    if (this.lists !== undefined && !this.lists.isGone) return this.lists.place();
    const D = this.bytes.D;
    const starts = this.bytes.place();
    const rows = this.indices(first, N);
    const entries = kernels.roomForEntries(starts, rows, N, D);
    const lists = scratch(kernels.roomOfLists(N, entries));
    kernels.listAll(lists, starts, rows, entries, N, D);
    return lists;
  }

  /** Where some of the rows' numbers are in WebAssembly memory. */
  private indices(first: number, N: number): number {
    const place = scratch(4 * N);
    if (loaded !== undefined) {
      new Uint32Array(loaded.memory.buffer, place, N).set(this.rows.subarray(first, first + N));
    }
    return place;
  }
}

/** Room in WebAssembly memory until the current tidy() ends, if there is one. */
function untilTidyEnds(bytes: number): Block | undefined {
  if (currentScope() === undefined) return undefined;
  const block = newBlock(Math.ceil(bytes / 8));
  return block.inWasm ? block : undefined;
}
