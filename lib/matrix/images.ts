// The bytes of images, and products with them: rows of bytes times a matrix,
// and their transpose times one.

import {
  allocate,
  type Block,
  currentScope,
  newBlock,
  newBlockIn,
  type Scope,
  scratch,
} from "./memory";
import * as plain from "./plain";
import { placeOf, resultFor, TILE } from "./product";
import { type Kernels, loaded, wasm } from "./wasm";

/** Bytes whose non-zero ones are listed at a time. */
const CHUNK = 2 ** 19;

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

/** Some rows of images, and what a product has made of them for the next one. */
export class Selection {
  private only: Batch | undefined;

  /** Rows in a chunk. */
  private readonly chunk: number;

  constructor(
    readonly bytes: Bytes,
    readonly rows: Uint32Array,
  ) {
    this.chunk = Math.max(16, Math.floor(CHUNK / bytes.D));
  }

  /** C (N×H) += the bytes (N×D) times B (D×H). */
  addProduct(C: Block, B: Block, H: number): void {
    const { bytes, rows } = this;
    const scope = currentScope();
    scratch(() => {
      const kernels = wasm();
      const b = bytes.place() && placeOf(B);
      const result = b ? resultFor(C) : C;
      const c = result.place();
      if (kernels === undefined || !b || !c) {
        plain.imagesTimes(C.numbers(), bytes.numbers(), rows, bytes.D, B.numbers(), H);
        return;
      }
      const tiles = packed(kernels, b, bytes.D, H);
      for (let n = 0; n < rows.length; n += this.chunk) {
        scratch(() => {
          const batch = this.batch(kernels, n, scope);
          gather(kernels, batch.byRow(kernels), c + 8 * n * H, H, tiles, bytes.D);
        });
      }
      if (result !== C) C.numbers().set(result.numbers());
    });
  }

  /** C (D×H) += the transposed bytes (D×N) times G (N×H). */
  addTransposedProduct(C: Block, G: Block, H: number): void {
    const { bytes, rows } = this;
    const scope = currentScope();
    scratch(() => {
      const kernels = wasm();
      const g = bytes.place() && placeOf(G);
      const result = g ? resultFor(C) : C;
      const c = result.place();
      if (kernels === undefined || !g || !c) {
        plain.transposedImagesTimes(C.numbers(), bytes.numbers(), rows, bytes.D, G.numbers(), H);
        return;
      }
      for (let n = 0; n < rows.length; n += this.chunk) {
        scratch(() => {
          const batch = this.batch(kernels, n, scope);
          const tiles = packed(kernels, g + 8 * n * H, batch.N, H);
          gather(kernels, batch.byColumn(kernels), c, H, tiles, batch.N);
        });
      }
      if (result !== C) C.numbers().set(result.numbers());
    });
  }

  /** The chunk from row n on; a single one is kept for the next product. */
  private batch(kernels: Kernels, n: number, scope: Scope | undefined): Batch {
    if (this.rows.length > this.chunk || scope === undefined) {
      return new Batch(kernels, this.bytes, this.rows.subarray(n, n + this.chunk), currentScope());
    }
    if (this.only === undefined || this.only.isGone) {
      this.only = new Batch(kernels, this.bytes, this.rows, scope);
    }
    return this.only;
  }
}

/** Room in WebAssembly memory. */
function room(bytes: number, scope = currentScope()): Block {
  const block = newBlockIn(scope, Math.ceil(bytes / 8));
  if (block.place() === 0) throw new RangeError("no memory for a matrix product");
  return block;
}

/** B (k×n) in packed tiles. */
function packed(kernels: Kernels, b: number, k: number, n: number): number {
  const tiles = room(8 * k * Math.ceil(n / TILE) * TILE).place();
  kernels.pack(tiles, b, k, n, n, 1);
  return tiles;
}

/** C (a row for each of the lists, H columns) += lists times packed tiles, k high. */
function gather(kernels: Kernels, lists: Lists, c: number, H: number, tiles: number, k: number) {
  const { rows, starts, places, values } = lists;
  for (let h = 0; h < H; h += TILE) {
    const width = Math.min(TILE, H - h);
    kernels.gather(c + 8 * h, H, width, rows, starts, places, values, tiles + 8 * h * k);
  }
}

/** Addresses of lists, see assembly/images.ts. */
interface Lists {
  rows: number;
  starts: number;
  places: number;
  values: number;
}

/** N rows of bytes in one piece, and lists of their non-zero ones. */
class Batch {
  readonly N: number;
  private readonly D: number;
  private readonly bytes: Block;
  private rowLists: Lists | undefined;
  private columnLists: Lists | undefined;

  constructor(
    kernels: Kernels,
    images: Bytes,
    rows: Uint32Array,
    private readonly scope: Scope | undefined,
  ) {
    this.N = rows.length;
    this.D = images.D;
    this.bytes = room(to16(this.N) * to16(this.D), scope);
    const indices = room(4 * this.N);
    new Uint32Array(indices.numbers().buffer, indices.place(), this.N).set(rows);
    kernels.fetch(images.place(), indices.place(), this.N, this.D, this.bytes.place());
  }

  get isGone(): boolean {
    return this.bytes.isGone;
  }

  byRow(kernels: Kernels): Lists {
    this.rowLists ??= this.listed(kernels, this.bytes.place(), this.N, to16(this.D));
    return this.rowLists;
  }

  byColumn(kernels: Kernels): Lists {
    if (this.columnLists === undefined) {
      const [rows, columns] = [to16(this.N), to16(this.D)];
      const transpose = room(rows * columns).place();
      kernels.transposeBytes(transpose, this.bytes.place(), rows, columns);
      this.columnLists = this.listed(kernels, transpose, this.D, rows);
    }
    return this.columnLists;
  }

  private listed(kernels: Kernels, bytes: number, rows: number, stride: number): Lists {
    const most = this.N * this.D + 8;
    const values = room(12 * most + 4 * (rows + 1), this.scope).place();
    const places = values + 8 * most;
    const starts = places + 4 * most;
    kernels.list(bytes, rows, stride, starts, places, values, room(most).place());
    return { rows, starts, places, values };
  }
}

function to16(n: number): number {
  return 16 * Math.ceil(n / 16);
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
  scratch(() => {
    const kernels = wasm();
    const total = newBlock(Math.ceil(D / 2));
    const part = newBlock(32 * D); // 256 images
    const [to, from] = [total.place(), part.place()];
    if (kernels === undefined || !to || !from) {
      plain.addColumnSums(sums, images);
      return;
    }
    const { buffer } = kernels.memory;
    total.numbers().fill(0);
    for (let n = 0; n < N; n += 256) {
      const some = images.subarray(n * D, (n + 256) * D);
      new Uint8Array(buffer, from).set(some);
      kernels.addColumnSums(to, from, some.length / D, D);
    }
    sums.set(new Uint32Array(buffer, to, D));
  });
  return Float64Array.from(sums, (sum) => sum / N);
}
