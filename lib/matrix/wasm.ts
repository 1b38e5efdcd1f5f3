// Loads the WebAssembly kernels that build.js makes of assembly/, and says
// which backend is in use.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** "wasm": kernels in WebAssembly. "ts": everything in plain TypeScript. */
export type Backend = "wasm" | "ts";

/** What assembly/index.ts exports; every argument but a factor is an address or a count. */
export interface Kernels {
  memory: { buffer: ArrayBuffer };
  allocate(bytes: number): number;
  release(address: number): void;
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
  addScaled(a: number, b: number, factor: number, n: number): void;
  scale(out: number, a: number, factor: number, n: number): void;
  exp(out: number, a: number, n: number): void;
  sigmoid(out: number, a: number, n: number): void;
  relu(out: number, a: number, n: number): void;
  sign(out: number, a: number, n: number): void;
  sum(a: number, n: number): number;
  dot(a: number, b: number, n: number): number;
  sumRows(out: number, a: number, rows: number, columns: number): void;
  sumColumns(out: number, a: number, rows: number, columns: number): void;
  maxRows(out: number, a: number, rows: number, columns: number): void;
  pack(out: number, b: number, k: number, n: number, rowStride: number, columnStride: number): void;
  multiply(
    c: number,
    cStride: number,
    width: number,
    a: number,
    m: number,
    rowStride: number,
    columnStride: number,
    tile: number,
    k: number,
  ): void;
  fetch(images: number, indices: number, n: number, width: number, out: number): number;
  transposeBytes(out: number, a: number, rows: number, columns: number): void;
  list(
    bytes: number,
    n: number,
    stride: number,
    starts: number,
    places: number,
    values: number,
    packed: number,
  ): void;
  gather(
    c: number,
    cStride: number,
    width: number,
    n: number,
    starts: number,
    places: number,
    values: number,
    tile: number,
  ): void;
  addColumnSums(sums: number, bytes: number, n: number, width: number): void;
  repeatMinusRowTimes(c: number, N: number, x: number, D: number, b: number, H: number): void;
  minusOuter(c: number, x: number, D: number, y: number, H: number): void;
}

// The types of Node 18 do not have it without those of the browser.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: unknown };
};

/** The kernels, or undefined on a machine that has none. */
export const loaded = load();
let kernels = loaded;

/** The kernels, or undefined where plain TypeScript does the work. */
export function wasm(): Kernels | undefined {
  return kernels;
}

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
  const path = join(__dirname, "dist", "kernels.wasm");
  try {
    if (!existsSync(path)) throw new Error(`${path} is missing, node lib/matrix/build.js makes it`);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)));
    return exports as Kernels;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.warn(`Matrices run in plain TypeScript, about ten times slower: ${why}`);
    return undefined;
  }
}
