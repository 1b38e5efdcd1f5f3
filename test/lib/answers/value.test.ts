import assert from "node:assert/strict";
import { test } from "node:test";
import { Matrix as PlainMatrix } from "ml-matrix";
import { encode } from "../../../lib/answers/encode";
import { problemWith, type Value } from "../../../lib/answers/value";
import { Matrix } from "../../../lib/matrix";

const column = { rows: 2, columns: 1, data: [3, -4] };
const through = (value: unknown) => JSON.parse(JSON.stringify(encode(value)));

test("are a number, a list and a matrix right when they are the solution's, from whichever class?", () => {
  for (const [expected, given] of [
    [0.5, 0.5],
    [
      [1, 2],
      [1, 2],
    ],
    [column, new Matrix([[3], [-4]])],
    [column, new PlainMatrix([[3], [-4]])],
    [column, [[3], [-4]]],
    [0.5, new Matrix([[0.5]])],
  ] as [Value, unknown][]) {
    assert.equal(problemWith(expected, through(given), 1e-12), null);
  }
});

test("may an entry differ by the tolerance of the largest, and by no more?", () => {
  const off = (by: number) => through(new Matrix([[3 + by], [-4]]));
  assert.equal(problemWith(column, off(3.9e-6), 1e-6), null);
  assert.match(problemWith(column, off(4.1e-6), 1e-6) ?? "", /not what the solution gives/);
  assert.ok(problemWith(column, through(new Matrix([[0], [0]])), 1e-6));
});

test("is what is no finite number, or of another shape or type, wrong, and named?", () => {
  const cases: [unknown, RegExp][] = [
    [Number.NaN, /is NaN/],
    [Number.POSITIVE_INFINITY, /Infinity/],
    [undefined, /nothing/],
    [null, /null/],
    ["0.5", /a string/],
    [1n, /a bigint/],
    [{ valueOf: () => 0.5 }, /an object/],
    [new Number(0.5), /a Number/],
    [new Proxy({}, { get: () => () => 0.5 }), /is /],
    [new Float64Array([3, -4]), /a Float64Array/],
    [new Matrix([[3], [Number.NaN]]), /a matrix with NaN at \[1, 0\]/],
    [new Matrix([[3, -4]]), /a 1×2 matrix, but must be a 2×1 matrix/],
    [[3, -4], /a list of 2 numbers/],
    [[[3], [-4, 0]], /different lengths/],
    [{ rows: 2, columns: 1, get: () => ({ valueOf: () => 3 }) }, /an object at/],
    [{ rows: 1e9, columns: 1e9, get: () => 3 }, /1000000000×1000000000/],
  ];
  for (const [given, remark] of cases) {
    assert.match(problemWith(column, through(given), 1e-6) ?? "right", remark);
  }
});

test("does reading a value never throw, whatever it does when it is looked at?", () => {
  const spiteful = new Proxy(
    {},
    {
      get() {
        throw { toString: null };
      },
    },
  );
  assert.match((encode(spiteful) as { wrong: string }).wrong, /cannot be read/);
});

test("is data that no encoder writes just wrong?", () => {
  for (const forged of [
    { rows: 2, columns: 1, data: [3] },
    { rows: "2", columns: 1, data: [3, -4] },
    { rows: 2, columns: 1, data: { length: 2 } },
    { wrong: { toString: 1 } },
    [[3], [-4]],
    "x",
  ]) {
    assert.equal(typeof problemWith(column, forged, 1e-6), "string");
  }
});
