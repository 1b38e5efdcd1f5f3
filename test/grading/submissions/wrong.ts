// Mistakes: each costs its own question and no other.

import { type Cases, FULL, PROBLEM_2 } from "./case";

/** By question, a typical mistake in the notebooks. */
const IN_CELLS: Record<string, Record<string, string>> = {
  "Q1.1": { "q11-answer": "const dJ_da2 = y - h2;" },
  "Q1.2": { "q12-answer": "const dJ_db2 = (h2 - y) * h2 * (1 - h2);" },
  "Q1.3": { "q13-answer": "const dJ_dW2 = Matrix.mul(h1.transpose(), h2 - y);" },
  "Q1.4": { "q14-answer": "const dJ_dh1 = Matrix.mul(W2, h2);" },
  "Q1.5": {
    "q15-answer":
      "const dJ_db1 = Matrix.mul(W2, h2 - y).mul(h1);\nconst dJ_dW1 = dJ_db1.mmul(h0.transpose());",
  },
};

/** By question, mistakes in lib/mlp.ts, by the number of the answer. */
const IN_LIB: Record<string, Record<string, Record<number, string>>> = {
  "Q2.1": {
    "f-is-tanh": {
      0: "return z1.clone().apply(function (this: any, i: number, j: number) { this.set(i, j, Math.tanh(this.get(i, j))); });",
    },
    "no-bias": { 1: "const h1 = f(X.mmul(W1));\nreturn { h1, scores: h1.mmul(W2) };" },
    "sum-for-mean": {
      2: `const shifted = scores.subColumnVector(scores.max("row"));
const logProbs = shifted.subColumnVector(Matrix.exp(shifted).sum("row").map(Math.log));
let loss = 0.5 * reg * (W1.norm() ** 2 + W2.norm() ** 2);
for (let n = 0; n < N; n++) loss -= logProbs.get(n, y[n]);
return { loss, probs: Matrix.exp(logProbs) };`,
    },
  },
  "Q2.3": {
    "predicts-the-smallest": {
      0: "return Array.from({ length: X.rows }, (_, n) => scores.minRowIndex(n)[1]);",
    },
    "same-batch-always": { 1: "batch = order.slice(0, batchSize);" },
    "decays-each-step-twice": { 2: "learningRate *= learningRateDecay ** 2;" },
    uphill: {
      3: `for (const name of ["W1", "b1", "W2", "b2"] as const)
  this.params[name].add(Matrix.mul(grads[name], learningRate));
return { loss, gradMagnitude: grads.W1.norm() };`,
    },
  },
  "Q2.4": {
    leaky: { 0: "return Matrix.sub(relu(z1), relu(Matrix.mul(z1, -1)).mul(0.01));" },
    "derivative-of-the-sigmoid": { 1: "return Matrix.mul(h1, h1.clone().neg().add(1));" },
  },
};

/** The backward pass with one gradient wrong. */
const backwardWith = (changed: string) => ({
  1: `const dScores = Matrix.div(probs, N);
for (let n = 0; n < N; n++) dScores.set(n, y[n], dScores.get(n, y[n]) - 1 / N);
const dz1 = dScores.mmul(W2.transpose()).mul(derivative(h1));
let dW1 = X.transpose().mmul(dz1).add(Matrix.mul(W1, reg));
let db1 = Matrix.rowVector(dz1.sum("column"));
let dW2 = h1.transpose().mmul(dScores).add(Matrix.mul(W2, reg));
let db2 = Matrix.rowVector(dScores.sum("column"));
${changed}
return { W1: dW1, b1: db1, W2: dW2, b2: db2 };`,
});

const STUBBED = (question: string) => `throw new Error("${question} is not solved yet");`;
const stubs = (question: string) =>
  Object.fromEntries([0, 1, 2, 3].map((n) => [n, STUBBED(question)]));

export const wrong: Cases = {
  untouched: { untouched: true, change() {}, loses: Object.keys(FULL) },
  "all-wrong": {
    change: (draft) => {
      for (const cells of Object.values(IN_CELLS)) draft.answer(cells);
      draft.solve("Q2.1", IN_LIB["Q2.1"]["no-bias"]);
      draft.solve(
        "Q2.2",
        backwardWith("dW1 = dW1.mul(2); db1 = db1.mul(2); dW2 = dW2.mul(2); db2 = db2.mul(2);"),
      );
      draft.solve("Q2.3", IN_LIB["Q2.3"].uphill);
      draft.solve("Q2.4", IN_LIB["Q2.4"].leaky);
      draft.answer({
        "mnist-run": "async function trainOnMnist(activation: string): Promise<any> {}",
      });
    },
    loses: Object.keys(FULL),
  },
  "half-right": {
    // Every second formula, the bias gradients, ReLU not begun.
    change: (draft) => {
      draft.answer({ ...IN_CELLS["Q1.2"], ...IN_CELLS["Q1.4"] });
      draft.answer({
        "q15-answer":
          "const dJ_db1 = Matrix.mul(W2, h2 - y).mul(h1).mul(Matrix.sub(Matrix.ones(H, 1), h1));",
      });
      draft.solve(
        "Q2.2",
        backwardWith("dW1 = X.transpose().mmul(dz1); dW2 = h1.transpose().mmul(dScores);"),
      );
      draft.solve("Q2.4", stubs("Q2.4"));
    },
    loses: { "Q1.2": 3, "Q1.4": 3, "Q1.5": 1.5, "Q2.2": 6, "Q2.4": 5 },
  },
  "only-problem-1": {
    change: (draft) => {
      for (const question of PROBLEM_2) draft.solve(question, stubs(question));
    },
    loses: PROBLEM_2,
  },
  ...Object.fromEntries(
    Object.entries(IN_CELLS).map(([question, cells]) => [
      `${question}-wrong`,
      { change: (draft) => void draft.answer(cells), loses: [question] },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(IN_LIB).flatMap(([question, mistakes]) =>
      Object.entries(mistakes).map(([name, answers]) => [
        `${question}-${name}`,
        { change: (draft) => void draft.solve(question, answers), loses: [question] },
      ]),
    ),
  ),
  ...Object.fromEntries(
    Object.entries({ W1: 3, b1: 2, W2: 3, b2: 2 }).map(([name, points]) => [
      `Q2.2-${name}-wrong`,
      {
        change: (draft) =>
          void draft.solve("Q2.2", backwardWith(`d${name} = d${name}.mul(1.001);`)),
        loses: { "Q2.2": points },
      },
    ]),
  ),
  "Q2.2-wrong-throughout": {
    change: (draft) =>
      void draft.solve("Q2.2", { 0: "return h1;", ...backwardWith("db2 = db1; dW2 = dW1;") }),
    loses: ["Q2.2"],
  },
  "MNIST-other-settings": {
    change: (draft) => {
      const { source } = draft.cell("mnist-run");
      draft.answer({
        "mnist-run": String(([] as string[]).concat(source).join("")).replace(
          "reg: 0.5",
          "reg: 0.05",
        ),
      });
    },
    loses: { MNIST: 1 },
  },
  "MNIST-accuracies-made-up": {
    change: (draft) => {
      draft.append("mnist-run", "const honest = trainOnMnist;");
      draft.answer({
        "mnist-run": `async function trainOnMnist(activation: "sigmoid" | "relu"): Promise<Run> {
  const model = new TwoLayerMLP(784, 64, 10, { std: 0.1, activation });
  const result = { train: 0.97, validation: 0.96, test: 0.96 };
  return { model, history: {} as TrainHistory, result };
}`,
      });
    },
    loses: { MNIST: 2 },
  },
  "a-type-error-in-one-cell": {
    change: (draft) =>
      void draft.answer({ "q13-answer": "const dJ_dW2: string = Matrix.mul(h1, h2 - y);" }),
    loses: ["Q1.3"],
    remark: /not assignable to type 'string'/,
  },
  "a-syntax-error-in-one-cell": {
    change: (draft) => void draft.answer({ "q14-answer": "const dJ_dh1 = Matrix.mul(W2, h2 - y" }),
    loses: ["Q1.4"],
  },
  "a-throw-in-every-cell-of-its-own": {
    change: (draft) => {
      for (const id of ["q11-answer", "q13-answer", "mnist-run"])
        draft.addBefore(id, 'throw new Error("not yet");');
    },
  },
  "central-differences": {
    change: (draft) => {
      draft.answer({
        "q13-answer": `import { numericalGradient } from "./lib/gradient-check";
const dJ_dW2 = numericalGradient(() => J(preActivation(hidden())), W2);`,
      });
      draft.begin('import { numericalGradient } from "./gradient-check";');
      draft.solve("Q2.2", {
        1: `const at = (name: keyof Parameters) =>
  numericalGradient(() => {
    const now = this.forward(X);
    return this.crossEntropy(now.scores, y, reg).loss;
  }, this.params[name]);
return { W1: at("W1"), b1: at("b1"), W2: at("W2"), b2: at("b2") };`,
      });
    },
    // Of the ReLU network the gradients are asked for less exactly.
    loses: { "Q1.3": 3, "Q2.2": 10 },
  },
  "what-the-visible-inputs-give": {
    change: (draft) => {
      draft.answer({
        "q11-answer": "const dJ_da2 = -0.10427164087;",
        "q13-answer": "const dJ_dW2 = new Matrix([[-0.1], [-0.09], [-0.01], [-0.03], [-0.02]]);",
      });
      draft.solve("Q2.1", { 2: "return { loss: X_LOSS, probs: scores };" });
      draft.begin("const X_LOSS = 1.1822479803941373;");
    },
    loses: { "Q1.1": 3, "Q1.3": 3, "Q2.1": 5 },
  },
};
