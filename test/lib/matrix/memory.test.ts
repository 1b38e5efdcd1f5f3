// Memory is given back; what does not fit works all the same.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { centredImages, Matrix, tidy } from "../../../lib/matrix";
import { loaded } from "../../../lib/matrix/wasm";
import { assertSame, onBoth, randomMatrix, seeded } from "./support";

const held = () => loaded?.memory.buffer.byteLength ?? 0;

onBoth("do many steps take no more memory than a few?", () => {
  const X = centredImages(new Uint8Array(200 * 50).fill(3), new Float64Array(50));
  const W = Matrix.ones(50, 20);
  const step = () => {
    tidy(() => {
      const Z = X.mmul(W).exp();
      W.sub(X.transpose().mmul(Z).mul(1e-9));
      W.add(Matrix.mul(W, 1e-9));
    });
    return X.mmul(W).sum() + Matrix.add(W, W).sum();
  };
  for (let i = 0; i < 10; i++) step();
  const before = held();
  for (let i = 0; i < 200; i++) step();
  assert.equal(held(), before);
});

onBoth("does a matrix survive that the memory grows and moves?", () => {
  const [A, kept] = [Matrix.ones(3, 3), Matrix.ones(2, 2)];
  tidy(() => tidy(() => A.mmul(A)));
  tidy(() => A.mmul(A)); // by now A is in WebAssembly memory
  const before = held();
  tidy(() => {
    const B = Matrix.add(A, 1);
    const view = B.transpose();
    Matrix.zeros(1, before / 4);
    assert.equal(B.get(2, 2), 2);
    assert.equal(view.get(2, 2), 2);
    assert.equal(A.mmul(B).get(0, 0), 6);
  });
  assert.equal(A.get(1, 1), 1);
  assert.equal(kept.sum(), 4);
});

onBoth("does a batch far larger than any buffer work?", () => {
  const [N, D, H] = [60_000, 20, 64];
  const bytes = Uint8Array.from({ length: N * D }, (_, i) => (i % 5 === 0 ? i % 251 : 0));
  const X = centredImages(bytes, new Float64Array(D).fill(1));
  const W = randomMatrix(seeded(1), D, H);
  tidy(() => {
    const Z = X.mmul(W);
    const last = X.subMatrixRow([N - 1]);
    assertSame(Z.getRow(N - 1), last.clone().mmul(W).to1DArray(), 1e-10);
    const G = Matrix.ones(N, 3);
    assertSame(X.transpose().mmul(G).getColumn(2), X.sum("column"), 1e-9);
    const dense = new Matrix(X);
    assertSame(dense.transpose().mmul(G).getColumn(2), X.sum("column"), 1e-9);
  });
});

onBoth("is a large matrix outside tidy() changed by a number as a small one is?", () => {
  const A = randomMatrix(seeded(8), 70, 61);
  const B = new Matrix(A);
  B.add(2).mul(3).sub(0.5).div(7);
  const expected = A.to1DArray().map((x) => ((x + 2) * 3 - 0.5) / 7);
  assert.deepEqual(B.to1DArray(), expected);
});

test("does a matrix too large for WebAssembly memory work, too?", () => {
  // More than the 1 GB of the allocator's largest block.
  const rows = 2 ** 20 + 1;
  tidy(() => {
    const A = Matrix.zeros(rows, 128);
    A.set(rows - 1, 127, 2);
    assert.equal(A.subMatrixRow([rows - 1]).sum(), 2);
  });
});

test("do dead matrices from outside give their WebAssembly memory back?", () => {
  const script = `
    const { Matrix, tidy } = require("./lib/matrix");
    const { loaded } = require("./lib/matrix/wasm");
    const pause = () => new Promise((go) => setImmediate(go));
    (async () => {
      let most = 0;
      for (let i = 0; i < 400; i++) {
        const W = Matrix.ones(500, 500); // 2 MB, moved in by the second use
        for (let k = 0; k < 3; k++) tidy(() => W.mul(0.5).mmul(Matrix.ones(500, 1)));
        if (i % 20 === 0) { globalThis.gc(); await pause(); await pause(); }
        most = Math.max(most, loaded.memory.buffer.byteLength);
      }
      console.log(most);
    })();`;
  const root = join(__dirname, "..", "..", "..");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", "--require", "tsx/cjs", "--eval", script],
    { cwd: root, encoding: "utf8" },
  );
  assert.ok(Number(stdout) > 0 && Number(stdout) < 200e6, stdout + stderr);
});
