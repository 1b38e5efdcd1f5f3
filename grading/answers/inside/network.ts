// The questions of Problem 2, put to a student's lib/mlp. Each is put in two ways,
// and the better answer counts: to the whole network, and to the question's own
// part, given by the grader what the other parts would have computed. So a mistake
// in one question does not spoil the next, and a network put together in another
// way than the handout's is graded all the same.
//
// No answer is in here: the solution is asked the same.

import type { Matrix as MatrixType } from "ml-matrix";
import type { NetworkInputs } from "../inputs";
import type { MatrixValue, Values } from "../value";
import { encode } from "./encode";

type Network = InstanceType<typeof import("../../../lib/mlp").TwoLayerMLP>;

/** What the questions are put to: the modules of a student's lib. */
export interface Lib {
  mlp: typeof import("../../../lib/mlp");
  matrix: typeof import("../../../lib/matrix");
}

/** Answers to one question put in one way. */
type Put = (lib: Lib, inputs: NetworkInputs) => Values | Promise<Values>;

/** By the question's probe in the notebook, then by the way of putting it. */
export const probes: Record<string, Record<"whole" | "part", Put>> = {
  forward: {
    whole(lib, inputs) {
      const { net, X } = begin(lib, inputs, "sigmoid");
      const { loss } = net.loss(X, inputs.y, inputs.reg);
      return encodeAll({ loss, scores: net.scores(X) });
    },
    part(lib, inputs) {
      const { net, X } = begin(lib, inputs, "sigmoid");
      const { scores } = net.forward(X);
      const { loss } = net.crossEntropy(scores, inputs.y, inputs.reg);
      return encodeAll({ loss, scores });
    },
  },
  backward: {
    whole(lib, inputs) {
      const { net, X } = begin(lib, inputs, "sigmoid");
      return encodeAll({ ...net.loss(X, inputs.y, inputs.reg).grads });
    },
    part(lib, inputs) {
      const { net, X, matrix } = begin(lib, inputs, "sigmoid");
      const [h1, probs] = [matrix(inputs.h1), matrix(inputs.probs)];
      return encodeAll({ ...net.backward(X, inputs.y, h1, probs, inputs.reg) });
    },
  },
  train: {
    whole(lib, inputs) {
      const { net } = begin(lib, inputs, "sigmoid");
      return trained(lib, inputs, net);
    },
    part(lib, inputs) {
      const { net } = begin(lib, inputs, "sigmoid");
      standIn(lib, net);
      return trained(lib, inputs, net);
    },
  },
  relu: {
    whole(lib, inputs) {
      const { net, X } = begin(lib, inputs, "relu");
      const { loss, grads } = net.loss(X, inputs.y, inputs.reg);
      return encodeAll({ loss, scores: net.scores(X), ...grads });
    },
    part(lib, inputs) {
      const { f, derivative } = lib.mlp.activations.relu;
      const z1 = matrixOf(lib)(inputs.z1);
      const h1 = matrixOf(lib)({ ...inputs.z1, data: inputs.z1.data.map((z) => Math.max(0, z)) });
      return encodeAll({ f: f(z1), derivative: derivative(h1) });
    },
  },
};

const matrixOf =
  ({ matrix: { Matrix } }: Lib) =>
  ({ rows, columns, data }: MatrixValue): MatrixType =>
    Matrix.from1DArray(rows, columns, data);

/** A student's network with the given parameters. */
function begin(lib: Lib, { params, X }: NetworkInputs, activation: "sigmoid" | "relu") {
  const matrix = matrixOf(lib);
  const { W1, W2 } = params;
  const net = new lib.mlp.TwoLayerMLP(W1.rows, W1.columns, W2.columns, { activation });
  for (const name of ["W1", "b1", "W2", "b2"] as const) net.params[name] = matrix(params[name]);
  return { net, X: matrix(X), matrix };
}

async function trained(lib: Lib, inputs: NetworkInputs, net: Network): Promise<Values> {
  const matrix = matrixOf(lib);
  const [X, XVal] = [matrix(inputs.X), matrix(inputs.XVal)];
  const history = await net.train(X, inputs.y, XVal, inputs.yVal, inputs.training);
  const { lossHistory, gradMagnitudeHistory, trainAccHistory, valAccHistory } = history;
  const histories = { lossHistory, gradMagnitudeHistory, trainAccHistory, valAccHistory };
  return encodeAll({ ...histories, ...net.params, predictions: net.predict(XVal) });
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

function encodeAll(values: Record<string, unknown>): Values {
  const names = Object.keys(values);
  return Object.fromEntries(names.map((name) => [name, encode(values[name])]));
}
