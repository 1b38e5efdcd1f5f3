// The bytes of images, and products with them: rows of bytes times a matrix,
// and their transpose times one.

import { allocate } from "./arena";
import { type Block, currentScope, enter, leave, newBlock } from "./memory";
import * as plain from "./plain";
import { placeOf, resultFor, room } from "./product";
import { startSecondThread } from "./threads";
import { type Kernels, loaded, wasm } from "./wasm";

/** Bytes laid out at a time, and kept from one product for the next. */
const CHUNK = 2 ** 19;
/** Bytes of images that are worth a second thread. */
const LARGE = 2 ** 20;

const collected = new FinalizationRegistry<number>((address) => loaded?.release(address));

/** Images of D bytes each, in WebAssembly memory if there is room. */
export class Bytes {
  private array = new Uint8Array(0);
  private readonly address: number;

  /** @param bytes copied */
  constructor(
    bytes: Uint8Array,
    readonly D: number,
  ) {
    this.length = bytes.length;
    if (bytes.length >= LARGE) startSecondThread();
    this.address = wasm() === undefined ? 0 : allocate(bytes.length);
    if (this.address === 0) this.array = Uint8Array.from(bytes);
    else {
      this.numbers().set(bytes);
      collected.register(this, this.address);
    }
  }
  private readonly length: number;

  /** Making a block may move them: ask again after that. */
  numbers(): Uint8Array {
    if (this.array.length === 0 && this.address !== 0 && loaded !== undefined) {
      this.array = new Uint8Array(loaded.memory.buffer, this.address, this.length);
    }
    return this.array;
  }

  /** Where they are in WebAssembly memory, or 0. */
  place(): number {
    return wasm() === undefined ? 0 : this.address;
  }
}

/** Some rows of images, less a mean, and what a product leaves for the next one. */
export class Selection {
  /** The images' bytes in one piece, as the kernels keep them. */
  private fetched: Block | undefined;

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
    this.fetched = undefined;
    if (kernels !== undefined && currentScope() !== undefined && N <= this.chunk) {
      this.fetched = newBlock(Math.ceil(kernels.roomOfBytes(N, D) / 8));
    }
    const scope = enter();
    try {
      const images = this.bytes.place();
      const mean = images && placeOf(this.minusMean);
      const b = mean && placeOf(B);
      const result = b ? resultFor(C) : C;
      const c = result.place();
      if (kernels === undefined || !b || !c) {
        const to = C.numbers();
        plain.repeatRowTimes(to, N, this.minusMean.numbers(), B.numbers(), H);
        plain.imagesTimes(to, this.bytes.numbers(), this.rows, D, B.numbers(), H);
        return C;
      }
      const bytes = this.fetched === undefined ? 0 : this.fetched.place();
      const free = room(kernels.roomOfImagesTimes(N, D, H));
      kernels.imagesTimes(c, images, this.indices(0, N), bytes, mean, b, N, D, H, free);
      if (result !== C) C.numbers().set(result.numbers());
      return C;
    } finally {
      leave(scope);
    }
  }

  /** The transpose of the images (D×N) times G (N×H). */
  transposeTimes(G: Block, H: number): Block {
    const N = this.rows.length;
    const D = this.bytes.D;
    const C = newBlock(D * H);
    const scope = enter();
    try {
      const kernels = wasm();
      const mean = this.bytes.place() && placeOf(this.minusMean);
      const g = mean && placeOf(G);
      const result = g ? resultFor(C) : C;
      const c = result.place();
      if (kernels === undefined || !g || !c) {
        const to = C.numbers();
        plain.outer(to, this.minusMean.numbers(), G.numbers(), H);
        plain.transposedImagesTimes(to, this.bytes.numbers(), this.rows, D, G.numbers(), H);
        return C;
      }
      for (let n = 0; n === 0 || n < N; n += this.chunk) {
        const chunk = enter();
        try {
          const some = Math.min(this.chunk, N - n);
          const bytes = this.bytesOf(kernels, n, some);
          const free = room(kernels.roomOfTransposedImagesTimes(some, H));
          const add = n === 0 ? 0 : 1;
          kernels.transposedImagesTimes(c, bytes, mean, g + 8 * n * H, some, D, H, free, add);
        } finally {
          leave(chunk);
        }
      }
      if (result !== C) C.numbers().set(result.numbers());
      return C;
    } finally {
      leave(scope);
    }
  }

  /** Rows whose bytes are laid out at a time. */
  private get chunk(): number {
    return Math.max(16, Math.floor(CHUNK / this.bytes.D));
  }

  /** The bytes of some images in one piece. */
  private bytesOf(kernels: Kernels, first: number, N: number): number {
    const { rows, fetched, bytes } = this;
    if (fetched !== undefined && !fetched.isGone && N === rows.length) return fetched.place();
    const place = room(kernels.roomOfBytes(N, bytes.D));
    kernels.fetchImages(bytes.place(), this.indices(first, N), N, bytes.D, place);
    return place;
  }

  /** Where some of the rows' numbers are in WebAssembly memory. */
  private indices(first: number, N: number): number {
    const place = room(4 * N);
    if (loaded !== undefined) {
      new Uint32Array(loaded.memory.buffer, place, N).set(this.rows.subarray(first, first + N));
    }
    return place;
  }
}

/**
 * The mean of each pixel.
 *
 * @param images N times D bytes, one image after the other
 * @returns D numbers
 */
export function meanImage(images: Uint8Array, D: number): Float64Array {
  const N = images.length / D;
  const sums = new Uint32Array(D);
  const scope = enter();
  try {
    const kernels = wasm();
    const total = newBlock(Math.ceil(D / 2));
    const to = total.place();
    const from = newBlock(32 * D).place(); // 256 images
    if (kernels === undefined || !to || !from) plain.addColumnSums(sums, images);
    else {
      const { buffer } = kernels.memory;
      total.numbers().fill(0);
      for (let n = 0; n < N; n += 256) {
        const some = images.subarray(n * D, (n + 256) * D);
        new Uint8Array(buffer, from).set(some);
        kernels.addColumnSums(to, from, some.length / D, D);
      }
      sums.set(new Uint32Array(buffer, to, D));
    }
  } finally {
    leave(scope);
  }
  return Float64Array.from(sums, (sum) => sum / N);
}
