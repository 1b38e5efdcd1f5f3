// A lib/mlp.ts as a student may write it: on plain ml-matrix, with a training
// that knows nothing of hooks. own-mlp.test.ts puts it in our file's place.

import { type AbstractMatrix, Matrix } from "ml-matrix";
import { RandomState } from "../../lib/random";

export interface TrainHistory {
  lossHistory: number[];
  gradMagnitudeHistory: number[];
  trainAccHistory: number[];
  valAccHistory: number[];
}

export interface Parameters {
  W1: Matrix;
  b1: Matrix;
  W2: Matrix;
  b2: Matrix;
}

const plain = (matrix: AbstractMatrix) => new Matrix(matrix.to2DArray());

export class TwoLayerMLP {
  params: Parameters;
  private readonly relu: boolean;

  constructor(D: number, H: number, C: number, { std = 0.1, activation = "sigmoid" } = {}) {
    const random = new RandomState(0);
    this.relu = activation === "relu";
    const W1 = plain(random.randn(D, H)).mul(std);
    const W2 = plain(random.randn(H, C)).mul(std);
    this.params = { W1, b1: Matrix.zeros(1, H), W2, b2: Matrix.zeros(1, C) };
  }

  private hidden(X: AbstractMatrix): Matrix {
    const z1 = plain(X.mmul(this.params.W1)).addRowVector(this.params.b1.getRow(0));
    const f = (z: number) => (this.relu ? Math.max(0, z) : 1 / (1 + Math.exp(-z)));
    return new Matrix(z1.to2DArray().map((row) => row.map(f)));
  }

  forward(X: AbstractMatrix) {
    const h1 = this.hidden(X);
    return { h1, scores: h1.mmul(this.params.W2).addRowVector(this.params.b2.getRow(0)) };
  }

  scores(X: Matrix): Matrix {
    return this.forward(X).scores;
  }

  crossEntropy(scores: Matrix, y: number[], reg: number) {
    const { W1, W2 } = this.params;
    let loss = (reg / 2) * (W1.norm() ** 2 + W2.norm() ** 2);
    const probs = scores.to2DArray().map((row, n) => {
      const greatest = Math.max(...row);
      const logSum = greatest + Math.log(row.reduce((s, v) => s + Math.exp(v - greatest), 0));
      loss -= (row[y[n]] - logSum) / y.length;
      return row.map((v) => Math.exp(v - logSum));
    });
    return { loss, probs: new Matrix(probs) };
  }

  loss(X: AbstractMatrix, y: number[], reg = 0) {
    const { W1, W2 } = this.params;
    const { h1, scores } = this.forward(X);
    const { loss, probs } = this.crossEntropy(scores, y, reg);
    const dScores = new Matrix(
      probs.to2DArray().map((row, n) => row.map((p, c) => (p - Number(c === y[n])) / y.length)),
    );
    const slope = (h: number) => (this.relu ? Number(h > 0) : h * (1 - h));
    const slopes = new Matrix(h1.to2DArray().map((row) => row.map(slope)));
    const dz1 = dScores.mmul(W2.transpose()).mul(slopes);
    const grads = {
      W1: plain(X.transpose().mmul(dz1)).add(Matrix.mul(W1, reg)),
      b1: Matrix.rowVector(dz1.sum("column")),
      W2: h1.transpose().mmul(dScores).add(Matrix.mul(W2, reg)),
      b2: Matrix.rowVector(dScores.sum("column")),
    };
    return { loss, grads };
  }

  predict(X: AbstractMatrix): number[] {
    return this.scores(plain(X))
      .to2DArray()
      .map((row) => row.indexOf(Math.max(...row)));
  }

  async train(
    X: AbstractMatrix,
    y: number[],
    XVal: AbstractMatrix,
    yVal: number[],
    options: {
      learningRate?: number;
      learningRateDecay?: number;
      reg?: number;
      numEpochs?: number;
      batchSize?: number;
      verbose?: boolean;
    },
  ): Promise<TrainHistory> {
    let { learningRate = 1e-3 } = options;
    const { learningRateDecay = 0.95, reg = 1e-5, numEpochs = 10, batchSize = 200 } = options;
    const random = new RandomState(1);
    const updates = Math.max(Math.floor(X.rows / batchSize), 1);
    const history: TrainHistory = {
      lossHistory: [],
      gradMagnitudeHistory: [],
      trainAccHistory: [],
      valAccHistory: [],
    };
    for (let epoch = 0; epoch < numEpochs; epoch++) {
      const order = random.permutation(X.rows);
      for (let i = 0; i < updates; i++) {
        const rows = order.slice(i * batchSize, (i + 1) * batchSize);
        const XBatch = new Matrix(rows.map((n) => X.getRow(n)));
        const yBatch = rows.map((n) => y[n]);
        const { loss, grads } = this.loss(XBatch, yBatch, reg);
        history.lossHistory.push(loss);
        history.gradMagnitudeHistory.push(grads.W1.norm());
        for (const name of ["W1", "b1", "W2", "b2"] as const) {
          this.params[name].sub(Matrix.mul(grads[name], learningRate));
        }
        if (i === updates - 1) {
          history.trainAccHistory.push(accuracy(this.predict(XBatch), yBatch));
        }
      }
      history.valAccHistory.push(accuracy(this.predict(XVal), yVal));
      learningRate *= learningRateDecay;
    }
    return history;
  }
}

export function accuracy(predictions: number[], y: number[]): number {
  return predictions.filter((prediction, n) => prediction === y[n]).length / y.length;
}
