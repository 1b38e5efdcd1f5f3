// WebAssembly memory for what tidy() gives back, used like a stack: taking some
// and going back change two numbers, so that an interrupt leaves it whole.

import { loaded } from "./wasm";

/** All of WebAssembly memory, as numbers and as words: made anew when it has grown. */
export let f64: Float64Array = new Float64Array(0);
export let u32: Uint32Array = new Uint32Array(0);

const PIECE = 8 * 2 ** 20; // bytes
/** A piece of more bytes is given back when it is no longer used. */
const LARGE = 64 * 2 ** 20;

/** Where the unused part of the piece in use begins and ends. */
export interface Mark {
  readonly piece: number;
  readonly next: number;
  readonly end: number;
}

/** Where the first piece is still to be taken. */
export const START: Mark = { piece: -1, next: 0, end: -1 };

interface Piece {
  readonly address: number;
  readonly start: number;
  readonly end: number;
}

export class Arena implements Mark {
  private readonly pieces: Piece[] = [];
  /** How many pieces are large. */
  private large = 0;
  piece = START.piece;
  next = START.next;
  end = START.end;

  /** The address of so many bytes, a multiple of 64; 0 when there are not that many. */
  take(bytes: number): number {
    const address = this.next;
    const after = address + 64 * Math.ceil(bytes / 64);
    if (after > this.end) return this.takeFromNext(bytes);
    this.next = after;
    return address;
  }

  private takeFromNext(bytes: number): number {
    const piece = this.piece + 1;
    const whole = 64 * Math.ceil(bytes / 64);
    const there = this.pieces[piece];
    if (there === undefined || there.end - there.start < whole) {
      const size = Math.max(PIECE, whole + 64);
      const address = allocate(size);
      if (address === 0) return 0;
      const start = 64 * Math.ceil(address / 64);
      this.pieces.splice(piece, 0, { address, start, end: address + size });
      if (size > LARGE) this.large++;
    }
    const { start, end } = this.pieces[piece];
    this.piece = piece;
    this.next = start + whole;
    this.end = end;
    return start;
  }

  /** Takes back everything taken since. */
  backTo({ piece, next, end }: Mark): void {
    this.piece = piece;
    this.next = next;
    this.end = end;
    if (this.large > 0) this.releaseLarge();
  }

  /** Gives back the large pieces above the one in use. */
  private releaseLarge(): void {
    for (let p = this.pieces.length - 1; p > this.piece; p--) {
      const { address, end } = this.pieces[p];
      if (end - address <= LARGE) continue;
      this.pieces.splice(p, 1);
      this.large--;
      loaded?.release(address);
    }
  }

  /** Bytes taken since. */
  since({ piece, next }: Mark): number {
    let bytes = this.next - next;
    for (let p = piece; p < this.piece; p++) {
      bytes += (p < 0 ? next : this.pieces[p].end) - this.pieces[p + 1].start;
    }
    return bytes;
  }
}

/** Bytes of WebAssembly memory until they are released; 0 when there are not that many. */
export function allocate(bytes: number): number {
  if (loaded === undefined || bytes > 2 ** 30 - 64) return 0; // the allocator's largest block
  try {
    return loaded.allocate(bytes);
  } catch {
    return 0; // it traps when the memory cannot grow
  } finally {
    const { buffer } = loaded.memory;
    if (buffer.byteLength !== f64.byteLength) {
      f64 = new Float64Array(buffer);
      u32 = new Uint32Array(buffer);
    }
  }
}

/** Numbers in WebAssembly memory. */
export function numbersAt(address: number, length: number): Float64Array {
  return f64.subarray(address >>> 3, (address >>> 3) + length);
}
