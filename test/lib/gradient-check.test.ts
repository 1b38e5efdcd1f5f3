import assert from "node:assert/strict";
import { test } from "node:test";
import { Matrix } from "ml-matrix";
import { checkGradient, numericalGradient, relativeError } from "../../lib/gradient-check";

const x = () => new Matrix([[1, -2, 0.5]]);

test("is the gradient of a sum of cubes three times the squares?", () => {
  const p = x();
  const f = () => p.to1DArray().reduce((sum, value) => sum + value ** 3, 0);
  const expected = new Matrix([[3, 12, 0.75]]);
  assert.ok(relativeError(numericalGradient(f, p), expected) < 1e-9);
  assert.ok(checkGradient(f, p, expected).passed);
});

test("are the entries put back, also when the function throws?", () => {
  const p = x();
  let calls = 0;
  numericalGradient(() => p.sum(), p);
  assert.deepEqual(p, x());
  const failing = () => {
    if (++calls === 4) throw new Error("enough");
    return 0;
  };
  assert.throws(() => numericalGradient(failing, p), /enough/);
  assert.deepEqual(p, x());
});

test("does a gradient wrong by a millionth in one entry fail?", () => {
  const p = x();
  const f = () => p.to1DArray().reduce((sum, value) => sum + value ** 2, 0);
  assert.ok(checkGradient(f, p, new Matrix([[2, -4, 1]])).passed);
  assert.ok(!checkGradient(f, p, new Matrix([[2, -4, 1.000001]])).passed);
});

test("does a gradient with NaN in it fail, and is its relative error NaN?", () => {
  const p = x();
  const bad = new Matrix([[1, Number.NaN, 1]]);
  assert.ok(!checkGradient(() => p.sum(), p, bad).passed);
  assert.ok(Number.isNaN(relativeError(bad, x())));
});

test("does an entry within rounding of zero pass?", () => {
  const p = x();
  const f = () => 1000 + 1e-9 * p.get(0, 0); // its difference is rounding alone
  const check = checkGradient(f, p, new Matrix([[1e-9, 0, 0]]));
  assert.ok(check.passed);
  assert.ok(check.rounding > 1e-9);
});

test("is the relative error the formula's, with its floor of 1e-8?", () => {
  assert.equal(relativeError(new Matrix([[1]]), new Matrix([[3]])), 0.5);
  assert.equal(relativeError(new Matrix([[0]]), new Matrix([[1e-9]])), 0.1);
  assert.equal(relativeError(x(), x()), 0);
});

test("are different shapes refused, both named?", () => {
  assert.throws(() => relativeError(x(), x().transpose()), /1×3 and 3×1/);
  assert.throws(() => checkGradient(() => 0, x(), x().transpose()), /1×3 and 3×1/);
});

for (const [rows, columns] of [
  [0, 3],
  [3, 0],
  [0, 0],
]) {
  test(`do two ${rows}×${columns} matrices differ by 0, and a gradient of that shape pass?`, () => {
    const empty = new Matrix(rows, columns);
    assert.equal(relativeError(empty, new Matrix(rows, columns)), 0);
    const check = checkGradient(() => 1, empty, new Matrix(rows, columns));
    const { relativeError: relative, absoluteError, passed } = check;
    assert.deepEqual([relative, absoluteError, passed], [0, 0, true]);
  });
}
