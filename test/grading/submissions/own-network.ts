// A right lib/mlp.ts by somebody who starts afresh: nothing of the handout's but the
// names that others import, everything else in plain loops over arrays.

export const OWN_NETWORK = `
import { Matrix } from "ml-matrix";

type Rows = number[][];
export type TrainHistory = Record<
  "lossHistory" | "gradMagnitudeHistory" | "trainAccHistory" | "valAccHistory",
  number[]
>;
export type Parameters = { W1: Matrix; b1: Matrix; W2: Matrix; b2: Matrix };
export interface TrainOptions {
  learningRate?: number;
  learningRateDecay?: number;
  reg?: number;
  numEpochs?: number;
  batchSize?: number;
  verbose?: boolean;
}

const rowsOf = (matrix: any): Rows =>
  Array.from({ length: matrix.rows }, (_, i) =>
    Array.from({ length: matrix.columns }, (_, j) => matrix.get(i, j)),
  );
const zeros = (rows: number, columns: number): Rows =>
  Array.from({ length: rows }, () => new Array(columns).fill(0));
function times(A: Rows, B: Rows): Rows {
  const C = zeros(A.length, B[0].length);
  for (let i = 0; i < A.length; i++)
    for (let k = 0; k < B.length; k++)
      for (let j = 0; j < B[0].length; j++) C[i][j] += A[i][k] * B[k][j];
  return C;
}
const turned = (A: Rows): Rows => A[0].map((_, j) => A.map((row) => row[j]));
const squares = (A: Rows): number => A.flat().reduce((sum, a) => sum + a * a, 0);

class Perceptron {
  params: Parameters;
  private kind: string;
  constructor(D: number, H: number, C: number, { std = 0.1, activation = "sigmoid", random }: any = {}) {
    const { RandomState } = require("./random");
    const source = random ?? new RandomState(0);
    this.kind = activation;
    const W1 = Matrix.zeros(D, H);
    const W2 = Matrix.zeros(H, C);
    for (const W of [W1, W2])
      for (let i = 0; i < W.rows; i++)
        for (let j = 0; j < W.columns; j++) W.set(i, j, std * source.randn(1, 1).get(0, 0));
    this.params = { W1, b1: Matrix.zeros(1, H), W2, b2: Matrix.zeros(1, C) };
  }
  private through(X: Rows) {
    const [W1, [b1], W2, [b2]] = ["W1", "b1", "W2", "b2"].map((name) => rowsOf((this.params as any)[name]));
    const hidden = times(X, W1).map((row) =>
      row.map((z, j) => (this.kind === "relu" ? Math.max(0, z + b1[j]) : 1 / (1 + Math.exp(-z - b1[j])))),
    );
    const out = times(hidden, W2).map((row) => row.map((s, j) => s + b2[j]));
    return { W1, W2, hidden, out };
  }
  scores(X: any): Matrix {
    return new Matrix(this.through(rowsOf(X)).out);
  }
  loss(X: any, y: ArrayLike<number>, reg = 0): { loss: number; grads: Parameters } {
    const rows = rowsOf(X);
    const N = rows.length;
    const { W1, W2, hidden, out } = this.through(rows);
    let loss = 0;
    const dOut = out.map((row, n) => {
      const largest = Math.max(...row);
      const sum = row.reduce((total, s) => total + Math.exp(s - largest), 0);
      loss -= (row[y[n]] - largest - Math.log(sum)) / N;
      return row.map((s, j) => (Math.exp(s - largest) / sum - (j === y[n] ? 1 : 0)) / N);
    });
    const dHidden = times(dOut, turned(W2)).map((row, n) =>
      row.map((d, j) => {
        const h = hidden[n][j];
        return this.kind === "relu" ? (h > 0 ? d : 0) : d * h * (1 - h);
      }),
    );
    const decay = (G: Rows, W: Rows) => new Matrix(G.map((row, i) => row.map((g, j) => g + reg * W[i][j])));
    const columnSums = (A: Rows) => new Matrix([A[0].map((_, j) => A.reduce((sum, row) => sum + row[j], 0))]);
    return {
      loss: loss + 0.5 * reg * (squares(W1) + squares(W2)),
      grads: {
        W1: decay(times(turned(rows), dHidden), W1),
        b1: columnSums(dHidden),
        W2: decay(times(turned(hidden), dOut), W2),
        b2: columnSums(dOut),
      },
    };
  }
  predict(X: any): number[] {
    return this.through(rowsOf(X)).out.map((row) => row.indexOf(Math.max(...row)));
  }
  async train(X: any, y: any, XVal: any, yVal: any, options: TrainOptions = {}): Promise<TrainHistory> {
    const { learningRate = 1e-3, learningRateDecay = 0.95, reg = 1e-5, numEpochs = 10, batchSize = 200 } = options;
    const { RandomState } = require("./random");
    const random = new RandomState(1);
    const history: TrainHistory = { lossHistory: [], gradMagnitudeHistory: [], trainAccHistory: [], valAccHistory: [] };
    const steps = Math.max(Math.floor(X.rows / batchSize), 1);
    for (let epoch = 0; epoch < numEpochs; epoch++) {
      const order: number[] = random.permutation(X.rows);
      let batch: number[] = [];
      for (let i = 0; i < steps; i++) {
        batch = order.slice(i * batchSize, i * batchSize + batchSize);
        const XBatch = new Matrix(batch.map((n) => X.getRow(n)));
        const { loss, grads } = this.loss(XBatch, batch.map((n) => y[n]), reg);
        for (const name of ["W1", "b1", "W2", "b2"] as const) {
          const W = this.params[name];
          for (let r = 0; r < W.rows; r++)
            for (let c = 0; c < W.columns; c++)
              W.set(r, c, W.get(r, c) - learningRate * learningRateDecay ** epoch * grads[name].get(r, c));
        }
        history.lossHistory.push(loss);
        history.gradMagnitudeHistory.push(Math.sqrt(squares(rowsOf(grads.W1))));
      }
      const share = (rows: any, labels: number[]) => accuracy(this.predict(rows), labels);
      history.trainAccHistory.push(share(new Matrix(batch.map((n) => X.getRow(n))), batch.map((n) => y[n])));
      history.valAccHistory.push(share(XVal, yVal));
    }
    return history;
  }
}
export { Perceptron as TwoLayerMLP };

export function accuracy(predictions: ArrayLike<number>, y: ArrayLike<number>): number {
  return Array.from(y).filter((label, n) => label === predictions[n]).length / y.length;
}
`;
