// Plain ml-matrix: the textbook network on the arrays of rows it has.

import { readFileSync } from "node:fs";
import { Matrix } from "ml-matrix";
import harness from "../dist/bench/peers/harness.js";

const { centred, initialWeights, loop, prepare, run } = harness;
const manifest = new URL("../../node_modules/ml-matrix/package.json", import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, "utf8"));

function load(job) {
  return prepare(job, (digits, mean) =>
    Matrix.from1DArray(
      digits.labels.length,
      784,
      centred(digits, mean, new Float64Array(digits.images.length)),
    ),
  );
}

function train(job, data) {
  const [W1, W2] = initialWeights(job).map((rows) => new Matrix(rows));
  const params = { W1, W2, b1: Matrix.zeros(1, job.hidden), b2: Matrix.zeros(1, 10) };
  const { b1, b2 } = params;
  const relu = job.activation === "relu";

  function forward(X) {
    const h1 = X.mmul(W1).addRowVector(b1);
    for (let n = 0; n < h1.rows; n++) {
      for (let j = 0; j < h1.columns; j++) {
        const z = h1.get(n, j);
        h1.set(n, j, relu ? Math.max(z, 0) : 1 / (1 + Math.exp(-z)));
      }
    }
    return { h1, scores: h1.mmul(W2).addRowVector(b2) };
  }

  function step(rows, y, rate) {
    const X = new Matrix(data.train.subMatrixRow(rows));
    const N = rows.length;
    const { h1, scores } = forward(X);
    const shifted = scores.subColumnVector(scores.max("row"));
    const logProbs = shifted.subColumnVector(Matrix.exp(shifted).sum("row").map(Math.log));
    const squares = W1.norm() ** 2 + W2.norm() ** 2;
    const loss =
      0.5 * job.reg * squares - y.reduce((sum, label, n) => sum + logProbs.get(n, label), 0) / N;
    const dScores = Matrix.exp(logProbs);
    for (let n = 0; n < N; n++) dScores.set(n, y[n], dScores.get(n, y[n]) - 1);
    dScores.div(N);
    const dz1 = dScores.mmul(W2.transpose());
    dz1.mul(relu ? Matrix.sign(h1) : Matrix.mul(h1, h1.clone().neg().add(1)));
    const grads = {
      W1: X.transpose().mmul(dz1).add(Matrix.mul(W1, job.reg)),
      W2: h1.transpose().mmul(dScores).add(Matrix.mul(W2, job.reg)),
      b1: Matrix.rowVector(dz1.sum("column")),
      b2: Matrix.rowVector(dScores.sum("column")),
    };
    const norm = grads.W1.norm();
    for (const name of Object.keys(params)) params[name].sub(grads[name].mul(rate));
    return [loss, norm];
  }

  return loop(job, data.labels, step, (part) => {
    const X = Array.isArray(part) ? new Matrix(data.train.subMatrixRow(part)) : data[part];
    const { scores } = forward(X);
    return Array.from({ length: X.rows }, (_, n) => scores.maxRowIndex(n)[1]);
  });
}

run(version, load, train);
