// A two-layer perceptron: scores = f(X W1 + b1) W2 + b2, trained by stochastic
// gradient descent on the softmax cross-entropy with L2 regularization.
// Rows of X are examples. N examples, D inputs, H hidden units, C classes.

import type { AbstractMatrix } from "ml-matrix";
import type { Labels } from "./checks";
import { assertCounts, assertExamples, assertLabelled, assertOneOf, assertRates } from "./checks";
import { gather, Matrix, partsOf, relu, scatterAdd, selectRows, sigmoid, tidy } from "./matrix";
import { RandomState } from "./random";
import { accuracy, labelsOf, Pauses, Recorder } from "./record";
import type { Activation, NetworkOptions, TrainHistory, TrainOptions } from "./training";

export { accuracy } from "./record";
export type * from "./training";

/** Weights and biases; gradients have the same names and shapes. */
export interface Parameters {
  /** D×H */ W1: Matrix;
  /** 1×H */ b1: Matrix;
  /** H×C */ W2: Matrix;
  /** 1×C */ b2: Matrix;
}

/**
 * f, applied to every entry of z1, and its derivative, taken from the value
 * h1 = f(z1). Both N×H to N×H.
 */
export const activations = {
  sigmoid: {
    f(z1: Matrix): Matrix {
      // BEGIN SOLUTION Q2.1: f(z) = 1 / (1 + exp(-z)); ./matrix exports it
      return sigmoid(z1);
      // END SOLUTION
    },
    derivative(h1: Matrix): Matrix {
      // BEGIN SOLUTION Q2.2: f'(z1) in terms of h1 = f(z1)
      return Matrix.mul(h1, h1.clone().neg().add(1));
      // END SOLUTION
    },
  },
  relu: {
    f(z1: Matrix): Matrix {
      // BEGIN SOLUTION Q2.4: f(z) = max(0, z); ./matrix exports it
      return relu(z1);
      // END SOLUTION
    },
    derivative(h1: Matrix): Matrix {
      // BEGIN SOLUTION Q2.4: f'(z1) in terms of h1 = f(z1)
      return Matrix.sign(h1);
      // END SOLUTION
    },
  },
};

/** Images that are predicted at a time: what is computed on the way stays in the caches. */
const PREDICTED_ROWS = 1000;

/**
 * A two-layer perceptron: scores = f(X W1 + b1) W2 + b2.
 *
 * @example
 * ```ts
 * import { RandomState, TwoLayerMLP } from "gradbook";
 *
 * const model = new TwoLayerMLP(4, 10, 3, { activation: "sigmoid" });
 * const X = new RandomState(1).randn(5, 4).mul(10);
 * const y = [0, 1, 2, 2, 1];
 * console.log(model.loss(X, y, 0.1).loss.toFixed(6)); // 1.182248
 *
 * await model.train(X, y, X, y, { learningRate: 0.5, numEpochs: 100 });
 * console.log(model.predict(X)); // [ 0, 1, 2, 2, 1 ]
 * ```
 */
export class TwoLayerMLP {
  /** Weights and biases; their entries may be set. */
  readonly params: Parameters;
  /** f, the hidden layer's activation function. */
  readonly activation: Activation;

  /**
   * Weights std times standard normal numbers, W1 drawn before W2, row by row;
   * biases zero.
   *
   * @param inputSize D
   * @param hiddenSize H
   * @param numClasses C
   * @throws RangeError for an invalid size, std or activation
   */
  constructor(
    inputSize: number,
    hiddenSize: number,
    numClasses: number,
    { std = 0.1, activation = "sigmoid", random = new RandomState(0) }: NetworkOptions = {},
  ) {
    assertCounts({ inputSize, hiddenSize, numClasses }, 1);
    assertRates({ std });
    assertOneOf("activation", activation, Object.keys(activations));
    this.activation = activation;
    this.params = {
      W1: random.randn(inputSize, hiddenSize).mul(std),
      b1: Matrix.zeros(1, hiddenSize),
      W2: random.randn(hiddenSize, numClasses).mul(std),
      b2: Matrix.zeros(1, numClasses),
    };
  }

  /**
   * The class scores of each example.
   *
   * @param X N×D
   * @returns N×C
   * @throws RangeError when X has another width, no row, or an entry that is not finite
   */
  scores(X: AbstractMatrix): Matrix {
    assertExamples("X", X, this.params.W1.rows);
    return this.forward(X).scores;
  }

  /**
   * The loss and its gradient at every parameter.
   *
   *   loss = mean of -log p(y_n) + reg / 2 * (sum of W1^2 + sum of W2^2)
   *
   * with p the softmax of the scores.
   *
   * @param X N×D
   * @param y N class indices, 0 to C - 1
   * @param reg strength of the L2 regularization
   * @returns the loss, and its gradients by the parameters' names and shapes
   * @throws RangeError when a shape, a label, an entry of X or reg is wrong
   */
  loss(X: AbstractMatrix, y: Labels, reg = 0): { loss: number; grads: Parameters } {
    const { W1, W2 } = this.params;
    assertLabelled(X, y, W1.rows, W2.columns);
    assertRates({ reg });
    const { h1, scores } = this.forward(X);
    const { loss, probs } = this.crossEntropy(scores, y, reg);
    return { loss, grads: this.backward(X, y, h1, probs, reg) };
  }

  /**
   * The forward pass.
   *
   * @param X N×D
   * @returns h1 = f(X W1 + b1), N×H, and scores = h1 W2 + b2, N×C
   */
  forward(X: AbstractMatrix): { h1: Matrix; scores: Matrix } {
    const { W1, b1, W2, b2 } = this.params;
    const { f } = activations[this.activation];
    // BEGIN SOLUTION Q2.1: z1, h1 and the scores
    const z1 = X.mmul(W1).addRowVector(b1); // N×H
    const h1 = f(z1); // N×H
    const scores = h1.mmul(W2).addRowVector(b2); // N×C
    return { h1, scores };
    // END SOLUTION
  }

  /**
   * The mean softmax cross-entropy of the scores, with the L2 regularization.
   *
   * @param scores N×C
   * @param y N class indices
   * @param reg strength of the L2 regularization
   * @returns the loss, and probs, the softmax of the scores, N×C
   */
  crossEntropy(scores: Matrix, y: Labels, reg: number): { loss: number; probs: Matrix } {
    const { W1, W2 } = this.params;
    const N = scores.rows;
    // BEGIN SOLUTION Q2.1: through log-sum-exp with the largest score subtracted
    const shifted = scores.subColumnVector(scores.max("row")); // N×C
    const logSumExp = Matrix.columnVector(Matrix.exp(shifted).sum("row")).log(); // N×1
    const logProbs = shifted.subColumnVector(logSumExp); // N×C
    const dataLoss = -gather(logProbs, y).sum() / N;
    const loss = dataLoss + 0.5 * reg * (W1.norm() ** 2 + W2.norm() ** 2);
    return { loss, probs: Matrix.exp(logProbs) };
    // END SOLUTION
  }

  /**
   * The backward pass: the gradient of the loss at every parameter.
   *
   * @param X N×D
   * @param y N class indices
   * @param h1 what `forward` gave for X, N×H
   * @param probs what `crossEntropy` gave for its scores, N×C
   * @param reg strength of the L2 regularization
   * @returns the gradients, by the parameters' names and shapes
   */
  backward(X: AbstractMatrix, y: Labels, h1: Matrix, probs: Matrix, reg: number): Parameters {
    const { W1, W2 } = this.params;
    const { derivative } = activations[this.activation];
    const N = X.rows;
    // BEGIN SOLUTION Q2.2: from the scores down to X
    const dScores = Matrix.div(probs, N); // N×C
    scatterAdd(dScores, y, -1 / N);
    const dW2 = h1.transpose().mmul(dScores).add(Matrix.mul(W2, reg)); // H×C
    const db2 = Matrix.rowVector(dScores.sum("column")); // 1×C
    const dh1 = dScores.mmul(W2.transpose()); // N×H
    const dz1 = dh1.mul(derivative(h1)); // N×H
    const dW1 = X.transpose().mmul(dz1).add(Matrix.mul(W1, reg)); // D×H
    const db1 = Matrix.rowVector(dz1.sum("column")); // 1×H
    return { W1: dW1, b1: db1, W2: dW2, b2: db2 };
    // END SOLUTION
  }

  /**
   * The class with the largest score, for each example.
   *
   * @param X N×D
   * @returns N class indices
   * @throws RangeError as `scores` does
   */
  predict(X: AbstractMatrix): number[] {
    const parts = partsOf(X, PREDICTED_ROWS);
    const predict = (part: AbstractMatrix) => tidy(() => this.predictPart(part));
    return parts.length === 1 ? predict(X) : ([] as number[]).concat(...parts.map(predict));
  }

  private predictPart(X: AbstractMatrix): number[] {
    const scores = this.scores(X); // N×C
    // BEGIN SOLUTION Q2.3: the column of the largest score, for each row
    const classes = new Array<number>(X.rows);
    for (let n = 0; n < X.rows; n++) classes[n] = scores.maxRowIndex(n)[1];
    return classes;
    // END SOLUTION
  }

  /**
   * Plain stochastic gradient descent. Each epoch goes through one random
   * order of the training set (a RandomState of seed 1, drawn again for each
   * epoch) in max(floor(N / batchSize), 1) updates; a last partial batch is
   * left out.
   *
   * Asynchronous so that a cell can be interrupted and a chart can live: it
   * lets other work run a few times a second.
   *
   * @param X training examples, N×D
   * @param y their N class indices
   * @param XVal validation examples, any number of rows
   * @param yVal their class indices
   * @returns what was recorded, up to the epoch or iteration that was reached
   * @throws RangeError when a shape, a label, an entry of X or an option is wrong
   */
  async train(
    X: AbstractMatrix,
    y: Labels,
    XVal: AbstractMatrix,
    yVal: Labels,
    options: TrainOptions = {},
  ): Promise<TrainHistory> {
    const { W1, W2 } = this.params;
    const { learningRateDecay = 0.95, reg = 1e-5, numEpochs = 10, batchSize = 200 } = options;
    let { learningRate = 1e-3 } = options;
    assertLabelled(X, y, W1.rows, W2.columns);
    assertLabelled(XVal, yVal, W1.rows, W2.columns, "Val");
    assertRates({ learningRate, learningRateDecay, reg });
    assertCounts({ numEpochs }, 0);
    assertCounts({ batchSize }, 1);

    const random = new RandomState(1);
    const iterationsPerEpoch = Math.max(Math.floor(X.rows / batchSize), 1);
    const recorder = new Recorder({ ...options, numEpochs, iterationsPerEpoch });
    const pauses = new Pauses();

    for (let epoch = 1; epoch <= numEpochs; epoch++) {
      const order = random.permutation(X.rows);
      let batch: number[] = [];
      for (let i = 0; i < iterationsPerEpoch; i++) {
        if (pauses.due) await pauses.pause();
        if (options.signal?.aborted) return recorder.history;
        // BEGIN SOLUTION Q2.3: the i-th slice of the order
        batch = order.slice(i * batchSize, (i + 1) * batchSize);
        // END SOLUTION
        const { loss, gradMagnitude } = this.step(X, y, batch, reg, learningRate);
        recorder.iteration({ loss, gradMagnitude, batchSize: batch.length });
      }

      // BEGIN SOLUTION Q2.3: the learning rate of the next epoch
      learningRate *= learningRateDecay;
      // END SOLUTION
      const trainAcc = accuracy(this.predict(selectRows(X, batch)), labelsOf(y, batch));
      const valAcc = accuracy(this.predict(XVal), yVal);
      await recorder.epoch({ epoch, trainAcc, valAcc });
    }
    return recorder.history;
  }

  /** One update on the given rows of X: the loss there, and the norm of its gradient at W1. */
  private step(
    X: AbstractMatrix,
    y: Labels,
    batch: number[],
    reg: number,
    learningRate: number,
  ): { loss: number; gradMagnitude: number } {
    return tidy(() => {
      const XBatch = selectRows(X, batch);
      // What only the loss needed is given back before the parameters change.
      const { loss, grads } = tidy(() => this.loss(XBatch, labelsOf(y, batch), reg));
      // BEGIN SOLUTION Q2.3: every parameter against its gradient
      for (const name of ["W1", "b1", "W2", "b2"] as const) {
        this.params[name].sub(Matrix.mul(grads[name], learningRate));
      }
      return { loss, gradMagnitude: grads.W1.norm() };
      // END SOLUTION
    });
  }
}
