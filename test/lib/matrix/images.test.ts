// Images as a matrix, beside the same numbers in a dense ml-matrix.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { Matrix as Plain } from "ml-matrix";
import { numericalGradient, relativeError } from "../../../lib/gradient-check";
import {
  centredByMean,
  centredImages,
  firstNotFinite,
  Matrix,
  selectRows,
  tidy,
} from "../../../lib/matrix";
import { assertSame, onBoth, randomMatrix, seeded } from "./support";

const root = join(__dirname, "..", "..", "..");

/** N images of D bytes, most of them zero, and the mean of each pixel (or zeros). */
function someImages(N: number, D: number, { centred = true } = {}) {
  const random = seeded(N + D);
  const bytes = Uint8Array.from({ length: N * D }, () =>
    random.rand() < 0.8 ? 0 : Math.floor(256 * random.rand()),
  );
  const mean = Array.from({ length: D }, (_, d) => {
    let sum = 0;
    for (let n = 0; n < N; n++) sum += bytes[n * D + d];
    return centred && N > 0 ? sum / N : 0;
  });
  const dense = new Plain(N, D);
  for (let n = 0; n < N; n++) {
    for (let d = 0; d < D; d++) dense.set(n, d, bytes[n * D + d] - mean[d]);
  }
  return { X: centredImages(bytes, mean), dense, bytes, mean };
}

const SIZES = [
  [0, 3, 4],
  [1, 1, 1],
  [1, 784, 10],
  [5, 17, 3],
  [100, 64, 9],
  [600, 33, 8],
  [1100, 20, 70],
  [700, 784, 18], // more than are listed at a time
  [70_000, 2, 3], // more than a list can number
] as const;

for (const centred of [true, false]) {
  const what = centred ? "" : " with a mean of zero";
  onBoth(`are products with images${what} those of the dense matrix?`, () => {
    const random = seeded(3);
    for (const [N, D, H] of SIZES) {
      const { X, dense } = someImages(N, D, { centred });
      const W = randomMatrix(random, D, H);
      const G = randomMatrix(random, N, H);
      for (const make of [(M: Plain) => M, (M: Plain) => new Matrix(M)]) {
        const both = () => [X.mmul(make(W)), X.transpose().mmul(make(G))];
        const expected = [dense.mmul(W), dense.transpose().mmul(G)];
        const size = `${N}×${D} and ${H}`;
        assertSame(both(), expected, 1e-10, size);
        assertSame(tidy(both), expected, 1e-10, `${size} in tidy()`);
        assertSame(X.transposeMultiply(make(G)), expected[1], 1e-10, size);
      }
    }
  });
}

onBoth("is a multiple added to a transposed product as if that had been there before?", () => {
  const random = seeded(4);
  for (const [N, D, H] of SIZES.slice(0, -1)) {
    const { X } = someImages(N, D);
    const G = new Matrix(randomMatrix(random, N, H));
    const W = new Matrix(randomMatrix(random, D, H));
    const product = () => X.transpose().mmul(G);
    const [before, plus, minus] = tidy(() => [
      product().clone(),
      product().add(Matrix.mul(W, 0.3)),
      product().sub(Matrix.mul(W, 0.3)),
    ]);
    const size = `${N}×${D} and ${H}`;
    const expected = Matrix.add(before, Matrix.mul(W, 0.3));
    assert.deepEqual(plus.to1DArray(), expected.to1DArray(), size);
    assert.deepEqual(minus.to1DArray(), before.sub(Matrix.mul(W, 0.3)).to1DArray(), size);
    assert.deepEqual(product().add(Matrix.mul(W, 0.3)).to1DArray(), expected.to1DArray(), size);
  }
});

onBoth("is a transposed product that of what its factor was?", () => {
  const { X, dense } = someImages(30, 40);
  const G = randomMatrix(seeded(5), 30, 7);
  const expected = dense.transpose().mmul(G);
  const products = tidy(() => {
    const here = new Matrix(G);
    const [changed, copied] = [X.transpose().mmul(here), X.transpose().mmul(here)];
    const twice = [Matrix.mul(changed, 1), copied.transpose().transpose()];
    here.fill(0);
    return [changed, copied, ...twice, X.transpose().mmul(new Matrix(G))];
  });
  for (const product of products) assertSame(product, expected, 1e-10);
});

onBoth("do images without a zero, and without anything else, come out right?", () => {
  for (const byte of [0, 1, 255]) {
    for (const [N, D, H] of [
      [3, 1, 1],
      [40, 15, 16],
      [130, 16, 17],
      [700, 37, 24],
    ]) {
      const X = centredImages(new Uint8Array(N * D).fill(byte), new Float64Array(D).fill(0.5));
      const dense = Plain.zeros(N, D).add(byte - 0.5);
      const W = randomMatrix(seeded(byte), D, H);
      const G = randomMatrix(seeded(byte + 1), N, H);
      const size = `${N}×${D} of ${byte}, and ${H}`;
      assertSame(X, dense, 0, size);
      const both = () => [X.mmul(W), X.transpose().mmul(G)];
      assertSame(tidy(both), [dense.mmul(W), dense.transpose().mmul(G)], 1e-10, size);
    }
  }
});

onBoth("are images right whose pixels lie far apart?", () => {
  const D = 1000;
  const places = [0, 7, 8, 246, 247, 248, 249, 254, 255, 256, 257, 263, 264, 511, 512, 992, 999];
  const pairs = places.flatMap((a) => places.map((b) => [a, b]));
  const bytes = new Uint8Array(pairs.length * D);
  for (const [n, pair] of pairs.entries()) for (const d of pair) bytes[n * D + d] = 1 + (d % 255);
  const X = centredImages(bytes, new Float64Array(D));
  const dense = new Plain(pairs.length, D);
  for (const [n, pair] of pairs.entries()) for (const d of pair) dense.set(n, d, 1 + (d % 255));
  const W = randomMatrix(seeded(8), D, 3);
  const G = randomMatrix(seeded(9), pairs.length, 3);
  assertSame(X, dense, 0);
  assertSame(X.mmul(W), dense.mmul(W), 1e-10);
  assertSame(X.transpose().mmul(G), dense.transpose().mmul(G), 1e-10);
});

onBoth("are large images right?", () => {
  const [N, D] = [2, 140_000];
  const bytes = Uint8Array.from({ length: N * D }, (_, i) => 1 + (i % 255));
  const X = centredImages(bytes, new Float64Array(D));
  const dense = new Plain(N, D);
  for (let n = 0; n < N; n++) for (let d = 0; d < D; d++) dense.set(n, d, bytes[n * D + d]);
  const G = randomMatrix(seeded(5), N, 1);
  const ones = Plain.ones(D, 1);
  assertSame(X.mmul(ones), dense.mmul(ones), 0);
  assertSame(X.transpose().mmul(G), dense.transpose().mmul(G), 1e-10);
  for (const d of [0, D / 2 - 1, D / 2, D - 1]) assert.equal(X.get(1, d), dense.get(1, d));
});

test("are the first images of a program right, whatever their number?", () => {
  for (const N of [1, 1000, 3000]) {
    const program = `
      const { centredImages, Matrix } = require("./lib/matrix");
      const X = centredImages(new Uint8Array(${N} * 784).fill(2), new Float64Array(784).fill(1));
      console.log(X.mmul(Matrix.ones(784, 1)).sum(), X.get(${N} - 1, 783));`;
    const args = ["--require", "tsx/cjs", "--eval", program];
    const said = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    assert.equal(said, `${784 * N} 1\n`);
  }
});

onBoth("are elements right in whatever order they are asked for?", () => {
  const { X, dense } = someImages(9, 40);
  const random = seeded(2);
  for (let i = 0; i < 500; i++) {
    const [row, column] = [Math.floor(9 * random.rand()), Math.floor(40 * random.rand())];
    assert.equal(X.get(row, column), dense.get(row, column));
  }
});

onBoth("are selected rows images again, with the right products?", () => {
  const { X, dense } = someImages(50, 30);
  const rows = [49, 0, 7, 7];
  const columns = Array.from({ length: 30 }, (_, d) => d);
  const W = randomMatrix(seeded(4), 30, 5);
  for (const batch of [
    selectRows(X, rows),
    X.subMatrixRow(rows),
    X.selection(rows, columns),
    selectRows(selectRows(X, [1, 7, 0, 49]), [3, 2, 1, 1]),
  ]) {
    assert.throws(() => batch.set(0, 0, 1), /images cannot be changed in place/);
    assertSame(batch, dense.subMatrixRow(rows));
    assertSame(batch.mmul(W), dense.subMatrixRow(rows).mmul(W), 1e-10);
    assertSame(batch.transpose(), dense.subMatrixRow(rows).transpose());
  }
  assertSame(X.selection(rows, [3, 2]), dense.selection(rows, [3, 2]));
  assertSame(X.subMatrixRow(rows, 2, 4), dense.subMatrixRow(rows, 2, 4));
  assert.throws(() => selectRows(X, [50]), /RangeError: Row index out of range: 50/);
});

onBoth("does the rest of ml-matrix work on images?", () => {
  const { X, dense } = someImages(6, 5);
  const Y = randomMatrix(seeded(5), 6, 5);
  assertSame(X.get(2, 3), dense.get(2, 3));
  assertSame(X.to2DArray(), dense.to2DArray());
  assertSame(X.sum(), dense.sum(), 1e-12);
  assertSame(X.max("row"), dense.max("row"));
  assertSame(X.mean("column"), dense.mean("column"), 1e-12);
  assertSame(X.norm(), dense.norm(), 1e-12);
  assertSame(Matrix.mul(X, 2), Plain.mul(dense, 2));
  assertSame(Plain.mul(X, 2), Plain.mul(dense, 2));
  assertSame(Matrix.add(X, Y), Plain.add(dense, Y));
  assertSame(new Matrix(Y).sub(X), Plain.sub(Y, dense));
  assertSame(X.clone().add(1), Plain.add(dense, 1));
  assertSame(X.transpose().clone().add(1), Plain.add(dense.transpose(), 1));
  assertSame(new Plain(X), dense);
  assertSame(Y.mmul(X.transpose()), Y.mmul(dense.transpose()), 1e-10);
  assertSame(new Matrix(Y).mmul(X.transpose()), Y.mmul(dense.transpose()), 1e-10);
  assertSame(X.mmul(X.transpose()), dense.mmul(dense.transpose()), 1e-10);
});

onBoth("does a change in place fail with a clear error?", () => {
  const { X } = someImages(6, 5);
  for (const change of [() => X.add(1), () => X.set(0, 0, 1), () => X.transpose().mul(2)]) {
    assert.throws(change, /images cannot be changed in place/);
  }
});

onBoth("do shapes that do not fit throw an error that names both?", () => {
  const { X } = someImages(6, 5);
  assert.throws(() => X.mmul(Matrix.ones(6, 2)), /RangeError.*6×5.*6×2/);
  assert.throws(() => X.transpose().mmul(Matrix.ones(5, 2)), /RangeError.*5×6.*5×2/);
  assert.throws(() => centredImages(new Uint8Array(7), [0, 0]), /RangeError.*7 bytes/);
  assert.throws(() => centredImages(new Uint8Array(2), [0, Number.NaN]), /RangeError.*mean/);
});

onBoth("do the images keep their bytes when the given array changes?", () => {
  const bytes = Uint8Array.of(1, 2, 3, 4);
  const X = centredImages(bytes, [0, 0]);
  bytes.fill(9);
  assert.deepEqual(X.to2DArray(), [
    [1, 2],
    [3, 4],
  ]);
});

onBoth("does a weight that is not finite stay visible in the product?", () => {
  const { X } = someImages(20, 30);
  const W = Matrix.ones(30, 3).set(4, 1, Number.POSITIVE_INFINITY);
  const Z = X.mmul(W);
  for (let n = 0; n < 20; n++) {
    assert.ok(!Number.isFinite(Z.get(n, 1)) && Number.isFinite(Z.get(n, 0)));
  }
});

onBoth("is the gradient through images with a mean the numerical one?", () => {
  const { X } = someImages(12, 9);
  const random = seeded(6);
  const W = new Matrix(randomMatrix(random, 9, 4)).mul(0.01);
  const G = randomMatrix(random, 12, 4);
  // f(W) = sum of G * (X W)^2 / 2, so its gradient is Xᵀ (G * X W)
  const f = () => Matrix.mul(X.mmul(W), X.mmul(W)).mul(G).sum() / 2;
  const gradient = X.transpose().mmul(X.mmul(W).mul(G));
  assert.ok(relativeError(gradient, numericalGradient(f, W)) < 1e-8);
});

onBoth("where is the first element that is not finite?", () => {
  const A = Matrix.ones(3, 4);
  assert.equal(firstNotFinite(A), undefined);
  assert.equal(firstNotFinite(someImages(3, 2).X), undefined);
  assert.deepEqual(firstNotFinite(A.set(1, 2, Number.NaN)), [1, 2]);
  assert.deepEqual(firstNotFinite(new Plain(2, 2).set(1, 0, Number.NEGATIVE_INFINITY)), [1, 0]);
});

onBoth("is the mean image that of the dense matrix?", () => {
  for (const [N, D] of [
    [1, 1],
    [255, 33],
    [257, 16],
    [600, 784],
  ]) {
    const { bytes, mean } = someImages(N, D);
    assertSame([...centredByMean(bytes, D).mean], mean);
    assertSame([...centredByMean(bytes.fill(255), D).mean], new Array(D).fill(255));
  }
});
