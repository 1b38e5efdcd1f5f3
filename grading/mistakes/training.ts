// Q2.3: patches of lib/mlp.ts.

import type { Mistake } from "./mistake";

const question = "Q2.3";

const PREDICT = "classes[n] = scores.maxRowIndex(n)[1];";
const BATCH = "order.slice(i * batchSize, (i + 1) * batchSize)";
const DECAY = "learningRate *= learningRateDecay;";
const NAMES = 'const name of ["W1", "b1", "W2", "b2"] as const';
const STEP = "this.params[name].sub(Matrix.mul(grads[name], learningRate));";
const NORM = "grads.W1.norm()";

const predict: Mistake[] = [
  {
    name: "argmin",
    question,
    patch: [[PREDICT, PREDICT.replace("max", "min")]],
    says: "predict gives the class with the smallest score, where that with the largest is asked for",
  },
  {
    name: "score-for-class",
    question,
    patch: [[PREDICT, "classes[n] = scores.maxRow(n);"]],
    says: "predict gives the largest score itself, where its column is asked for",
  },
  {
    name: "row-for-class",
    question,
    patch: [[PREDICT, PREDICT.replace("[1]", "[0]")]],
    says: "predict gives the row of the largest score, where its column is asked for",
  },
  {
    name: "classes-from-1",
    question,
    patch: [[PREDICT, PREDICT.replace("[1]", "[1] + 1")]],
    says: "predict counts the classes from 1: they are counted from 0",
  },
  {
    name: "one-class-for-all",
    question,
    patch: [[PREDICT, PREDICT.replace("maxRowIndex(n)", "maxRowIndex(0)")]],
    says: "predict gives every example the class of the first",
  },
  {
    name: "largest-of-all",
    question,
    patch: [[PREDICT, PREDICT.replace("maxRowIndex(n)", "maxIndex()")]],
    says: "predict gives every example the class of the largest score of all examples: each row has its own",
  },
];

const batches: Mistake[] = [
  {
    name: "batches-shifted",
    question,
    patch: [[BATCH, "order.slice((i + 1) * batchSize, (i + 2) * batchSize)"]],
    says: "the batches are shifted by one: update i, from 0, takes the slice that begins at i batchSize",
  },
  {
    name: "batches-shifted-back",
    question,
    patch: [[BATCH, "order.slice(Math.max(i - 1, 0) * batchSize, Math.max(i, 1) * batchSize)"]],
    says: "the batches are shifted by one: i counts from 0, not from 1",
  },
  {
    name: "batches-shifted-by-an-example",
    question,
    patch: [[BATCH, "order.slice(i * batchSize + 1, (i + 1) * batchSize + 1)"]],
    says: "the batches begin one example too late: the first begins with the first of the order",
  },
  {
    name: "batches-one-too-short",
    question,
    patch: [[BATCH, "order.slice(i * batchSize, (i + 1) * batchSize - 1)"]],
    says: "the batches lack their last example: slice leaves out its end already",
  },
  {
    name: "batches-one-too-long",
    question,
    patch: [[BATCH, "order.slice(i * batchSize, (i + 1) * batchSize + 1)"]],
    says: "the batches have one example too many: slice leaves out its end",
  },
  {
    name: "batches-overlap",
    question,
    patch: [[BATCH, "order.slice(i, i + batchSize)"]],
    says: "the batches overlap: each begins one example after the one before, where batchSize examples belong between",
  },
  {
    name: "same-batch-always",
    question,
    patch: [[BATCH, "order.slice(0, batchSize)"]],
    says: "every update of an epoch takes the first batch",
  },
  {
    name: "batches-grow",
    question,
    patch: [[BATCH, "order.slice(0, (i + 1) * batchSize)"]],
    says: "the batches grow: each begins with the first example, where it is to begin after the batch before",
  },
  {
    name: "whole-set-always",
    question,
    patch: [[BATCH, "order.slice()"]],
    says: "every update takes the whole training set, where a batch is asked for",
  },
  {
    name: "order-not-used",
    question,
    patch: [[BATCH, "order.map((_, n) => n).slice(i * batchSize, (i + 1) * batchSize)"]],
    says: "the batches take the examples as they lie: the random order is not used",
  },
  {
    name: "batches-from-the-end",
    question,
    patch: [[BATCH, "order.slice().reverse().slice(i * batchSize, (i + 1) * batchSize)"]],
    says: "the batches are taken from the end of the order",
  },
];

const rate: Mistake[] = [
  {
    name: "rate-not-decayed",
    question,
    patch: [[DECAY, ""]],
    says: "the learning rate stays as it is: it is to be multiplied by the decay after each epoch",
  },
  {
    name: "rate-is-the-decay",
    question,
    patch: [[DECAY, "learningRate = learningRateDecay;"]],
    says: "the learning rate becomes the decay itself after the first epoch: it is to be multiplied by it",
  },
  {
    name: "rate-divided",
    question,
    patch: [[DECAY, "learningRate /= learningRateDecay;"]],
    says: "the learning rate is divided by the decay and grows: it is to be multiplied by it",
  },
  {
    name: "rate-decayed-twice",
    question,
    patch: [[DECAY, "learningRate *= learningRateDecay ** 2;"]],
    says: "the learning rate is decayed twice after each epoch",
  },
  {
    name: "rate-decayed-in-each-update",
    question,
    patch: [
      [DECAY, ""],
      [
        `batch = ${BATCH};`,
        `batch = ${BATCH};\n        if (recorder.history.lossHistory.length > 0) learningRate *= learningRateDecay;`,
      ],
    ],
    says: "the learning rate is decayed after each update: it is to be after each epoch",
  },
  {
    name: "rate-decayed-by-subtraction",
    question,
    patch: [[DECAY, "learningRate -= learningRateDecay;"]],
    says: "the decay is subtracted from the learning rate, which is to be multiplied by it",
  },
  {
    name: "rate-decayed-by-the-epoch",
    question,
    patch: [[DECAY, "learningRate *= learningRateDecay ** epoch;"]],
    says: "the decay is raised to the number of the epoch: the learning rate keeps the earlier decays already",
  },
];

const update: Mistake[] = [
  {
    name: "uphill",
    question,
    patch: [["this.params[name].sub(", "this.params[name].add("]],
    says: "the parameters step along their gradients, uphill: they are to step against them",
  },
  {
    name: "biases-not-updated",
    question,
    patch: [[NAMES, 'const name of ["W1", "W2"] as const']],
    says: "the biases b1 and b2 are not updated",
  },
  {
    name: "b1-not-updated",
    question,
    patch: [[NAMES, 'const name of ["W1", "W2", "b2"] as const']],
    says: "the bias b1 is not updated",
  },
  {
    name: "b2-not-updated",
    question,
    patch: [[NAMES, 'const name of ["W1", "b1", "W2"] as const']],
    says: "the bias b2 is not updated",
  },
  {
    name: "W2-and-b2-not-updated",
    question,
    patch: [[NAMES, 'const name of ["W1", "b1"] as const']],
    says: "the second layer is not updated: W2 and b2 stay as they are",
  },
  {
    name: "W1-and-b1-not-updated",
    question,
    patch: [[NAMES, 'const name of ["W2", "b2"] as const']],
    says: "the first layer is not updated: W1 and b1 stay as they are",
  },
  {
    name: "W1-not-updated",
    question,
    patch: [[NAMES, 'const name of ["b1", "W2", "b2"] as const']],
    says: "W1 is not updated",
  },
  {
    name: "W2-not-updated",
    question,
    patch: [[NAMES, 'const name of ["W1", "b1", "b2"] as const']],
    says: "W2 is not updated",
  },
  {
    name: "nothing-updated",
    question,
    patch: [[STEP, "void name;"]],
    says: "no parameter is updated: Matrix.sub(a, b) makes a new matrix, a.sub(b) changes a",
  },
  {
    name: "rate-missing",
    question,
    patch: [[STEP, "this.params[name].sub(grads[name]);"]],
    says: "the step is the whole gradient: the factor learningRate is missing",
  },
  {
    name: "rate-squared",
    question,
    patch: [[STEP, "this.params[name].sub(Matrix.mul(grads[name], learningRate ** 2));"]],
    says: "the step has the factor learningRate twice",
  },
  {
    name: "step-by-batch",
    question,
    patch: [[STEP, "this.params[name].sub(Matrix.mul(grads[name], learningRate / batch.length));"]],
    says: "the step is divided by the batch's size: the gradient is that of a mean already",
  },
  {
    name: "step-times-batch",
    question,
    patch: [[STEP, "this.params[name].sub(Matrix.mul(grads[name], learningRate * batch.length));"]],
    says: "the step is multiplied by the batch's size: the gradient is that of a mean",
  },
  {
    name: "regularized-again",
    question,
    patch: [
      [
        STEP,
        'const decay = name === "W1" || name === "W2" ? reg * learningRate : 0;\n        this.params[name].sub(Matrix.mul(this.params[name], decay).add(Matrix.mul(grads[name], learningRate)));',
      ],
    ],
    says: "the weights are regularized in the step, too: their gradients have the regularization already",
  },
  {
    name: "only-the-rate",
    question,
    patch: [[STEP, "this.params[name].sub(learningRate);"]],
    says: "the learning rate itself is subtracted from every parameter: the gradient is missing",
  },
];

const recorded: Mistake[] = [
  {
    name: "squared-norm",
    question,
    patch: [[NORM, "grads.W1.norm() ** 2"]],
    says: "gradMagnitude is the squared norm of the gradient at W1: its square root is missing",
  },
  {
    name: "norm-of-W2-gradient",
    question,
    patch: [[NORM, "grads.W2.norm()"]],
    says: "gradMagnitude is the norm of the gradient at W2, where that at W1 is asked for",
  },
  {
    name: "norm-of-b1-gradient",
    question,
    patch: [[NORM, "grads.b1.norm()"]],
    says: "gradMagnitude is the norm of the gradient at b1, where that at W1 is asked for",
  },
  {
    name: "norm-of-W1",
    question,
    patch: [[NORM, "this.params.W1.norm()"]],
    says: "gradMagnitude is the norm of W1 after the update, where that of its gradient is asked for",
  },
  {
    name: "norm-of-all-gradients",
    question,
    patch: [
      [NORM, "Math.hypot(grads.W1.norm(), grads.b1.norm(), grads.W2.norm(), grads.b2.norm())"],
    ],
    says: "gradMagnitude is the norm of all gradients together, where that at W1 is asked for",
  },
  {
    name: "sum-of-absolute-values",
    question,
    patch: [[NORM, "Matrix.abs(grads.W1).sum()"]],
    says: "gradMagnitude is the sum of the absolute values of the gradient at W1, where its Frobenius norm is asked for",
  },
  {
    name: "largest-entry",
    question,
    patch: [[NORM, "Matrix.abs(grads.W1).max()"]],
    says: "gradMagnitude is the largest entry of the gradient at W1, where its Frobenius norm is asked for",
  },
  {
    name: "mean-of-absolute-values",
    question,
    patch: [[NORM, "Matrix.abs(grads.W1).mean()"]],
    says: "gradMagnitude is the mean absolute value of the gradient at W1, where its Frobenius norm is asked for",
  },
  {
    name: "norm-of-the-step",
    question,
    patch: [[NORM, "grads.W1.norm() * learningRate"]],
    says: "gradMagnitude is the norm of the step: grads.W1.mul(learningRate) changes the gradient itself, Matrix.mul makes a new matrix",
  },
  {
    name: "root-mean-square",
    question,
    patch: [[NORM, "grads.W1.norm() / Math.sqrt(grads.W1.rows * grads.W1.columns)"]],
    says: "gradMagnitude is the root mean square of the gradient at W1, where its Frobenius norm is asked for",
  },
  {
    name: "loss-after-the-update",
    question,
    patch: [
      [
        "return { loss, gradMagnitude",
        "const after = this.loss(XBatch, labelsOf(y, batch), reg).loss;\n      return { loss: after, gradMagnitude",
      ],
    ],
    says: "the loss that is recorded is that after the update, where that before it is asked for",
  },
];

export const training: Mistake[] = [...predict, ...batches, ...rate, ...update, ...recorded];
