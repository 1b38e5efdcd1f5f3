// The bytes of images, and products with them: rows of bytes times a matrix,
// and their transpose times one.

import { allocate, u32 } from "./arena";
import { type Block, newBlock } from "./memory";
import * as plain from "./plain";
import { backTo, clearScratch, deliver, placeLike, placeOf, scratch, scratchMark } from "./scratch";
import { productBegins, productEnds, startSecondThread } from "./threads";
import { kernels, loaded } from "./wasm";

/** Bytes of images whose transpose is listed at a time. */
const CHUNK = 2 ** 19;
/** Images that are listed at a time at most: the kernels have 16 bits for where their rows are. */
const MOST_LISTED = 512;
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
  /** Where the second half of an image begins. */
  private readonly middle: number;
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
    this.middle = loaded?.middleOf(D) ?? D;
    this.address = pack(bytes, D, sums);
    if (this.address === 0) {
      this.array = Uint8Array.from(bytes);
      if (sums) plain.addColumnSums(sums, bytes);
    } else collected.register(this, this.address);
  }

  /** Where it says where each image's record begins, in WebAssembly memory, or 0. */
  place(): number {
    return kernels === undefined ? 0 : this.address;
  }

  /** The bytes of image n, valid until the next call. */
  row(n: number): Uint8Array {
    const { D, array, address, decoded } = this;
    if (array !== undefined) return array.subarray(n * D, (n + 1) * D);
    if (decoded.n !== n) {
      const at = (address >>> 2) + n;
      const record = new Uint8Array(u32.buffer, u32[at], u32[at + 1] - u32[at]);
      const second = 4 + new DataView(u32.buffer, u32[at]).getUint32(0, true);
      decoded.bytes.fill(0);
      for (let d = 0, k = 4; k < record.length; k += 2) {
        if (k === second) d = this.middle;
        d += record[k + 1];
        decoded.bytes[d] = record[k];
      }
      decoded.n = n;
    }
    return decoded.bytes;
  }
}

/** Puts images into WebAssembly memory: the address, or 0 if there is no room. */
function pack(bytes: Uint8Array, D: number, sums?: Uint32Array): number {
  if (kernels === undefined) return 0;
  const N = bytes.length / D;
  const starts = 4 * (N + 1);
  const address = allocate(starts + kernels.roomOfRecords(N, D));
  if (address === 0) return 0;
  clearScratch();
  const some = Math.max(1, Math.min(256, Math.floor(2 ** 18 / D))); // images at a time
  const from = scratch(some * D + 16); // 16 bytes at a time are read
  const to = sums ? scratch(4 * D) : 0;
  const room = new Uint8Array(u32.buffer, from); // after scratch, which may make it larger
  const total = sums && u32.subarray(to >>> 2, (to >>> 2) + D).fill(0);
  let end = address + starts;
  for (let n = 0; n === 0 || n < N; n += some) {
    const part = bytes.subarray(n * D, (n + some) * D);
    room.set(part);
    end = kernels.packImages(from, part.length / D, D, address + 4 * n, end);
    if (sums) kernels.addColumnSums(to, from, part.length / D, D); // of 256 at most
  }
  if (total) sums.set(total);
  backTo();
  kernels.shrink(address, end - address);
  return address;
}

/** Some rows of images, less a mean. */
export class Selection {
  /**
   * @param minusMean D numbers, added to each image
   */
  constructor(
    readonly bytes: Bytes,
    readonly rows: readonly number[],
    readonly minusMean: Block,
  ) {}

  /** The images (N×D) times B (D×H). */
  times(B: Block, H: number): Block {
    const N = this.rows.length;
    const D = this.bytes.D;
    const C = newBlock(N * H);
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
    const rows = this.indices();
    const room = scratch(kernels.roomOfImagesTimes(D, H));
    productBegins(N * D * H);
    kernels.imagesTimes(c, starts, rows, mean, b, N, D, H, room);
    productEnds();
    deliver(C, c);
    backTo();
    return C;
  }

  /** C = the transpose of the images (D×N) times G (N×H), plus factor times another, if there is one. */
  transposeTimes(C: Block, G: Block, H: number, other: Block | undefined, factor: number): void {
    const N = this.rows.length;
    const D = this.bytes.D;
    clearScratch();
    const starts = this.bytes.place();
    const mean = starts && placeOf(this.minusMean);
    const g = mean && placeOf(G);
    const c = g && placeLike(C);
    const plus = c && other ? placeOf(other) : c;
    if (kernels === undefined || plus === 0) {
      const to = C.numbers();
      plain.outer(to, this.minusMean.numbers(), G.numbers(), H);
      plain.transposedImagesTimes(to, (n) => this.bytes.row(n), this.rows, D, G.numbers(), H);
      if (other) plain.addScaled(to, other.numbers(), factor);
      return;
    }
    const rows = this.indices();
    const mark = scratchMark();
    const chunk = Math.min(Math.max(16, Math.floor(CHUNK / D)), MOST_LISTED);
    for (let n = 0; n === 0 || n < N; n += chunk) {
      backTo(mark);
      const some = Math.min(chunk, N - n);
      const room = scratch(kernels.roomOfTransposedImagesTimes(some, D, H));
      const add = n === 0 ? 0 : 1;
      const from = rows + 4 * n;
      const at = g + 8 * n * H;
      const last = other && n + some === N ? plus : 0;
      kernels.transposedImagesTimes(c, starts, from, mean, at, some, D, H, room, add, last, factor);
    }
    deliver(C, c);
    backTo();
  }

  /** Where the rows' numbers are in WebAssembly memory. */
  private indices(): number {
    const place = scratch(4 * this.rows.length);
    u32.set(this.rows, place >>> 2);
    return place;
  }
}
