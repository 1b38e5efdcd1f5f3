// Q2.2: patches of lib/mlp.ts.

import type { Mistake } from "./mistake";

const question = "Q2.2";

const MEAN = "Matrix.div(probs, N)";
const LABEL = "scatterAdd(dScores, y, -1 / N);";
const REG_W1 = ".add(Matrix.mul(W1, reg))";
const REG_W2 = ".add(Matrix.mul(W2, reg))";
const DB1 = 'Matrix.rowVector(dz1.sum("column"))';
const DB2 = 'Matrix.rowVector(dScores.sum("column"))';
const DERIVATIVE = "return Matrix.mul(h1, h1.clone().neg().add(1));";
const DZ1 = "dh1.mul(derivative(h1))";

const atTheScores: Mistake[] = [
  {
    name: "no-mean-in-gradient",
    question,
    patch: [
      [MEAN, "probs.clone()"],
      ["-1 / N", "-1"],
    ],
    says: "every gradient's data part is N times what it must be: the mean's 1/N is missing in the gradient at the scores",
  },
  {
    name: "1/N-missing-at-the-label",
    question,
    patch: [["-1 / N", "-1"]],
    says: "the gradient at the scores has probs/N - 1 at the label: 1/N belongs to the 1, too",
  },
  {
    name: "1/N-missing-in-probs",
    question,
    patch: [[MEAN, "probs.clone()"]],
    says: "the gradient at the scores has probs - 1/N at the label: 1/N belongs to probs, too",
  },
  {
    name: "1/N-twice",
    question,
    patch: [
      [MEAN, "Matrix.div(probs, N * N)"],
      ["-1 / N", "-1 / (N * N)"],
    ],
    says: "every gradient's data part is 1/N of what it must be: the mean is taken twice",
  },
  {
    name: "1/N-again-in-the-weights",
    question,
    patch: [
      ["h1.transpose().mmul(dScores)", "h1.transpose().mmul(dScores).div(N)"],
      ["X.transpose().mmul(dz1)", "X.transpose().mmul(dz1).div(N)"],
    ],
    says: "dW1 and dW2 are divided by N once more: the gradient at the scores has the mean's 1/N already",
  },
  {
    name: "mean-over-classes",
    question,
    patch: [
      [MEAN, "Matrix.div(probs, W2.columns)"],
      ["-1 / N", "-1 / W2.columns"],
    ],
    says: "the gradient at the scores is divided by C, where it is to be divided by N: the mean is over examples",
  },
  {
    name: "no-minus-1-at-the-label",
    question,
    patch: [[LABEL, ""]],
    says: "the gradient at the scores is that of probs alone: the -1 at each example's label is missing",
  },
  {
    name: "plus-1-at-the-label",
    question,
    patch: [[LABEL, "scatterAdd(dScores, y, 1 / N);"]],
    says: "the gradient at the scores has 1 added at each example's label, where it is to be subtracted",
  },
  {
    name: "minus-1-everywhere",
    question,
    patch: [[LABEL, "dScores.sub(1 / N);"]],
    says: "the gradient at the scores has 1 subtracted in every class, where only the label's is to be",
  },
  {
    name: "minus-1-at-the-wrong-class",
    question,
    patch: [[LABEL, "scatterAdd(dScores, new Array(N).fill(0), -1 / N);"]],
    says: "the gradient at the scores has 1 subtracted at class 0, where it is to be at each example's label",
  },
  {
    name: "label-minus-probs",
    question,
    patch: [
      [MEAN, "Matrix.div(probs, -N)"],
      ["-1 / N", "1 / N"],
    ],
    says: "every gradient's data part has the opposite sign: the gradient at the scores is taken as labels less probs",
  },
  {
    name: "softmax-derivative-again",
    question,
    patch: [
      [
        LABEL,
        `${LABEL}\n    dScores.mul(Matrix.sub(Matrix.ones(N, W2.columns), probs).mul(probs));`,
      ],
    ],
    says: "the gradient at the scores has a factor p (1 - p): the softmax with the cross-entropy has none",
  },
  {
    name: "probs-for-dScores-in-W2",
    question,
    patch: [["h1.transpose().mmul(dScores)", "h1.transpose().mmul(probs)"]],
    says: "dW2 has probs where the gradient at the scores belongs",
  },
];

const atTheOutput: Mistake[] = [
  {
    name: "W2-not-transposed",
    question,
    patch: [["dScores.mmul(W2.transpose())", "dScores.mmul(W2)"]],
    says: "the gradient at h1 needs W2 transposed: (N×C) times (C×H) is N×H, and W2 is H×C",
  },
  {
    name: "h1-not-transposed",
    question,
    patch: [["h1.transpose().mmul(dScores)", "h1.mmul(dScores)"]],
    says: "dW2 needs h1 transposed: (H×N) times (N×C) is H×C, and h1 is N×H",
  },
  {
    name: "X-not-transposed",
    question,
    patch: [["X.transpose().mmul(dz1)", "X.mmul(dz1)"]],
    says: "dW1 needs X transposed: (D×N) times (N×H) is D×H, and X is N×D",
  },
  {
    name: "W2-gradient-transposed",
    question,
    patch: [
      [
        "h1.transpose().mmul(dScores).add(Matrix.mul(W2, reg))",
        "h1.transpose().mmul(dScores).add(Matrix.mul(W2, reg)).transpose()",
      ],
    ],
    says: "dW2 is C×H, the transpose: it must have the shape of W2, H×C",
  },
  {
    name: "W1-gradient-transposed",
    question,
    patch: [
      [
        "X.transpose().mmul(dz1).add(Matrix.mul(W1, reg))",
        "X.transpose().mmul(dz1).add(Matrix.mul(W1, reg)).transpose()",
      ],
    ],
    says: "dW1 is H×D, the transpose: it must have the shape of W1, D×H",
  },
  {
    name: "both-gradients-transposed",
    question,
    patch: [
      [
        "h1.transpose().mmul(dScores).add(Matrix.mul(W2, reg))",
        "h1.transpose().mmul(dScores).add(Matrix.mul(W2, reg)).transpose()",
      ],
      [
        "X.transpose().mmul(dz1).add(Matrix.mul(W1, reg))",
        "X.transpose().mmul(dz1).add(Matrix.mul(W1, reg)).transpose()",
      ],
    ],
    says: "dW1 and dW2 are transposed: each must have the shape of its matrix, D×H and H×C",
  },
  {
    name: "bias-gradients-along-the-rows",
    question,
    patch: [
      [DB2, 'Matrix.rowVector(dScores.sum("row"))'],
      [DB1, 'Matrix.rowVector(dz1.sum("row"))'],
    ],
    says: "db1 and db2 are sums along the other axis: a bias has a column, and its gradient is that column's sum over the examples",
  },
  {
    name: "b2-gradient-along-the-rows",
    question,
    patch: [[DB2, 'Matrix.rowVector(dScores.sum("row"))']],
    says: "db2 is a sum along the other axis: a bias has a column, and its gradient is that column's sum over the examples",
  },
  {
    name: "b1-gradient-along-the-rows",
    question,
    patch: [[DB1, 'Matrix.rowVector(dz1.sum("row"))']],
    says: "db1 is a sum along the other axis: a bias has a column, and its gradient is that column's sum over the examples",
  },
  {
    name: "bias-gradients-as-columns",
    question,
    patch: [
      [DB2, 'Matrix.columnVector(dScores.sum("column"))'],
      [DB1, 'Matrix.columnVector(dz1.sum("column"))'],
    ],
    says: "db1 and db2 are columns: each must be a row, as its bias is",
  },
  {
    name: "bias-gradients-are-means",
    question,
    patch: [
      [DB2, 'Matrix.rowVector(dScores.mean("column"))'],
      [DB1, 'Matrix.rowVector(dz1.mean("column"))'],
    ],
    says: "db1 and db2 are means over the examples, where sums belong: the mean's 1/N is in the gradient at the scores already",
  },
  {
    name: "b2-gradient-is-a-mean",
    question,
    patch: [[DB2, 'Matrix.rowVector(dScores.mean("column"))']],
    says: "db2 is a mean over the examples, where a sum belongs: the mean's 1/N is in the gradient at the scores already",
  },
  {
    name: "b1-gradient-is-a-mean",
    question,
    patch: [[DB1, 'Matrix.rowVector(dz1.mean("column"))']],
    says: "db1 is a mean over the examples, where a sum belongs: the mean's 1/N is in the gradient at the scores already",
  },
  {
    name: "bias-gradients-missing",
    question,
    patch: [
      [DB2, "Matrix.zeros(1, W2.columns)"],
      [DB1, "Matrix.zeros(1, W2.rows)"],
    ],
    says: "db1 and db2 are zero: the biases have gradients, too",
  },
  {
    name: "bias-gradients-of-the-first-example",
    question,
    patch: [
      [DB2, "Matrix.rowVector(dScores.getRow(0))"],
      [DB1, "Matrix.rowVector(dz1.getRow(0))"],
    ],
    says: "db1 and db2 are those of the first example: they must be summed over all",
  },
  {
    name: "W1-and-W2-swapped",
    question,
    patch: [["W1: dW1, b1: db1, W2: dW2, b2: db2", "W1: dW2, b1: db1, W2: dW1, b2: db2"]],
    says: "dW1 and dW2 are returned under each other's names",
  },
  {
    name: "b1-and-b2-swapped",
    question,
    patch: [["W1: dW1, b1: db1, W2: dW2, b2: db2", "W1: dW1, b1: db2, W2: dW2, b2: db1"]],
    says: "db1 and db2 are returned under each other's names",
  },
];

const through: Mistake[] = [
  {
    name: "derivative-missing",
    question,
    patch: [[DZ1, "dh1"]],
    says: "the gradient at z1 is that at h1: the factor f'(z1) is missing in backward",
  },
  {
    name: "derivative-at-z1",
    question,
    patch: [[DZ1, "dh1.mul(derivative(X.mmul(W1).addRowVector(this.params.b1)))"]],
    says: "backward calls derivative with z1: it takes h1, the value f(z1)",
  },
  {
    name: "derivative-twice",
    question,
    patch: [[DZ1, "dh1.mul(derivative(h1)).mul(derivative(h1))"]],
    says: "the factor f'(z1) stands twice in the gradient at z1",
  },
  {
    name: "b1-gradient-without-derivative",
    question,
    patch: [
      [DZ1, "dh1.clone().mul(derivative(h1))"],
      [DB1, 'Matrix.rowVector(dh1.sum("column"))'],
    ],
    says: "db1 is summed from the gradient at h1, where that at z1 belongs: the factor f'(z1) is missing in it",
  },
  {
    name: "W1-gradient-without-derivative",
    question,
    patch: [
      [DZ1, "dh1.clone().mul(derivative(h1))"],
      ["X.transpose().mmul(dz1)", "X.transpose().mmul(dh1)"],
    ],
    says: "dW1 is made of the gradient at h1, where that at z1 belongs: the factor f'(z1) is missing in it",
  },
  {
    name: "h1-for-the-derivative",
    question,
    patch: [[DZ1, "dh1.mul(h1)"]],
    says: "the gradient at z1 has the factor h1, where f'(z1) belongs",
  },
  {
    name: "derivative-of-z-formula",
    question,
    patch: [
      [DERIVATIVE, "const s = sigmoid(h1);\n      return Matrix.mul(s, s.clone().neg().add(1));"],
    ],
    says: "derivative applies the sigmoid to its argument: it is given h1 = f(z1), to which f has been applied",
  },
  {
    name: "derivative-without-1-h1",
    question,
    patch: [[DERIVATIVE, "return h1.clone();"]],
    says: "derivative is h1 alone: the factor (1 - h1) is missing",
  },
  {
    name: "derivative-without-h1",
    question,
    patch: [[DERIVATIVE, "return h1.clone().neg().add(1);"]],
    says: "derivative is 1 - h1 alone: the factor h1 is missing",
  },
  {
    name: "derivative-is-sigmoid",
    question,
    patch: [[DERIVATIVE, "return sigmoid(h1);"]],
    says: "derivative is the sigmoid of h1: f is applied once more, where its derivative is asked for",
  },
  {
    name: "derivative-of-tanh",
    question,
    patch: [[DERIVATIVE, "return Matrix.mul(h1, h1).neg().add(1);"]],
    says: "derivative is 1 - h1², which is tanh's",
  },
  {
    name: "derivative-with-opposite-sign",
    question,
    patch: [[DERIVATIVE, "return Matrix.mul(h1, h1.clone().sub(1));"]],
    says: "derivative has the opposite sign: h1 - 1 stands where 1 - h1 belongs",
  },
  {
    name: "derivative-with-plus",
    question,
    patch: [[DERIVATIVE, "return Matrix.mul(h1, h1.clone().add(1));"]],
    says: "derivative has 1 + h1 where 1 - h1 belongs",
  },
  {
    name: "derivative-is-1",
    question,
    patch: [[DERIVATIVE, "return Matrix.ones(h1.rows, h1.columns);"]],
    says: "derivative is 1 everywhere, as ReLU's is where h1 > 0: the sigmoid's is another at every value",
  },
];

const regularization: Mistake[] = [
  {
    name: "no-regularization-in-gradients",
    question,
    patch: [
      [REG_W2, ""],
      [REG_W1, ""],
    ],
    says: "dW1 and dW2 lack the regularization: reg times the weights is missing",
  },
  {
    name: "no-regularization-in-W1",
    question,
    patch: [[REG_W1, ""]],
    says: "dW1 lacks the regularization: reg times W1 is missing",
  },
  {
    name: "no-regularization-in-W2",
    question,
    patch: [[REG_W2, ""]],
    says: "dW2 lacks the regularization: reg times W2 is missing",
  },
  {
    name: "regularization-twice",
    question,
    patch: [
      [REG_W2, ".add(Matrix.mul(W2, 2 * reg))"],
      [REG_W1, ".add(Matrix.mul(W1, 2 * reg))"],
    ],
    says: "dW1 and dW2 have 2 reg times the weights: the loss has ½ reg, and its derivative a factor of 1",
  },
  {
    name: "regularization-halved",
    question,
    patch: [
      [REG_W2, ".add(Matrix.mul(W2, 0.5 * reg))"],
      [REG_W1, ".add(Matrix.mul(W1, 0.5 * reg))"],
    ],
    says: "dW1 and dW2 have ½ reg times the weights: the derivative of the square brings a factor of 2",
  },
  {
    name: "regularization-by-N",
    question,
    patch: [
      [REG_W2, ".add(Matrix.mul(W2, reg / N))"],
      [REG_W1, ".add(Matrix.mul(W1, reg / N))"],
    ],
    says: "the regularization in dW1 and dW2 is divided by N: the mean is over the data's part only",
  },
  {
    name: "regularization-subtracted",
    question,
    patch: [
      [REG_W2, ".sub(Matrix.mul(W2, reg))"],
      [REG_W1, ".sub(Matrix.mul(W1, reg))"],
    ],
    says: "dW1 and dW2 have reg times the weights subtracted, where it is to be added",
  },
  {
    name: "weights-without-reg",
    question,
    patch: [
      [REG_W2, ".add(W2)"],
      [REG_W1, ".add(W1)"],
    ],
    says: "dW1 and dW2 have the weights added as they are: the factor reg is missing",
  },
  {
    name: "biases-regularized",
    question,
    patch: [
      [DB2, `${DB2}.add(Matrix.mul(this.params.b2, reg))`],
      [DB1, `${DB1}.add(Matrix.mul(this.params.b1, reg))`],
    ],
    says: "db1 and db2 have regularization: only W1 and W2 are regularized",
  },
  {
    name: "weights-changed",
    question,
    patch: [
      [REG_W2, ".add(W2.mul(reg))"],
      [REG_W1, ".add(W1.mul(reg))"],
    ],
    says: "backward changes the weights: W1.mul(reg) multiplies W1 itself, Matrix.mul(W1, reg) makes a new matrix",
  },
  {
    name: "W1-changed",
    question,
    patch: [[REG_W1, ".add(W1.mul(reg))"]],
    says: "backward changes W1: W1.mul(reg) multiplies W1 itself, Matrix.mul(W1, reg) makes a new matrix",
  },
  {
    name: "W2-changed",
    question,
    patch: [[REG_W2, ".add(W2.mul(reg))"]],
    says: "backward changes W2: W2.mul(reg) multiplies W2 itself, Matrix.mul(W2, reg) makes a new matrix",
  },
];

export const backward: Mistake[] = [...atTheScores, ...atTheOutput, ...through, ...regularization];
