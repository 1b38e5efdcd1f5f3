// What the tests of the matrix share. ml-matrix itself is the oracle.

import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { test } from "node:test";
import { type AbstractMatrix, Matrix as Plain } from "ml-matrix";
import { type Backend, useBackend, useThreads } from "../../../lib/matrix";
import { RandomState } from "../../../lib/random";

/** What matrices are computed with. */
const SETTINGS = [
  { name: "wasm", backend: "wasm", threads: 1 },
  { name: "wasm, two threads", backend: "wasm", threads: 2 },
  { name: "ts", backend: "ts", threads: 1 },
] as const;

/** The same test on both backends, and on two threads. */
export function onBoth(name: string, body: (backend: Backend) => void | Promise<void>): void {
  for (const { name: setting, backend, threads } of SETTINGS) {
    const skip = threads > 1 && availableParallelism() < 2 && "there is only one processor";
    test(`${name} (${setting})`, { skip }, async () => {
      await useThreads(threads);
      useBackend(backend);
      try {
        await body(backend);
      } finally {
        useBackend("wasm");
      }
    });
  }
}

export const SHAPES = [
  [0, 0],
  [0, 3],
  [3, 0],
  [1, 1],
  [1, 7],
  [7, 1],
  [2, 2],
  [3, 5],
  [8, 8],
  [9, 10],
  [17, 33],
] as const;

const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0, 1e-310];

/** Normal numbers; `special`: among them NaN, infinities, zeros of both signs. */
export function randomMatrix(
  random: RandomState,
  rows: number,
  columns: number,
  special = false,
): Plain {
  const result = new Plain(rows, columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const pick = Math.floor(random.rand() * 4 * SPECIAL.length);
      const normal = 10 * (random.rand() + random.rand() + random.rand() - 1.5);
      result.set(i, j, special && pick < SPECIAL.length ? SPECIAL[pick] : normal);
    }
  }
  return result;
}

export function seeded(seed: number): RandomState {
  return new RandomState(seed);
}

/**
 * The same value up to rounding: numbers within `tolerance` times `scale`
 * (default: the larger of 1 and the number expected), NaN, infinities and
 * arrays and matrices of such. With tolerance 0 the sign of zero counts.
 */
export function assertSame(actual: unknown, expected: unknown, tolerance = 0, what = ""): void {
  if (typeof expected === "number" && typeof actual === "number") {
    if (Object.is(actual, expected) || (tolerance > 0 && actual === expected)) return;
    const scale = Math.max(1, Math.abs(expected));
    assert.ok(
      Math.abs(actual - expected) <= tolerance * scale,
      `${what}: ${actual}, not ${expected}`,
    );
  } else if (Plain.isMatrix(expected)) {
    const matrix = actual as AbstractMatrix;
    assert.deepEqual([matrix.rows, matrix.columns], [expected.rows, expected.columns], what);
    assertSame(matrix.to2DArray(), expected.to2DArray(), tolerance, what);
  } else if (Array.isArray(expected) && Array.isArray(actual)) {
    assert.equal(actual.length, expected.length, what);
    for (let i = 0; i < expected.length; i++) {
      assertSame(actual[i], expected[i], tolerance, `${what}[${i}]`);
    }
  } else assert.deepEqual(actual, expected, what);
}
