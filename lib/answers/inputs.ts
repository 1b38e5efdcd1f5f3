// What a network is asked to compute with, drawn from a seed.

import { Matrix } from "../matrix";
import { RandomState } from "../random";
import type { MatrixValue } from "./value";

/** For the network of Problem 2. */
export interface NetworkInputs {
  /** D×H, 1×H, H×C, 1×C; no bias is zero. */
  params: Record<"W1" | "b1" | "W2" | "b2", MatrixValue>;
  /** N×D */
  X: MatrixValue;
  y: number[];
  XVal: MatrixValue;
  yVal: number[];
  reg: number;
  /** N×H, of both signs: for f. */
  z1: MatrixValue;
  /** N×C: for the loss. */
  scores: MatrixValue;
  /** For the backward pass, N×H and N×C. */
  h1: MatrixValue;
  probs: MatrixValue;
  training: {
    learningRate: number;
    learningRateDecay: number;
    reg: number;
    numEpochs: number;
    batchSize: number;
  };
}

/** Sizes: no two of a network's are equal, and N is no multiple of the batch. */
export interface Sizes {
  N: number;
  NVal: number;
  D: number;
  H: number;
  C: number;
  batchSize: number;
}

/** Of the notebook's second network. */
export const VISIBLE: Sizes = { N: 7, NVal: 6, D: 5, H: 4, C: 3, batchSize: 2 };

export function networkInputs(seed: number, { N, NVal, D, H, C, batchSize }: Sizes): NetworkInputs {
  const random = new RandomState(seed);
  const draw = (rows: number, columns: number) => random.randn(rows, columns);
  const labels = (n: number) => random.permutation(n).map((k) => k % C);
  const params = {
    W1: plain(draw(D, H).mul(0.4)),
    b1: plain(draw(1, H).mul(0.2)),
    W2: plain(draw(H, C).mul(0.6)),
    b2: plain(draw(1, C).mul(0.2)),
  };
  const exps = Matrix.exp(draw(N, C));
  return {
    params,
    X: plain(draw(N, D)),
    y: labels(N),
    XVal: plain(draw(NVal, D)),
    yVal: labels(NVal),
    reg: 0.3,
    z1: plain(draw(N, H)),
    scores: plain(draw(N, C).mul(2)),
    // Any h1 between 0 and 1 and any probs that add up to 1 will do: the backward
    // pass takes them as they are.
    h1: { rows: N, columns: H, data: Array.from({ length: N * H }, () => random.rand()) },
    probs: plain(exps.divColumnVector(exps.sum("row"))),
    training: { learningRate: 0.3, learningRateDecay: 0.8, reg: 0.01, numEpochs: 4, batchSize },
  };
}

function plain(matrix: Matrix): MatrixValue {
  const { rows, columns } = matrix;
  return { rows, columns, data: matrix.to1DArray() };
}
