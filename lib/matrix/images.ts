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

/** Rows whose non-zero pixels are listed at a time. */
const CHUNK = 512;

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

/** Some rows of images, and lists of their non-zero pixels once a product has made them. */
export class Selection {
  private lists: Lists | undefined;

  constructor(
    readonly bytes: Bytes,
    readonly rows: Uint32Array,
  ) {}

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
      const tiles = packed(kernels, b, bytes.D, H, H);
      for (let n = 0; n < rows.length; n += CHUNK) {
        scratch(() => {
          const lists = this.listed(kernels, n, scope);
          lists.gather(kernels, c + 8 * n * H, H, tiles, false);
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
      for (let n = 0; n < rows.length; n += CHUNK) {
        scratch(() => {
          const lists = this.listed(kernels, n, scope);
          const tiles = packed(kernels, g + 8 * n * H, lists.N, H, H);
          lists.gather(kernels, c, H, tiles, true);
        });
      }
      if (result !== C) C.numbers().set(result.numbers());
    });
  }

  /** Lists of a chunk from row n on; a single chunk's are kept for the next product. */
  private listed(kernels: Kernels, n: number, scope: Scope | undefined): Lists {
    if (this.lists !== undefined && !this.lists.isGone) return this.lists;
    const { bytes, rows } = this;
    const single = rows.length <= CHUNK && scope !== undefined;
    const lists = new Lists(
      kernels,
      bytes,
      rows.subarray(n, n + CHUNK),
      single ? scope : currentScope(),
    );
    this.lists = single ? lists : undefined;
    return lists;
  }
}

/** B (k×n) in packed tiles. */
function packed(kernels: Kernels, b: number, k: number, n: number, stride: number): number {
  const tiles = newBlock(k * Math.ceil(n / TILE) * TILE).place();
  if (tiles === 0) throw new RangeError("no memory for a matrix product");
  kernels.pack(tiles, b, k, n, stride, 1);
  return tiles;
}

/** The non-zero pixels of some rows, by row and, once needed, by column. */
class Lists {
  readonly N: number;
  private readonly D: number;
  private readonly block: Block;
  private readonly entries: number;
  private byColumn = false;
  // Addresses: see assembly/images.ts
  private readonly counts: number;
  private readonly starts: number;
  private readonly columnStarts: number;
  private readonly places: number;
  private readonly columnPlaces: number;
  private readonly values: number;
  private readonly columnValues: number;

  constructor(kernels: Kernels, bytes: Bytes, rows: Uint32Array, scope: Scope | undefined) {
    this.N = rows.length;
    this.D = bytes.D;
    const indices = newBlock(Math.ceil(this.N / 2));
    new Uint32Array(indices.numbers().buffer, indices.place(), this.N).set(rows);
    const [images, N, D] = [bytes.place(), this.N, this.D];
    this.entries = kernels.count(images, indices.place(), N, D);
    const words = 2 * D + N + 2 + 2 * this.entries;
    this.block = newBlockIn(scope, 2 * this.entries + Math.ceil(words / 2));
    this.values = this.block.place();
    if (this.values === 0) throw new RangeError("no memory for a matrix product");
    this.columnValues = this.values + 8 * this.entries;
    this.places = this.columnValues + 8 * this.entries;
    this.columnPlaces = this.places + 4 * this.entries;
    this.counts = this.columnPlaces + 4 * this.entries;
    this.starts = this.counts + 4 * D;
    this.columnStarts = this.starts + 4 * (N + 1);
    kernels.list(images, indices.place(), N, D, this.starts, this.places, this.values, this.counts);
  }

  get isGone(): boolean {
    return this.block.isGone;
  }

  /** C += the rows, or their transpose, times packed tiles with H columns. */
  gather(kernels: Kernels, c: number, H: number, tiles: number, transposed: boolean): void {
    const { N, D } = this;
    if (transposed && !this.byColumn) {
      const { starts, places, values, counts, columnStarts, columnPlaces, columnValues } = this;
      kernels.listByColumn(
        N,
        D,
        starts,
        places,
        values,
        counts,
        columnStarts,
        columnPlaces,
        columnValues,
      );
      this.byColumn = true;
    }
    const [height, depth] = transposed ? [D, N] : [N, D];
    const starts = transposed ? this.columnStarts : this.starts;
    const places = transposed ? this.columnPlaces : this.places;
    const values = transposed ? this.columnValues : this.values;
    for (let h = 0; h < H; h += TILE) {
      const width = Math.min(TILE, H - h);
      const tile = tiles + 8 * h * depth;
      kernels.gather(c + 8 * h, H, width, height, starts, places, values, tile);
    }
  }
}
