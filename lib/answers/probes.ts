// The questions of Problem 2, put to lib/mlp. Each is put in two ways: to the whole
// network, and to the question's own parts, one by one, given what the other parts
// would have computed. So a mistake in one question does not spoil the next, and a
// network put together in another way than the handout's is understood all the same.
//
// No answer is in here: the solution is asked the same.

import type { Matrix as MatrixType } from "ml-matrix";
import { encode } from "./encode";
import type { NetworkInputs } from "./inputs";
import type { MatrixValue, Values } from "./value";

/** A student's network, as far as it is what the handout says. */
interface Network {
  params: Record<(typeof PARAMETERS)[number], MatrixType>;
  scores(X: MatrixType): MatrixType;
  loss(X: MatrixType, y: number[], reg?: number): { loss: number; grads: Network["params"] };
  forward(X: MatrixType): { h1: MatrixType; scores: MatrixType };
  crossEntropy(scores: MatrixType, y: number[], reg: number): { loss: number; probs: MatrixType };
  backward(
    X: MatrixType,
    y: number[],
    h1: MatrixType,
    probs: MatrixType,
    reg: number,
  ): Network["params"];
  predict(X: MatrixType): number[];
  train(
    X: MatrixType,
    y: number[],
    XVal: MatrixType,
    yVal: number[],
    options: NetworkInputs["training"],
  ): Promise<object>;
}

interface Activation {
  f(z1: MatrixType): MatrixType;
  derivative(h1: MatrixType): MatrixType;
}

type ActivationName = "sigmoid" | "relu";

/** What the questions are put to. lib/mlp.ts may be wrong in its types as in anything. */
export interface Lib {
  mlp: {
    TwoLayerMLP: new (
      inputSize: number,
      hiddenSize: number,
      numClasses: number,
      options: { activation: ActivationName },
    ) => Network;
    activations: Record<ActivationName, Activation>;
  };
  matrix: { Matrix: typeof MatrixType };
}

export const WAYS = ["whole", "part"] as const;
export type Way = (typeof WAYS)[number];

/** Answers to one question put in one way. */
type Put = (lib: Lib, inputs: NetworkInputs) => Promise<Values>;

const PARAMETERS = ["W1", "b1", "W2", "b2"] as const;
const TRAINED = [
  ...["lossHistory", "gradMagnitudeHistory", "trainAccHistory", "valAccHistory"],
  ...PARAMETERS,
  "predictions",
];

/** Added to every score, which changes no probability; e to this power is beyond doubles. */
export const RAISE = 800;

/** By the question's probe in the notebook, then by the way of putting it. */
export const probes: Record<string, Record<Way, Put>> = {
  forward: {
    whole: (lib, inputs) =>
      collect(
        [
          ["scores"],
          () => {
            const { net, X } = begin(lib, inputs);
            return { scores: net.scores(X) };
          },
        ],
        [["loss"], () => lossOf(lib, inputs, 0)],
        [["raisedLoss"], () => ({ raisedLoss: lossOf(lib, inputs, RAISE).loss })],
      ),
    part(lib, inputs) {
      const { matrix, y, reg } = begin(lib, inputs);
      const cross = (scores: MatrixType, reg: number) => {
        return begin(lib, inputs).net.crossEntropy(scores, y, reg);
      };
      const raised = { ...inputs.scores, data: inputs.scores.data.map((score) => score + RAISE) };
      return collect(
        [["f"], () => ({ f: lib.mlp.activations.sigmoid.f(matrix(inputs.z1)) })],
        [["h1", "scores"], () => begin(lib, inputs).net.forward(matrix(inputs.X))],
        [
          ["probs", "dataLoss"],
          () => {
            const { loss, probs } = cross(matrix(inputs.scores), 0);
            return { dataLoss: loss, probs };
          },
        ],
        [
          ["raisedLoss", "raisedProbs"],
          () => {
            const { loss, probs } = cross(matrix(raised), 0);
            return { raisedLoss: loss, raisedProbs: probs };
          },
        ],
        [["loss"], () => cross(matrix(inputs.scores), reg)],
        [
          ["changed"],
          () => {
            const { net, X } = begin(lib, inputs);
            net.crossEntropy(net.forward(X).scores, y, reg);
            return { changed: changesOf(net, X, inputs) };
          },
        ],
      );
    },
  },
  backward: {
    whole: (lib, inputs) =>
      collect([
        [...PARAMETERS, "changed"],
        () => {
          const { net, X, y, reg } = begin(lib, inputs);
          const { grads } = net.loss(X, y, reg);
          return { ...grads, changed: changesOf(net, X, inputs) };
        },
      ]),
    part(lib, inputs) {
      const { f, derivative } = lib.mlp.activations?.sigmoid ?? {};
      const { matrix, y, reg } = begin(lib, inputs);
      const { z1 } = inputs;
      const back = (strength: number) => {
        const { net, X } = begin(lib, inputs);
        const grads = net.backward(X, y, matrix(inputs.h1), matrix(inputs.probs), strength);
        return { ...grads, changed: changesOf(net, X, inputs) };
      };
      return collect(
        [["derivative"], () => ({ derivative: derivative(matrix(inputs.h1)) })],
        [["slope", "quotient"], () => slopes(f, derivative, z1, matrix)],
        [
          ["dW1", "db1", "dW2", "db2"],
          () => {
            const { W1, b1, W2, b2 } = back(0);
            return { dW1: W1, db1: b1, dW2: W2, db2: b2 };
          },
        ],
        [[...PARAMETERS, "changed"], () => back(reg)],
      );
    },
  },
  train: {
    whole: (lib, inputs) => trained(lib, inputs, () => begin(lib, inputs).net),
    part: (lib, inputs) =>
      trained(lib, inputs, () => {
        const { net } = begin(lib, inputs);
        standIn(lib, net);
        return net;
      }),
  },
  relu: {
    whole: (lib, inputs) =>
      collect([
        ["scores", "loss", ...PARAMETERS],
        () => {
          const { net, X, y, reg } = begin(lib, inputs, "relu");
          const scores = net.scores(X);
          const { loss, grads } = net.loss(X, y, reg);
          return { loss, scores, ...grads };
        },
      ]),
    part(lib, inputs) {
      const { f, derivative } = lib.mlp.activations?.relu ?? {};
      const { matrix } = begin(lib, inputs);
      const { z1 } = inputs;
      const h1 = { ...z1, data: z1.data.map((z) => Math.max(0, z)) };
      return collect(
        [["f"], () => ({ f: f(matrix(z1)) })],
        [["derivative"], () => ({ derivative: derivative(matrix(h1)) })],
        [["slope", "quotient"], () => slopes(f, derivative, z1, matrix)],
      );
    },
  },
};

/** What calls give, each under its names; under those of one that throws, what it has thrown. */
async function collect(
  ...calls: [names: string[], call: () => object | Promise<object>][]
): Promise<Values> {
  const values: Values = {};
  for (const [names, call] of calls) {
    try {
      const given = (await call()) as Record<string, unknown>;
      for (const name of names) values[name] = encode(given[name]);
    } catch (error) {
      const thrown = messageOf(error);
      for (const name of names) values[name] = { thrown };
    }
  }
  return values;
}

/** What was thrown, as a line. */
export function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message || error.name : error).slice(0, 500);
  } catch {
    return "an error that cannot be read";
  }
}

/** A student's network with the given parameters, and its inputs, all of them new. */
function begin(lib: Lib, inputs: NetworkInputs, activation: ActivationName = "sigmoid") {
  const { Matrix } = lib.matrix;
  const matrix = ({ rows, columns, data }: MatrixValue): MatrixType =>
    Matrix.from1DArray(rows, columns, data);
  const { W1, W2 } = inputs.params;
  const net = new lib.mlp.TwoLayerMLP(W1.rows, W1.columns, W2.columns, { activation });
  for (const name of PARAMETERS) net.params[name] = matrix(inputs.params[name]);
  return { net, X: matrix(inputs.X), y: [...inputs.y], reg: inputs.reg, matrix };
}

/** The whole network's loss, the output biases raised. */
function lossOf(lib: Lib, inputs: NetworkInputs, raise: number): { loss: number } {
  const { net, X, y, reg } = begin(lib, inputs);
  const { b2 } = net.params;
  for (let c = 0; c < b2.columns; c++) b2.set(0, c, b2.get(0, c) + raise);
  return { loss: net.loss(X, y, reg).loss };
}

/** The largest change of an entry of W1, b1, W2, b2 and X: none may have been changed. */
function changesOf(net: Network, X: MatrixType, { params, X: given }: NetworkInputs): number[] {
  const change = (now: MatrixType, before: MatrixValue) => {
    const { rows, columns, data } = before;
    if (now.rows !== rows || now.columns !== columns) return Number.MAX_VALUE;
    return Math.max(
      ...data.map((x, i) => Math.abs(now.get(Math.trunc(i / columns), i % columns) - x)),
    );
  };
  return [...PARAMETERS.map((name) => change(net.params[name], params[name])), change(X, given)];
}

/** f' as it is taken from f's values, and as the difference quotient of f has it. */
function slopes(
  f: (z1: MatrixType) => MatrixType,
  derivative: (h1: MatrixType) => MatrixType,
  z1: MatrixValue,
  matrix: (value: MatrixValue) => MatrixType,
) {
  const h = 1e-5;
  const at = (shift: number) => f(matrix({ ...z1, data: z1.data.map((z) => z + shift) }));
  const quotient = at(h)
    .clone()
    .sub(at(-h))
    .div(2 * h);
  return { slope: derivative(at(0)), quotient };
}

async function trained(lib: Lib, inputs: NetworkInputs, make: () => Network): Promise<Values> {
  const { matrix, y } = begin(lib, inputs);
  const { training, yVal } = inputs;
  return collect(
    [["untrained"], () => ({ untrained: make().predict(matrix(inputs.XVal)) })],
    [
      TRAINED,
      async () => {
        const net = make();
        const XVal = matrix(inputs.XVal);
        const history = await net.train(matrix(inputs.X), y, XVal, [...yVal], training);
        return { ...history, ...net.params, predictions: net.predict(XVal) };
      },
    ],
  );
}

/**
 * Replaces what the other questions ask for by another network, a linear one with
 * made-up gradients: what training does with them is all that is asked.
 */
function standIn({ matrix: { Matrix } }: Lib, net: Network): void {
  const forward: Network["forward"] = (X) => {
    const h1 = X.mmul(net.params.W1).addRowVector(net.params.b1);
    return { h1, scores: h1.mmul(net.params.W2).addRowVector(net.params.b2) };
  };
  const crossEntropy: Network["crossEntropy"] = (scores, _y, reg) => ({
    loss: 2 + scores.mean() + reg,
    probs: scores,
  });
  const backward: Network["backward"] = (X, y, h1, _probs, reg) => {
    const slope = y[0] + reg + X.mean() / 10 + h1.mean() / 10;
    const gradient = (parameter: MatrixType) => Matrix.add(parameter.clone().mul(0.4), slope / 10);
    const { W1, b1, W2, b2 } = net.params;
    return { W1: gradient(W1), b1: gradient(b1), W2: gradient(W2), b2: gradient(b2) };
  };
  const loss: Network["loss"] = (X, y, reg = 0) => {
    const { h1, scores } = forward(X);
    const { loss, probs } = crossEntropy(scores, y, reg);
    return { loss, grads: backward(X, y, h1, probs, reg) };
  };
  Object.assign(net, { forward, crossEntropy, backward, loss });
  Object.assign(net, { scores: (X: MatrixType) => forward(X).scores });
}
