// Q2.1: patches of lib/mlp.ts.

import type { Mistake } from "./mistake";

const F = "return sigmoid(z1);";
const Z1 = "X.mmul(W1).addRowVector(b1)";
const SCORES = "h1.mmul(W2).addRowVector(b2)";
const LOG_SUM_EXP = 'Matrix.columnVector(Matrix.exp(shifted).sum("row")).log()';
const SHIFTED = 'scores.subColumnVector(scores.max("row"))';
const PENALTY = "0.5 * reg * (W1.norm() ** 2 + W2.norm() ** 2)";
const DATA_LOSS = "-gather(logProbs, y).sum() / N";
const PROBS = "probs: Matrix.exp(logProbs)";
const each = (map: string) =>
  `return new Matrix(z1.to2DArray().map((row) => row.map((z) => ${map})));`;

const question = "Q2.1";

const activation: Mistake[] = [
  {
    name: "sigmoid-without-minus",
    question,
    patch: [[F, each("1 / (1 + Math.exp(z))")]],
    says: "f falls where it must rise: the minus in its exponent e^(-z) is missing",
  },
  {
    name: "sigmoid-minus-for-plus",
    question,
    patch: [[F, each("1 / (1 - Math.exp(-z))")]],
    says: "f has 1 - e^(-z) in its denominator, where 1 + e^(-z) belongs",
  },
  {
    name: "sigmoid-denominator-only",
    question,
    patch: [[F, each("1 + Math.exp(-z)")]],
    says: "f is its denominator 1 + e^(-z): the reciprocal is missing",
  },
  {
    name: "sigmoid-is-identity",
    question,
    patch: [[F, "return z1.clone();"]],
    says: "f gives z1 back as it is: the sigmoid is missing",
  },
  {
    name: "sigmoid-is-tanh",
    question,
    patch: [[F, each("Math.tanh(z)")]],
    says: "f is tanh, where the sigmoid is asked for",
  },
  {
    name: "sigmoid-is-relu",
    question,
    patch: [[F, "return relu(z1);"]],
    says: "f is ReLU, where the sigmoid is asked for",
  },
  {
    name: "sigmoid-is-its-derivative",
    question,
    patch: [[F, "const h = sigmoid(z1);\n      return Matrix.mul(h, h.clone().neg().add(1));"]],
    says: "f is the sigmoid's derivative, where the sigmoid is asked for",
  },
];

const layers: Mistake[] = [
  {
    name: "b1-forgotten",
    question,
    patch: [[Z1, "X.mmul(W1)"]],
    says: "z1 is X W1: the bias b1 is forgotten",
  },
  {
    name: "b2-forgotten",
    question,
    patch: [[SCORES, "h1.mmul(W2)"]],
    says: "the scores are h1 W2: the bias b2 is forgotten",
  },
  {
    name: "both-biases-forgotten",
    question,
    patch: [
      [Z1, "X.mmul(W1)"],
      [SCORES, "h1.mmul(W2)"],
    ],
    says: "both biases are forgotten, b1 in z1 and b2 in the scores",
  },
  {
    name: "b1-subtracted",
    question,
    patch: [[Z1, "X.mmul(W1).subRowVector(b1)"]],
    says: "z1 has b1 subtracted, where it is to be added",
  },
  {
    name: "b2-subtracted",
    question,
    patch: [[SCORES, "h1.mmul(W2).subRowVector(b2)"]],
    says: "the scores have b2 subtracted, where it is to be added",
  },
  {
    name: "b1-after-f",
    question,
    patch: [
      [Z1, "X.mmul(W1)"],
      ["= f(z1);", "= f(z1).addRowVector(b1);"],
    ],
    says: "b1 is added to h1, after f: it belongs into z1, before f",
  },
  {
    name: "f-missing",
    question,
    patch: [["= f(z1);", "= z1;"]],
    says: "h1 is z1 and the scores are made of it: f is not applied in forward",
  },
  {
    name: "f-twice",
    question,
    patch: [["= f(z1);", "= f(f(z1));"]],
    says: "h1 is f(f(z1)): f is applied twice",
  },
  {
    name: "f-on-the-scores",
    question,
    patch: [[SCORES, `f(${SCORES})`]],
    says: "f is applied to the scores, too: the second layer has no activation function",
  },
  {
    name: "z1-for-h1",
    question,
    patch: [["return { h1, scores };", "return { h1: z1, scores };"]],
    says: "forward returns z1 as h1: the scores are right, but backward is given z1 where it needs f(z1)",
  },
  {
    name: "scores-from-z1",
    question,
    patch: [[SCORES, "z1.mmul(W2).addRowVector(b2)"]],
    says: "the scores are made of z1, where h1 belongs",
  },
  {
    name: "scores-are-probs",
    question,
    patch: [
      [
        "return { h1, scores };",
        'const e = Matrix.exp(scores);\n    return { h1, scores: e.divColumnVector(e.sum("row")) };',
      ],
    ],
    says: "forward returns the softmax of the scores: the softmax belongs to crossEntropy",
  },
];

const loss: Mistake[] = [
  {
    name: "no-half",
    question,
    patch: [[PENALTY, "reg * (W1.norm() ** 2 + W2.norm() ** 2)"]],
    says: "what reg adds to the loss is twice as large as it must be: the factor ½ is missing",
  },
  {
    name: "no-regularization",
    question,
    patch: [[` + ${PENALTY}`, ""]],
    says: "the loss has no regularization: ½ reg times the sum of the squared weights is missing",
  },
  {
    name: "weights-without-reg",
    question,
    patch: [["0.5 * reg *", "0.5 *"]],
    says: "the loss has ½ times the squared weights added as they are: the factor reg is missing",
  },
  {
    name: "regularization-of-W1-only",
    question,
    patch: [[" + W2.norm() ** 2)", ")"]],
    says: "reg adds only the squares of W1 to the loss: those of W2 are missing",
  },
  {
    name: "regularization-of-W2-only",
    question,
    patch: [["W1.norm() ** 2 + ", ""]],
    says: "reg adds only the squares of W2 to the loss: those of W1 are missing",
  },
  {
    name: "norms-not-squared",
    question,
    patch: [[PENALTY, "0.5 * reg * (W1.norm() + W2.norm())"]],
    says: "reg adds the norms of W1 and W2 to the loss, which are not squared",
  },
  {
    name: "weights-not-squared",
    question,
    patch: [[PENALTY, "0.5 * reg * (W1.sum() + W2.sum())"]],
    says: "reg adds the sums of the weights to the loss, which are not squared",
  },
  {
    name: "absolute-weights",
    question,
    patch: [[PENALTY, "0.5 * reg * (Matrix.abs(W1).sum() + Matrix.abs(W2).sum())"]],
    says: "reg adds the weights' absolute values to the loss, where their squares belong",
  },
  {
    name: "biases-regularized",
    question,
    patch: [
      [
        "W2.norm() ** 2)",
        "W2.norm() ** 2 + this.params.b1.norm() ** 2 + this.params.b2.norm() ** 2)",
      ],
    ],
    says: "reg adds the squares of the biases to the loss, too: only W1 and W2 are regularized",
  },
  {
    name: "regularization-by-N",
    question,
    patch: [[PENALTY, "0.5 * (reg / N) * (W1.norm() ** 2 + W2.norm() ** 2)"]],
    says: "what reg adds to the loss is divided by N: the mean is over the data's part only",
  },
  {
    name: "regularization-subtracted",
    question,
    patch: [["dataLoss + 0.5", "dataLoss - 0.5"]],
    says: "the regularization is subtracted from the loss, where it is to be added",
  },
  {
    name: "mean-of-squares",
    question,
    patch: [
      [
        PENALTY,
        "0.5 * reg * (W1.norm() ** 2 / (W1.rows * W1.columns) + W2.norm() ** 2 / (W2.rows * W2.columns))",
      ],
    ],
    says: "reg adds the means of the squared weights to the loss, where their sums belong",
  },
  {
    name: "sum-for-mean",
    question,
    patch: [[DATA_LOSS, "-gather(logProbs, y).sum()"]],
    says: "the loss is the sum over the examples, where their mean belongs: 1/N is missing",
  },
  {
    name: "mean-over-classes-too",
    question,
    patch: [[DATA_LOSS, `${DATA_LOSS} / W2.columns`]],
    says: "the loss is divided by N C, where it is to be divided by N: it is a mean over the examples",
  },
  {
    name: "sum-over-classes",
    question,
    patch: [[DATA_LOSS, "-logProbs.sum() / N"]],
    says: "the loss has the logarithms of all probabilities of an example: only that of its label counts",
  },
  {
    name: "loss-without-minus",
    question,
    patch: [[DATA_LOSS, "gather(logProbs, y).sum() / N"]],
    says: "the loss has the opposite sign: the minus before the logarithm is missing",
  },
  {
    name: "no-logarithm",
    question,
    patch: [[DATA_LOSS, "-gather(Matrix.exp(logProbs), y).sum() / N"]],
    says: "the loss is made of the probabilities: their logarithm is missing",
  },
  {
    name: "other-logarithm",
    question,
    patch: [[DATA_LOSS, `${DATA_LOSS} / Math.LN2`]],
    says: "the loss has the logarithm to base 2, where the natural one belongs",
  },
  {
    name: "decimal-logarithm",
    question,
    patch: [[DATA_LOSS, `${DATA_LOSS} / Math.LN10`]],
    says: "the loss has the logarithm to base 10, where the natural one belongs",
  },
  {
    name: "wrong-label",
    question,
    patch: [[DATA_LOSS, "-gather(logProbs, new Array(N).fill(0)).sum() / N"]],
    says: "the loss has class 0's probability for every example, where that of its label y_n belongs",
  },
  {
    name: "largest-probability",
    question,
    patch: [[DATA_LOSS, '-Matrix.columnVector(logProbs.max("row")).sum() / N']],
    says: "the loss has each example's largest probability, where that of its label y_n belongs",
  },
  {
    name: "last-example-only",
    question,
    patch: [[DATA_LOSS, "-logProbs.get(N - 1, y[N - 1]) / N"]],
    says: "the loss is that of the last example: the others are not summed up",
  },
  {
    name: "unshifted-score",
    question,
    patch: [
      [SHIFTED, 'Matrix.sub(scores, 0).subColumnVector(scores.max("row"))'],
      [DATA_LOSS, "-gather(scores.clone().subColumnVector(logSumExp), y).sum() / N"],
    ],
    says: "the loss has the largest score subtracted in the sum of exponentials, but not from the label's score",
  },
];

const softmax: Mistake[] = [
  {
    name: "softmax-overflows",
    question,
    patch: [[SHIFTED, "scores.clone()"]],
    says: "the softmax overflows with scores in the hundreds: each row's largest score is to be subtracted first",
  },
  {
    name: "probs-not-normalized",
    question,
    patch: [[PROBS, "probs: Matrix.exp(shifted.addColumnVector(logSumExp))"]],
    says: "probs are not normalized: the exponentials are not divided by their row's sum",
  },
  {
    name: "probs-not-shifted-nor-normalized",
    question,
    patch: [
      [SHIFTED, 'Matrix.sub(scores, 0).subColumnVector(scores.max("row"))'],
      [PROBS, "probs: Matrix.exp(scores)"],
    ],
    says: "probs are e to the scores: they are not divided by their row's sum",
  },
  {
    name: "softmax-not-normalized",
    question,
    patch: [[LOG_SUM_EXP, "Matrix.zeros(N, 1)"]],
    says: "probs and loss have exponentials that are not divided by their row's sum",
  },
  {
    name: "log-probs-for-probs",
    question,
    patch: [[PROBS, "probs: logProbs"]],
    says: "crossEntropy returns the logarithms of the probabilities as probs",
  },
  {
    name: "scores-for-probs",
    question,
    patch: [
      [SHIFTED, 'Matrix.sub(scores, 0).subColumnVector(scores.max("row"))'],
      [PROBS, "probs: scores"],
    ],
    says: "crossEntropy returns the scores as probs: the softmax is missing",
  },
  {
    name: "probs-twice",
    question,
    patch: [[PROBS, "probs: Matrix.exp(logProbs).mul(2)"]],
    says: "probs are twice what they must be: each row must add up to 1",
  },
  {
    name: "probs-by-N",
    question,
    patch: [[PROBS, "probs: Matrix.exp(logProbs).div(N)"]],
    says: "probs are divided by N: each row must add up to 1, and the mean's 1/N belongs to backward",
  },
  {
    name: "probs-less-label",
    question,
    patch: [
      [
        `return { loss, ${PROBS} };`,
        "const probs = Matrix.exp(logProbs);\n    for (let n = 0; n < N; n++) probs.set(n, y[n], probs.get(n, y[n]) - 1);\n    return { loss, probs };",
      ],
    ],
    says: "probs have 1 subtracted at the label: that is backward's step, crossEntropy returns the softmax",
  },
  {
    name: "softmax-along-columns",
    question,
    patch: [
      [SHIFTED, 'scores.subRowVector(scores.max("column"))'],
      [LOG_SUM_EXP, 'Matrix.rowVector(Matrix.exp(shifted).sum("column")).log()'],
      ["shifted.subColumnVector(logSumExp)", "shifted.subRowVector(logSumExp)"],
    ],
    says: "the softmax is taken along the columns: each example, a row, has its own",
  },
  {
    name: "softmax-over-everything",
    question,
    patch: [[LOG_SUM_EXP, "Matrix.zeros(N, 1).add(Matrix.exp(shifted).sum()).log()"]],
    says: "the softmax divides by the sum over all examples: each example, a row, has its own",
  },
  {
    name: "scores-without-exponential",
    question,
    patch: [[PROBS, 'probs: scores.clone().divColumnVector(scores.sum("row"))']],
    says: "probs are scores divided by their row's sum: the exponential is missing",
  },
  {
    name: "W1-squared-in-place",
    question,
    patch: [[PENALTY, "0.5 * reg * (W1.mul(W1).sum() + W2.mul(W2).sum())"]],
    says: "crossEntropy changes the weights: W1.mul(W1) squares W1 itself, Matrix.mul(W1, W1) makes a new matrix",
  },
];

export const forward: Mistake[] = [...activation, ...layers, ...loss, ...softmax];
