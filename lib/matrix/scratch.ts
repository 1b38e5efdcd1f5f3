// Room in WebAssembly memory for one operation while it runs. It is taken back
// when the next one begins, whatever became of this one.

import { Arena, f64, type Mark, numbersAt, START } from "./arena";
import type { Block } from "./memory";
import { loaded } from "./wasm";

const arena = new Arena();
/**
 * Takes all room back: before an operation asks for some. After an interrupt the
 * second thread may still be at work there.
 */
export function clearScratch(): void {
  loaded?.settle();
  arena.backTo(START);
}

/** Takes back what was taken since a mark: all of it, at the end of an operation. */
export function backTo(mark = START): void {
  arena.backTo(mark);
}

export function scratchMark(): Mark {
  return { piece: arena.piece, next: arena.next, end: arena.end };
}

/**
 * @returns the address of so many bytes
 * @throws RangeError when there are not that many
 */
export function scratch(bytes: number): number {
  const address = arena.take(bytes);
  if (address === 0) throw new RangeError("no memory for a matrix operation");
  return address;
}

/** Where a block's numbers are, or a copy of them; 0 if there is no room. */
export function placeOf(block: Block): number {
  const own = block.place();
  if (own !== 0) return own;
  const place = arena.take(8 * block.length);
  if (place !== 0) f64.set(block.numbers(), place >>> 3);
  return place;
}

/** Where a block's numbers are, or others may be made for it; 0 if there is no room. */
export function placeLike(block: Block): number {
  return block.place() || arena.take(8 * block.length);
}

/** Puts the numbers made at `place` into the block, if they are not there already. */
export function deliver(block: Block, place: number): void {
  if (block.place() !== place) block.setAll(numbersAt(place, block.length));
}
