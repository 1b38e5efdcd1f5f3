// numpy-ts: NumPy's textbook code, with its WebAssembly kernels, float64.

import { readFileSync } from "node:fs";
import * as np from "numpy-ts";
import harness from "../dist/bench/peers/harness.js";

// The images alone take more than the 256 MB it has by default.
np.configureWasm({ maxMemory: 2 ** 31 });

const { centred, initialWeights, loop, prepare, run } = harness;
const manifest = new URL("../node_modules/numpy-ts/package.json", import.meta.url);
const { version } = JSON.parse(readFileSync(manifest, "utf8"));

function load(job) {
  return prepare(job, (digits, mean) =>
    np
      .array(centred(digits, mean, new Float64Array(digits.images.length)))
      .reshape(digits.labels.length, 784),
  );
}

function train(job, data) {
  let [W1, W2] = initialWeights(job).map((rows) => np.array(rows));
  let [b1, b2] = [np.zeros([job.hidden]), np.zeros([10])];
  const relu = job.activation === "relu";
  const classes = np.array(Array.from({ length: 10 }, (_, c) => [c])).reshape(1, 10);

  function forward(X) {
    const z1 = X.matmul(W1).add(b1);
    const h1 = relu ? np.maximum(z1, 0) : z1.negative().exp().add(1).reciprocal();
    return { h1, scores: h1.matmul(W2).add(b2) };
  }

  function step(rows, y, rate) {
    const X = data.train.take(rows, 0);
    const { h1, scores } = forward(X);
    const shifted = scores.subtract(scores.max(1, true));
    const exps = shifted.exp();
    const sums = exps.sum(1, true);
    const truth = np.equal(np.array(y).reshape(y.length, 1), classes);
    const right = shifted.multiply(truth).sum(1);
    const dataLoss = Number(np.log(sums).reshape(y.length).subtract(right).mean());
    const squares = np.linalg.norm(W1) ** 2 + np.linalg.norm(W2) ** 2;
    const dScores = exps.divide(sums).subtract(truth).divide(y.length);
    const dW2 = h1.T.matmul(dScores).add(W2.multiply(job.reg));
    const slope = relu ? np.greater(h1, 0) : h1.subtract(h1.multiply(h1));
    const dz1 = dScores.matmul(W2.T).multiply(slope);
    const dW1 = X.T.matmul(dz1).add(W1.multiply(job.reg));
    W1 = W1.subtract(dW1.multiply(rate));
    W2 = W2.subtract(dW2.multiply(rate));
    b1 = b1.subtract(dz1.sum(0).multiply(rate));
    b2 = b2.subtract(dScores.sum(0).multiply(rate));
    return [dataLoss + 0.5 * job.reg * squares, np.linalg.norm(dW1)];
  }

  return loop(job, data.labels, step, (part) => {
    const X = Array.isArray(part) ? data.train.take(part, 0) : data[part];
    return Array.from(forward(X).scores.argmax(1).tolist(), Number);
  });
}

run(version, load, train);
