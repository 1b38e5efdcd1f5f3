// exp, sigmoid and relu.

import assert from "node:assert/strict";
import { Matrix as Plain } from "ml-matrix";
import { gather, Matrix, relu, scatterAdd, sigmoid, tidy } from "../../../lib/matrix";
import { assertSame, onBoth, randomMatrix, SHAPES, seeded } from "./support";

const edges = [
  0,
  -0,
  1,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  709.782712893384,
  709.782712893385,
  -708.4,
  -744.4,
  -745.13,
  -745.14,
  -1e300,
  1e300,
  1e-300,
  5e-324,
];

/** Units in the last place between two numbers of one sign. */
function ulps(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  const bits = new BigInt64Array(Float64Array.of(a, b).buffer);
  return Math.abs(Number(bits[0] - bits[1]));
}

onBoth("is exp within a unit in the last place of Math.exp?", () => {
  const random = seeded(1);
  const x = [...edges];
  for (let i = 0; i < 100_000; i++) x.push(1500 * random.rand() - 750, 4 * random.rand() - 2);
  const y = tidy(() => Matrix.exp(Matrix.rowVector(x)).to1DArray());
  for (let i = 0; i < x.length; i++) {
    const expected = Math.exp(x[i]);
    const same = Number.isNaN(expected) ? Number.isNaN(y[i]) : ulps(y[i], expected) <= 1;
    assert.ok(same, `exp(${x[i]}) is ${y[i]}, not ${expected}`);
  }
});

onBoth("is sigmoid 1 / (1 + exp(-z)), without overflow?", () => {
  const random = seeded(2);
  for (const [rows, columns] of SHAPES) {
    const Z = randomMatrix(random, rows, columns, true);
    const expected = Plain.mul(Z, -1).exp().add(1).pow(-1);
    for (const make of [() => sigmoid(Z), () => sigmoid(new Matrix(Z))]) {
      assertSame(make(), expected, 1e-15);
      assertSame(tidy(make), expected, 1e-15);
    }
  }
  const [low, high, nan] = sigmoid(Matrix.rowVector([-1000, 1000, Number.NaN])).to1DArray();
  assert.deepEqual([low, high, nan], [0, 1, Number.NaN]);
  assert.equal(sigmoid(Matrix.rowVector([-700])).get(0, 0), Math.exp(-700));
});

onBoth("is relu max(z, 0), and its matrix a new one?", () => {
  const random = seeded(3);
  for (const [rows, columns] of SHAPES) {
    const Z = randomMatrix(random, rows, columns, true);
    const expected = Plain.max(Z, Plain.zeros(rows, columns));
    for (const given of [Z, new Matrix(Z), new Matrix(Z).transpose().transpose()]) {
      assertSame(relu(given), expected);
      assertSame(
        tidy(() => relu(given)),
        expected,
      );
      assertSame(given, Z);
    }
  }
});

onBoth("are a row's element in a column of its own read and changed, and no other?", () => {
  const random = seeded(6);
  for (const columns of [[2, 0, 1, 2, 2], Uint8Array.of(1, 1, 0, 2, 0)]) {
    const plain = randomMatrix(random, 5, 3);
    const expected = Plain.columnVector(Array.from(columns, (column, n) => plain.get(n, column)));
    for (const A of [plain, new Matrix(plain)]) assertSame(gather(A, columns), expected);
    const changed = plain.clone();
    for (let n = 0; n < 5; n++) changed.set(n, columns[n], changed.get(n, columns[n]) + 0.5);
    for (const A of [plain.clone(), new Matrix(plain)]) {
      tidy(() => scatterAdd(A, columns, 0.5));
      assertSame(A, changed);
    }
  }
});

onBoth("is a column that is not there refused, and nothing changed?", () => {
  const A = Matrix.ones(3, 2);
  for (const columns of [
    [0, 1, 2],
    [0, -1, 0],
    [0, 0.5, 0],
    [0, Number.NaN, 0],
    [0, 1],
  ]) {
    assert.throws(() => gather(A, columns), /RangeError.*column/);
    assert.throws(() => scatterAdd(A, columns, 1), /RangeError.*column/);
  }
  assert.equal(A.sum(), 6);
});
