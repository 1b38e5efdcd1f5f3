// Many random numbers at once, by the kernels: what lib/random.ts draws one by one.

import { numbersAt, u32 } from "./arena";
import { backTo, clearScratch, scratch } from "./scratch";
import { type Kernels, kernels } from "./wasm";

/** Numbers drawn, or handed over, in one call. */
const SOME = 4096;
/** Fewer are drawn sooner than the kernel is compiled. */
const FEW = 128;
/** More do not have to fit into WebAssembly memory. */
const MOST = 2 ** 22;

/**
 * Standard normal numbers in pairs, each pair's second one first.
 *
 * @param state of the generator: 624 words and which one is next; updated
 * @param out an even number of places to fill
 * @returns whether that was done; else it is for plain TypeScript to do
 */
export function drawNormals(state: Uint32Array, out: Float64Array): boolean {
  if (kernels === undefined || out.length < FEW) return false;
  withState(state, (kernels, at) => {
    const place = scratch(8 * SOME);
    for (let i = 0; i < out.length; i += SOME) {
      const n = Math.min(SOME, out.length - i);
      kernels.drawNormals(at, place, n);
      out.set(numbersAt(place, n), i);
    }
  });
  return true;
}

/**
 * The integers 0 to n - 1 in random order.
 *
 * @param state of the generator: 624 words and which one is next; updated
 * @returns undefined where it is for plain TypeScript to do
 */
export function drawOrder(state: Uint32Array, n: number): number[] | undefined {
  if (kernels === undefined || n < FEW || n > MOST) return undefined;
  const order: number[] = [];
  withState(state, (kernels, at) => {
    const place = scratch(4 * n);
    kernels.drawOrder(at, place, n);
    const drawn = u32.subarray(place >>> 2, (place >>> 2) + n);
    // In code that runs for the first time twice as quick as a loop.
    for (let i = 0; i < n; i += SOME) Reflect.apply(order.push, order, drawn.subarray(i, i + SOME));
  });
  return order;
}

/** Runs `draw` with the address of a copy of the state, and takes over what it has become. */
function withState(state: Uint32Array, draw: (kernels: Kernels, at: number) => void): void {
  if (kernels === undefined) return;
  clearScratch();
  const at = scratch(4 * state.length);
  u32.set(state, at >>> 2);
  draw(kernels, at);
  state.set(u32.subarray(at >>> 2, (at >>> 2) + state.length));
  backTo();
}
