// Loads the WebAssembly kernels that build.js makes of assembly/, and says
// which backend is in use.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PAIR } from "./pair";

/** "wasm": kernels in WebAssembly. "ts": everything in plain TypeScript. */
export type Backend = "wasm" | "ts";

/** What assembly/index.ts exports; every argument but a factor is an address or a count. */
export interface Kernels {
  module: object;
  memory: Memory;
  allocate(bytes: number): number;
  release(address: number): void;
  shrink(address: number, bytes: number): void;
  combine(
    op: number,
    a: number,
    rows: number,
    columns: number,
    b: number,
    rowStride: number,
    columnStride: number,
  ): void;
  combineNumber(op: number, a: number, value: number, n: number): void;
  addScaled(a: number, b: number, factor: number, n: number): number;
  squaresAdded(n: number): number;
  scale(out: number, a: number, factor: number, n: number): void;
  exp(out: number, a: number, n: number): void;
  sigmoid(out: number, a: number, n: number): void;
  relu(out: number, a: number, n: number): void;
  sign(out: number, a: number, n: number): void;
  log(out: number, a: number, n: number): void;
  sum(a: number, n: number): number;
  dot(a: number, b: number, n: number): number;
  sumRows(out: number, a: number, rows: number, columns: number): void;
  sumColumns(out: number, a: number, rows: number, columns: number): void;
  maxRows(out: number, a: number, rows: number, columns: number): void;
  roomOfMultiply(n: number, k: number): number;
  multiply(
    c: number,
    m: number,
    n: number,
    k: number,
    a: number,
    aRowStride: number,
    aColumnStride: number,
    b: number,
    bRowStride: number,
    bColumnStride: number,
    tiles: number,
  ): void;
  roomOfRecords(N: number, D: number): number;
  packImages(bytes: number, n: number, D: number, starts: number, out: number): number;
  middleOf(D: number): number;
  roomOfImagesTimes(D: number, H: number): number;
  imagesTimes(
    c: number,
    starts: number,
    indices: number,
    minusMean: number,
    b: number,
    N: number,
    D: number,
    H: number,
    room: number,
  ): void;
  pairs(on: number): void;
  roomOfTransposedImagesTimes(N: number, D: number, H: number): number;
  transposedImagesTimes(
    c: number,
    starts: number,
    indices: number,
    minusMean: number,
    g: number,
    N: number,
    D: number,
    H: number,
    room: number,
    accumulate: number,
    plus: number,
    factor: number,
  ): void;
  ln(x: number): number;
  drawNormals(state: number, out: number, n: number): void;
  drawOrder(state: number, out: number, n: number): void;
  addColumnSums(sums: number, bytes: number, n: number, width: number): void;
  serve(): void;
  isServing(): number;
  settle(): void;
  leaveOut(leave: number): void;
  partsTaken(): number;
}

interface Memory {
  readonly buffer: SharedArrayBuffer;
}

// The types of Node 18 do not have it without those of the browser.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: unknown };
  Memory: new (options: { initial: number; maximum: number; shared: true }) => Memory;
};

/** 64 KB each: the most there may be. Some machines do not give room for as many. */
const PAGES = [32768, 16384, 4096];

/** The kernels, or undefined on a machine that has none. */
export const loaded = load();
/** The kernels, or undefined where plain TypeScript does the work. */
export let kernels = loaded;

/**
 * Chooses what new matrices and products use.
 *
 * @throws Error when "wasm" is asked for and there are no kernels
 */
export function useBackend(backend: Backend): void {
  if (backend === "wasm" && loaded === undefined) {
    throw new Error("the WebAssembly kernels are not there: node lib/matrix/build.js makes them");
  }
  kernels = backend === "wasm" ? loaded : undefined;
}

/** The backend in use. */
export function backendInUse(): Backend {
  return kernels === undefined ? "ts" : "wasm";
}

function load(): Kernels | undefined {
  if (process.env.GRADBOOK_BACKEND === "ts") return undefined;
  const path = join(__dirname, "built", "kernels.wasm");
  try {
    if (!existsSync(path)) throw new Error(`${path} is missing, node lib/matrix/build.js makes it`);
    const module = new WebAssembly.Module(readFileSync(path));
    const memory = newMemory();
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const kernels = { ...(exports as Kernels), module, memory };
    kernels.pairs(process.execArgv?.includes(PAIR) ? 1 : 0); // a browser's process has no options
    return kernels;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.warn(`Matrices run in plain TypeScript, about ten times slower: ${why}`);
    return undefined;
  }
}

function newMemory(): Memory {
  for (const maximum of PAGES) {
    try {
      return new WebAssembly.Memory({ initial: 16, maximum, shared: true });
    } catch (error) {
      if (maximum === PAGES[PAGES.length - 1]) throw error;
    }
  }
  throw new RangeError("no memory");
}
