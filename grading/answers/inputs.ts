// What the students' programs are asked to compute with: drawn from the course's
// seed, of other shapes than the notebooks' own.

import { Matrix } from "../../lib/matrix";
import { RandomState } from "../../lib/random";
import type { MatrixValue } from "./value";

/** For the formulas of Problem 1: D 3 inputs, H 6 hidden units, a label between 0 and 1. */
export interface FormulaInputs {
  /** D×1 */
  h0: MatrixValue;
  /** H×D */
  W1: MatrixValue;
  /** H×1 */
  b1: MatrixValue;
  /** H×1 */
  W2: MatrixValue;
  /** 1×1 */
  b2: MatrixValue;
  y: number;
}

/** For the network of Problem 2. */
export interface NetworkInputs {
  /** D×H, 1×H, H×C, 1×C */
  params: Record<"W1" | "b1" | "W2" | "b2", MatrixValue>;
  /** N×D */
  X: MatrixValue;
  y: number[];
  XVal: MatrixValue;
  yVal: number[];
  reg: number;
  /** For the backward pass, N×H and N×C. */
  h1: MatrixValue;
  probs: MatrixValue;
  /** N×H, of both signs. */
  z1: MatrixValue;
  training: {
    learningRate: number;
    learningRateDecay: number;
    reg: number;
    numEpochs: number;
    batchSize: number;
  };
}

export function formulaInputs(seed: number): FormulaInputs {
  const random = new RandomState(seed);
  const [D, H] = [3, 6];
  const draw = (rows: number, columns: number) => plain(random.randn(rows, columns));
  const [h0, W1, b1, W2, b2] = [draw(D, 1), draw(H, D), draw(H, 1), draw(H, 1), draw(1, 1)];
  return { h0, W1, b1, W2, b2, y: 0.1 + 0.3 * random.rand() };
}

/** N 23 is no multiple of the batch: the last, partial one must be dropped. */
export function networkInputs(seed: number): NetworkInputs {
  const random = new RandomState(seed);
  const [N, NVal, D, H, C] = [23, 11, 5, 7, 4];
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
    // Any h1 between 0 and 1 and any probs that add up to 1 will do: the backward
    // pass takes them as they are.
    h1: { rows: N, columns: H, data: Array.from({ length: N * H }, () => random.rand()) },
    probs: plain(exps.divColumnVector(exps.sum("row"))),
    z1: plain(draw(N, H)),
    training: {
      learningRate: 0.3,
      learningRateDecay: 0.8,
      reg: 0.01,
      numEpochs: 4,
      batchSize: 5,
    },
  };
}

function plain(matrix: Matrix): MatrixValue {
  const { rows, columns } = matrix;
  return { rows, columns, data: matrix.to1DArray() };
}
