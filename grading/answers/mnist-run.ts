// The MNIST question: trainOnMnist, run on a network and on digits that only take
// note of what they are asked. That it can be marked apart from the network, and
// in no time, is the point; the real digits are run for the student to see.

import type { Notebook } from "../assignment/notebook";
import { answerCells, type Part } from "../assignment/parts";
import type { Plan } from "./variables";

/** The probe of the question. */
export const MNIST = "mnist";

const NAMES = ["network", "training", "accuracies"];

/** Stands for everything of lib that the answer may use; each activation is asked once. */
const STAND_IN = `
import { Matrix } from "ml-matrix";
type Activation = "sigmoid" | "relu";
interface TrainHistory {
  lossHistory: number[];
  gradMagnitudeHistory: number[];
  trainAccHistory: number[];
  valAccHistory: number[];
}
const network: number[] = [];
const training: number[] = [];
const accuracies: number[] = [];
const sets = [7, 5, 9].map((n) => ({ X: Matrix.zeros(n, 784), y: Array.from({ length: n }, (_, i) => (3 * i + n) % 10) }));
const [{ X: XTrain, y: yTrain }, { X: XVal, y: yVal }, { X: XTest, y: yTest }] = sets;
const batchSize = 16;
const setOf = (X: unknown) => sets.findIndex((set) => set.X === X);
const labelsOf = (y: unknown) => sets.findIndex((set) => set.y === y);
class TwoLayerMLP {
  params = { W1: Matrix.zeros(784, 64), b1: Matrix.zeros(1, 64), W2: Matrix.zeros(64, 10), b2: Matrix.zeros(1, 10) };
  activation: Activation;
  constructor(inputSize: number, hiddenSize: number, numClasses: number, { std = 0.1, activation = "sigmoid" as Activation, random = undefined as unknown } = {}) {
    this.activation = activation;
    network.push(inputSize, hiddenSize, numClasses, std, ["sigmoid", "relu"].indexOf(activation));
  }
  scores(X: any) { return Matrix.zeros(X.rows, 10); }
  loss(_X: any, _y: any, _reg = 0) { return { loss: 1, grads: this.params }; }
  predict(X: any): number[] {
    const k = setOf(X);
    // Right for all but the first k + 1 digits, one more with ReLU.
    const wrong = k + (this.activation === "relu" ? 2 : 1);
    return k < 0 ? [] : sets[k].y.map((label, n) => (n < wrong ? (label + 1) % 10 : label));
  }
  async train(X: any, y: any, XVal: any, yVal: any, options: any = {}): Promise<TrainHistory> {
    const { learningRate = 1e-3, learningRateDecay = 0.95, reg = 1e-5, numEpochs = 10, batchSize = 200 } = options;
    training.push(setOf(X), labelsOf(y), setOf(XVal), labelsOf(yVal), learningRate, learningRateDecay, reg, numEpochs, batchSize);
    const [epochs, updates] = [Array(20).fill(0.5), Array(40).fill(1)];
    return { lossHistory: updates, gradMagnitudeHistory: updates, trainAccHistory: epochs, valAccHistory: epochs };
  }
}
function accuracy(predictions: ArrayLike<number>, y: ArrayLike<number>): number {
  let right = 0;
  for (let n = 0; n < y.length; n++) if (predictions[n] === y[n]) right++;
  return right / y.length;
}
const silent = (..._: any[]): any => ({});
const [plotStats, plotHistory, showNetWeights, watch, liveTraining] = Array(5).fill(silent);
interface Run {
  model: TwoLayerMLP;
  history: TrainHistory;
  result: { train: number; validation: number; test: number };
}
`;

/** Both runs; a number a student's code has not given is not a number. */
const CALL = `
for (const activation of ["sigmoid", "relu"] as const) {
  const { result } = await trainOnMnist(activation);
  accuracies.push(result.train, result.validation, result.test);
}
`;

export function mnistPlan(solved: Notebook, parts: Part[]): Plan {
  const answers = answerCells(solved);
  return {
    prepare: [STAND_IN],
    readings: parts.map(({ question }) => {
      return { names: NAMES, after: answers.get(question) ?? "", call: CALL };
    }),
    tolerance: 1e-9,
  };
}
