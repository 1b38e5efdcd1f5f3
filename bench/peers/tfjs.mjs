// TensorFlow.js on its WebAssembly backend, float32, its only one.

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-wasm";
import harness from "../dist/bench/peers/harness.js";

const { centred, initialWeights, loop, prepare, run } = harness;

async function load(job) {
  await tf.setBackend("wasm");
  return prepare(job, (digits, mean) =>
    tf.tensor2d(centred(digits, mean, new Float32Array(digits.images.length)), [
      digits.labels.length,
      784,
    ]),
  );
}

function train(job, data) {
  const [W1, W2] = initialWeights(job).map((rows) => tf.variable(tf.tensor2d(rows)));
  const [b1, b2] = [job.hidden, 10].map((size) => tf.variable(tf.zeros([size])));
  const activation = job.activation === "relu" ? tf.relu : tf.sigmoid;

  function forward(X) {
    const h1 = activation(tf.add(tf.matMul(X, W1), b1));
    return { h1, scores: tf.add(tf.matMul(h1, W2), b2) };
  }

  function step(rows, y, rate) {
    return tf.tidy(() => {
      const X = tf.gather(data.train, tf.tensor1d(rows, "int32"));
      const { h1, scores } = forward(X);
      const truth = tf.cast(tf.oneHot(tf.tensor1d(y, "int32"), 10), "float32");
      const shifted = tf.sub(scores, tf.max(scores, 1, true));
      const exps = tf.exp(shifted);
      const sums = tf.sum(exps, 1, true);
      const logProbs = tf.sub(shifted, tf.log(sums));
      const squares = tf.add(tf.sum(tf.square(W1)), tf.sum(tf.square(W2)));
      const dataLoss = tf.div(tf.sum(tf.mul(truth, logProbs)), -y.length);
      const loss = tf.add(dataLoss, tf.mul(squares, 0.5 * job.reg));
      const dScores = tf.div(tf.sub(tf.div(exps, sums), truth), y.length);
      const dW2 = tf.add(tf.matMul(h1, dScores, true), tf.mul(W2, job.reg));
      const slope = job.activation === "relu" ? tf.step(h1) : tf.mul(h1, tf.sub(1, h1));
      const dz1 = tf.mul(tf.matMul(dScores, W2, false, true), slope);
      const dW1 = tf.add(tf.matMul(X, dz1, true), tf.mul(W1, job.reg));
      for (const [variable, grad] of [
        [W1, dW1],
        [W2, dW2],
        [b1, tf.sum(dz1, 0)],
        [b2, tf.sum(dScores, 0)],
      ]) {
        variable.assign(tf.sub(variable, tf.mul(grad, rate)));
      }
      return [loss.dataSync()[0], tf.sqrt(tf.sum(tf.square(dW1))).dataSync()[0]];
    });
  }

  return loop(job, data.labels, step, (part) =>
    tf.tidy(() => {
      const X = Array.isArray(part)
        ? tf.gather(data.train, tf.tensor1d(part, "int32"))
        : data[part];
      return tf.argMax(forward(X).scores, 1).dataSync();
    }),
  );
}

run(tf.version_core, load, train);
