import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { Matrix } from "ml-matrix";
import { exp, Matrix as Fast, log, tidy } from "../../../lib/matrix";
import { onBoth } from "./support";

// Computed to 50 digits by Python's decimal, then rounded to the nearest double.
const known: [number, number][] = [
  [0.2, -1.6094379124341003],
  [0.3, -1.2039728043259361],
  [0.9999999999999999, -1.1102230246251565e-16],
  [0.6, -0.5108256237659907],
  [1.5, 0.4054651081081644],
  [3, 1.0986122886681098],
  [1e-300, -690.7755278982137],
  [1e300, 690.7755278982137],
  [5e-324, -744.4400719213812],
];

for (const [x, expected] of known) {
  onBoth(`is ln ${x} the nearest double?`, () => {
    assert.equal(log(x), expected);
  });
}

onBoth("is ln 1 zero, and what has no logarithm as with Math.log?", () => {
  for (const x of [1, 0, -0, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]) {
    assert.ok(Object.is(log(x), Math.log(x)), `${x}: ${log(x)}`);
  }
});

test("is log never further than one unit in the last place from Math.log?", () => {
  for (let i = 1; i < 10_000; i++) {
    const x = i / 10_000;
    assert.ok(Math.abs(log(x) - Math.log(x)) <= Number.EPSILON * Math.abs(Math.log(x)), `${x}`);
  }
});

/** From -750 to 750, closest together near 0. Not by `**`, which engines round in their ways. */
const points = Float64Array.from({ length: 20_001 }, (_, i) => {
  const t = i / 10_000 - 1;
  return 750 * t * t * t;
});
const digest = (values: Float64Array) => createHash("sha256").update(values).digest("hex");

test("has exp the same bits in every engine, and in WebAssembly?", () => {
  const expected = "96087be7c8e86920d025b272cfe5510a6aab3bb85ff6419aa61c033b883d7394";
  assert.equal(digest(points.map(exp)), expected);
  const row = new Matrix([[...points]]);
  assert.equal(digest(Float64Array.from(tidy(() => Fast.exp(row).to1DArray()))), expected);
});

onBoth("has log the same bits in every engine, as a matrix's method too?", () => {
  const expected = "7ef69d9b1c4e6133373fed1c680b3c0e896c7bf07a7e0f62d9aafed61f58e5ee";
  const positive = points.map(exp).map((x) => Math.max(x, 5e-324));
  assert.equal(digest(positive.map(log)), expected);
  const row = new Matrix([[...positive]]);
  assert.equal(digest(Float64Array.from(Fast.log(row).to1DArray())), expected);
});

onBoth("is the logarithm of a matrix that of each of its numbers, whatever they are?", () => {
  const odd = [0, -0, -1, Infinity, -Infinity, NaN, 5e-324, 2 ** -1022, 1, 3, Number.MAX_VALUE];
  for (const numbers of [odd, odd.slice(1), odd.slice(8), [7]]) {
    const logs = tidy(() => Fast.log(new Matrix([numbers])).to1DArray());
    for (const [i, x] of numbers.entries()) assert.ok(Object.is(logs[i], log(x)), `ln ${x}`);
  }
});
