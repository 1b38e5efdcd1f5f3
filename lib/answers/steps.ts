// What is looked at in the answers to a question of Problem 2, and in which order.

import type { NetworkInputs } from "./inputs";
import { RAISE, type Way } from "./probes";
import { entriesOf, type MatrixValue, type Value, type Values } from "./value";

/** One step of a computation: later ones may be wrong only because this one is. */
export interface Step {
  names: string[];
  /** The call that gives them: a mistake in it shows in all its values. */
  call: string;
}

const step = (call: string, ...names: string[]): Step => ({ call, names });

const CHANGES = ["changeW1", "changeb1", "changeW2", "changeb2", "changeX"];

/** In the order of the computation, by probe and by the way of putting it. */
export const STEPS: Record<string, Record<Way, Step[]>> = {
  forward: {
    whole: [step("loss", "scores"), step("loss", "loss"), step("raised", "raisedLoss")],
    part: [
      step("f", "f"),
      step("forward", "h1"),
      step("forward", "scores"),
      step("crossEntropy", "probs"),
      step("crossEntropy", "dataLoss"),
      step("penalty", "penalty"),
      step("raised", "raisedProbs", "raisedLoss"),
      step("changes", ...CHANGES),
    ],
  },
  // From the scores downwards.
  backward: {
    whole: [step("loss", "W2", "b2"), step("loss", "W1", "b1"), step("changes", ...CHANGES)],
    part: [
      step("backward", "dW2", "db2"),
      step("derivative", "derivative", "slope"),
      step("backward", "dW1", "db1"),
      step("penalty", "regW2", "regW1", "regb2", "regb1"),
      step("changes", ...CHANGES),
    ],
  },
  train: { whole: trainSteps(), part: trainSteps() },
  relu: {
    whole: [step("loss", "scores", "loss"), step("loss", "W2", "b2", "W1", "b1")],
    part: [step("f", "f"), step("derivative", "derivative")],
  },
};

function trainSteps(): Step[] {
  return [
    step("predict", "untrained"),
    step("train", "lossHistory"),
    step("train", "gradMagnitudeHistory"),
    step("train", "W2", "b2", "W1", "b1"),
    step("train", "trainAccHistory", "valAccHistory", "predictions"),
  ];
}

/** Relative to the largest entry: what a probe's values may differ by. */
export const TOLERANCES: Record<string, number> = {
  forward: 1e-6, // as the notebook's own check
  backward: 1e-11, // finer than a difference quotient
  train: 1e-6,
  relu: 1e-6,
};

/**
 * What has to be right for the points of a question, or of a part of it.
 *
 * @param names gradients, where each is a part of its own
 */
export function judged(probe: string, way: Way, names?: string[]): string[] {
  const all = STEPS[probe][way].flatMap((step) => step.names);
  if (probe === "backward") {
    const own = names ?? ["W1", "b1", "W2", "b2"];
    return own.flatMap((name) => [name, `change${name}`, ...(name === "W1" ? ["changeX"] : [])]);
  }
  // f need not be what forward uses.
  return way === "part" && probe === "forward" ? all.filter((name) => name !== "f") : all;
}

/** The same values and, beside them, what regularization has added, and each change alone. */
export function withDifferences(values: Values): Values {
  const derived: Values = { ...values };
  const add = (name: string, from: Value | undefined, less: Value | undefined) => {
    if (from !== undefined && less !== undefined) derived[name] = subtract(from, less);
  };
  if ("dataLoss" in values) add("penalty", values.loss, values.dataLoss);
  if ("dW1" in values) {
    for (const name of ["W1", "b1", "W2", "b2"]) {
      add(`reg${name}`, values[name], values[`d${name}`]);
    }
  }
  const { changed } = values;
  for (const [i, name] of changed === undefined ? [] : CHANGES.entries()) {
    derived[name] = Array.isArray(changed) ? changed[i] : changed;
  }
  return derived;
}

/** a - b; what is there in the place of one of them if that is no value. */
function subtract(a: Value, b: Value): Value {
  const [from, less] = [entriesOf(a), entriesOf(b)];
  if (!from) return a;
  if (!less || from.shape !== less.shape) return b;
  const data = from.entries.map((x, i) => x - less.entries[i]);
  if (typeof a === "number") return data[0];
  return Array.isArray(a) ? data : { ...(a as MatrixValue), data };
}

/** How a value is spoken of. */
export function labelOf(name: string): string {
  const labels: Record<string, string> = {
    f: "f(z1)",
    derivative: "derivative(h1)",
    slope: "derivative(h1)",
    dataLoss: "the loss with reg = 0",
    penalty: "what reg adds to the loss",
    raisedLoss: `the loss with ${RAISE} added to every score`,
    raisedProbs: `probs with ${RAISE} added to every score`,
    untrained: "predict(X) before the training",
    predictions: "predict(X) after the training",
  };
  if (name in labels) return labels[name];
  if (/^reg[Wb]\d$/.test(name)) return `what reg adds to d${name.slice(3)}`;
  return name;
}

/** What a gap may be measured in. */
export interface Scale {
  /** By symbol: N, C, reg. */
  constants: Record<string, number>;
  /** By symbol: W1, W2. */
  weights: Record<string, MatrixValue>;
  /** Whether h1 is 0, entry by entry. */
  h1IsZero?: boolean[];
}

export function scaleOf(probe: string, { params, X, reg, z1, training }: NetworkInputs): Scale {
  const { W1, W2 } = params;
  const constants: Record<string, number> =
    probe === "train"
      ? { learningRate: training.learningRate, batchSize: training.batchSize }
      : { N: X.rows, C: W2.columns, reg };
  const h1IsZero = probe === "relu" ? z1.data.map((z) => z <= 0) : undefined;
  return { constants, weights: { W1, W2 }, h1IsZero };
}
