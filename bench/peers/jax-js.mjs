// jax-js on its WebAssembly backend, float32, its default: one compiled step, the gradient by
// autodiff. Its threads are a browser's: in Node it has one.

import { createRequire } from "node:module";
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import harness from "../dist/bench/peers/harness.js";

const { centred, initialWeights, loop, prepare, run } = harness;

async function load(job) {
  await init("wasm");
  defaultDevice("wasm");
  return prepare(job, (digits, mean) =>
    centred(digits, mean, new Float32Array(digits.images.length)),
  );
}

const matrix = (numbers, columns) => np.array(numbers).reshape([-1, columns]);

/** The rows of X in one piece. */
function batchOf(X, rows) {
  const batch = new Float32Array(784 * rows.length);
  for (const [i, n] of rows.entries()) batch.set(X.subarray(784 * n, 784 * (n + 1)), 784 * i);
  return batch;
}

// Every use of an array but its last takes a reference, as `ref`.
function train(job, data) {
  const [W1, W2] = initialWeights(job).map((rows) => np.array(rows));
  const [b1, b2] = [job.hidden, 10].map((size) => np.zeros([size]));
  let params = { W1, b1, W2, b2 };
  const activation = job.activation === "relu" ? nn.relu : nn.sigmoid;

  const scores = ({ W1, b1, W2, b2 }, X) =>
    np.matmul(activation(np.matmul(X, W1).add(b1)), W2).add(b2);

  function lossOf(p, X, truth) {
    const squares = np.vdot(p.W1.ref, p.W1.ref).add(np.vdot(p.W2.ref, p.W2.ref));
    const N = X.shape[0];
    const dataLoss = nn
      .logSoftmax(scores(p, X))
      .mul(truth)
      .sum()
      .mul(-1 / N);
    return dataLoss.add(squares.mul(0.5 * job.reg));
  }

  const step = jit((p, X, y, rate) => {
    const [loss, grads] = valueAndGrad(lossOf)(tree.ref(p), X, nn.oneHot(y, 10));
    const norm = np.sqrt(np.vdot(grads.W1.ref, grads.W1.ref));
    const next = tree.map((parameter, grad) => parameter.sub(grad.mul(rate.ref)), p, grads);
    rate.dispose();
    return [next, loss, norm];
  });
  const best = jit((p, X) => np.argmax(scores(p, X), 1));

  function update(rows, y, rate) {
    const X = matrix(batchOf(data.train, rows), 784);
    const [next, ...found] = step(params, X, np.array(Int32Array.from(y)), np.array(rate));
    params = next;
    return found.map((number) => number.item());
  }

  return loop(job, data.labels, update, (part) => {
    const X = Array.isArray(part) ? batchOf(data.train, part) : data[part];
    return best(tree.ref(params), matrix(X, 784)).dataSync();
  });
}

const main = createRequire(import.meta.url).resolve("@jax-js/jax");
const { version } = createRequire(main)("../package.json");
run(version, load, train);
