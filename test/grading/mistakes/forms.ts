// Right answers in another mathematical form, and wrong ones that are not known.

/** Patches of lib/mlp.ts by what they are: texts of the solution and what stands in their places. */
type Patches = Record<string, [of: string, by: string][]>;

const F = "return sigmoid(z1);";
const SHIFTED = 'scores.subColumnVector(scores.max("row"))';
const DERIVATIVE = "return Matrix.mul(h1, h1.clone().neg().add(1));";
const PREDICT = "for (let n = 0; n < X.rows; n++) classes[n] = scores.maxRowIndex(n)[1];";
const PENALTY = "0.5 * reg * (W1.norm() ** 2 + W2.norm() ** 2)";
const DATA_LOSS = "-gather(logProbs, y).sum() / N";
const LABEL = "scatterAdd(dScores, y, -1 / N);";
const each = (matrix: string, map: string) =>
  `return new Matrix(${matrix}.to2DArray().map((row) => row.map((z) => ${map})));`;

export const RIGHT: Patches = {
  "sigmoid by e^-z": [[F, each("z1", "1 / (1 + Math.exp(-z))")]],
  "sigmoid by e^z": [[F, each("z1", "Math.exp(z) / (1 + Math.exp(z))")]],
  "sigmoid by tanh": [[F, each("z1", "0.5 * (1 + Math.tanh(z / 2))")]],
  "z1 through a column of ones": [
    [
      "X.mmul(W1).addRowVector(b1)",
      "new Matrix(X.to2DArray().map((row) => [...row, 1])).mmul(new Matrix([...W1.to2DArray(), b1.getRow(0)]))",
    ],
  ],
  "forward with more than is asked for": [["return { h1, scores };", "return { z1, h1, scores };"]],
  "z1 written over": [["const h1 = f(z1);", "const h1 = f(z1);\n    z1.mul(0);"]],
  "one maximum for all rows": [[SHIFTED, "Matrix.sub(scores, scores.max())"]],
  "softmax first, then its logarithm": [
    [
      "const logProbs = shifted.subColumnVector(logSumExp);",
      'void logSumExp;\n    const exps = Matrix.exp(shifted);\n    const p = exps.clone().divColumnVector(exps.sum("row"));\n    const logProbs = Matrix.log(p);',
    ],
  ],
  "mean at the end": [
    [DATA_LOSS, "-gather(logProbs, y).sum()"],
    ["const loss = dataLoss +", "const loss = dataLoss / N +"],
  ],
  "squares summed": [
    [PENALTY, "(reg / 2) * (Matrix.mul(W1, W1).sum() + Matrix.mul(W2, W2).sum())"],
  ],
  "the label's 1 as a matrix": [
    [
      LABEL,
      "const Y = Matrix.zeros(N, W2.columns);\n    for (let n = 0; n < N; n++) Y.set(n, y[n], 1 / N);\n    dScores.sub(Y);",
    ],
  ],
  "the mean's 1/N at the end of each gradient": [
    ["Matrix.div(probs, N)", "probs.clone()"],
    [LABEL, "scatterAdd(dScores, y, -1);"],
    ["h1.transpose().mmul(dScores)", "h1.transpose().mmul(dScores).div(N)"],
    ["X.transpose().mmul(dz1)", "X.transpose().mmul(dz1).div(N)"],
    ['Matrix.rowVector(dScores.sum("column"))', 'Matrix.rowVector(dScores.sum("column")).div(N)'],
    ['Matrix.rowVector(dz1.sum("column"))', 'Matrix.rowVector(dz1.sum("column")).div(N)'],
  ],
  "probs written over": [["Matrix.div(probs, N)", "probs.div(N)"]],
  "a sum as a product with ones": [
    ['Matrix.rowVector(dz1.sum("column"))', "Matrix.ones(1, N).mmul(dz1)"],
  ],
  "transposed products": [
    ["h1.transpose().mmul(dScores)", "dScores.transpose().mmul(h1).transpose()"],
  ],
  "derivative as h - h²": [[DERIVATIVE, "return Matrix.sub(h1, Matrix.mul(h1, h1));"]],
  "derivative as a quarter less a square": [
    [DERIVATIVE, "return Matrix.sub(h1, 0.5).pow(2).neg().add(0.25);"],
  ],
  "derivative in backward": [
    ["dh1.mul(derivative(h1))", "Matrix.mul(dh1, derivative(h1.clone()))"],
  ],
  "classes from arrays": [
    [
      PREDICT,
      "for (const [n, row] of scores.to2DArray().entries())\n      classes[n] = row.reduce((best, s, c) => (s > row[best] ? c : best), 0);",
    ],
  ],
  "batches by index": [
    [
      "order.slice(i * batchSize, (i + 1) * batchSize)",
      "order.filter((_, k) => Math.floor(k / Math.min(batchSize, X.rows)) === i)",
    ],
  ],
  "norm by its sum": [["grads.W1.norm()", "Math.sqrt(Matrix.mul(grads.W1, grads.W1).sum())"]],
  "ReLU by the absolute value": [
    ["return relu(z1);", "return Matrix.add(z1, Matrix.abs(z1)).div(2);"],
  ],
  "ReLU's derivative by a comparison": [["return Matrix.sign(h1);", each("h1", "(z > 0 ? 1 : 0)")]],
};

/** Wrong, and what must be measured of it. */
export const UNKNOWN: Record<string, { patch: [string, string][]; gap: RegExp }> = {
  "a third of the data's loss": {
    patch: [[DATA_LOSS, `${DATA_LOSS} / 3`]],
    gap: /^the loss with reg = 0 is wrong, by 7e-1 of what it must be$/,
  },
  "three times the gradient": {
    patch: [
      ["Matrix.div(probs, N)", "Matrix.div(probs, N / 3)"],
      [LABEL, "scatterAdd(dScores, y, -3 / N);"],
    ],
    gap: /^dW2 and db2 are 3 times what they must be$/,
  },
  "N² in the gradient": {
    patch: [
      ["Matrix.div(probs, N)", "Matrix.mul(probs, N)"],
      [LABEL, "scatterAdd(dScores, y, -N);"],
    ],
    gap: /^dW2 and db2 are N² = 529 times what they must be$/,
  },
  "one column of W2": {
    patch: [
      ["const db2 =", "dW2.setColumn(2, dW2.getColumn(2).map((x) => 7 * x));\n    const db2 ="],
    ],
    gap: /^dW2 is wrong only in column 2 \(from 0\), where it is 7 times what it must be$/,
  },
  "the weights added to the data's part": {
    patch: [
      ["h1.transpose().mmul(dScores)", "h1.transpose().mmul(dScores).add(Matrix.mul(W2, 0.7))"],
    ],
    gap: /^dW2 differs by 0\.7 times W2 from what it must be$/,
  },
  "examples in reverse": {
    patch: [
      ["return { h1, scores };", "return { h1: new Matrix(h1.to2DArray().reverse()), scores };"],
    ],
    gap: /^h1 has the right rows in another order$/,
  },
  "a constant in the gradient": {
    patch: [
      ["const dW1 = X", "const dW1 = Matrix.add(W1, 0).mul(0).add(0.5).add(X"],
      [".mmul(dz1).add(Matrix.mul(W1, reg))", ".mmul(dz1)).add(Matrix.mul(W1, reg))"],
    ],
    gap: /^dW1 is 0\.5 more than it must be in every entry$/,
  },
  "a derivative of another function": {
    patch: [[DERIVATIVE, "return Matrix.mul(h1, 0.3);"]],
    gap: /^derivative\(f\(z1\)\) has an entry of 0\.\d+ where the difference quotient of your own f is 0\.\d+$/,
  },
  "ReLU with 0.2 below zero": {
    patch: [["return relu(z1);", each("z1", "(z > 0 ? z : 0.2)")]],
    gap: /^f\(z1\) is wrong only where h1 is 0$/,
  },
  "every loss after the first epoch": {
    patch: [["learningRate *= learningRateDecay;", "learningRate *= 0.123;"]],
    gap: /^lossHistory is right in its first 5 of 16 entries, and wrong in the next$/,
  },
  "the gradient's norm, tripled": {
    patch: [["grads.W1.norm()", "3 * grads.W1.norm()"]],
    gap: /^gradMagnitudeHistory is 3 times what it must be$/,
  },
  "a shape of its own": {
    patch: [["return { W1: dW1, b1: db1", "return { W1: dW1, b1: Matrix.zeros(3, 3)"]],
    gap: /^db1 is a 3×3 matrix, but must be a 1×7 matrix$/,
  },
  NaN: {
    patch: [
      [
        "return { loss, probs: Matrix.exp(logProbs) };",
        "return { loss: loss - Number.NaN, probs: Matrix.exp(logProbs) };",
      ],
    ],
    gap: /^the loss with reg = 0 is NaN, but must be a number$/,
  },
};
