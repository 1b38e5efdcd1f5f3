import assert from "node:assert/strict";
import { test } from "node:test";
import { log } from "../../lib/log";

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
];

for (const [x, expected] of known) {
  test(`is ln ${x} the nearest double?`, () => {
    assert.equal(log(x), expected);
  });
}

test("is ln 1 zero?", () => {
  assert.equal(log(1), 0);
});

test("is it never further than one unit in the last place from Math.log?", () => {
  for (let i = 1; i < 10_000; i++) {
    const x = i / 10_000;
    assert.ok(Math.abs(log(x) - Math.log(x)) <= Number.EPSILON * Math.abs(Math.log(x)), `${x}`);
  }
});
