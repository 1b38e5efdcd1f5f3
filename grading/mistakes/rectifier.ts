// Q2.4: patches of lib/mlp.ts.

import type { Mistake } from "./mistake";

const question = "Q2.4";

const F = "return relu(z1);";
const DERIVATIVE = "return Matrix.sign(h1);";
const each = (matrix: "z1" | "h1", map: string) =>
  `return new Matrix(${matrix}.to2DArray().map((row) => row.map((z) => ${map})));`;

export const rectifier: Mistake[] = [
  {
    name: "relu-is-identity",
    question,
    patch: [[F, "return z1.clone();"]],
    says: "f gives negative z1 back as they are: they are to become 0",
  },
  {
    name: "relu-is-absolute",
    question,
    patch: [[F, "return Matrix.abs(z1);"]],
    says: "f is the absolute value: negative z1 are to become 0",
  },
  {
    name: "relu-is-min",
    question,
    patch: [[F, each("z1", "Math.min(0, z)")]],
    says: "f is min(0, z): it keeps the negative z1, where the positive ones belong",
  },
  {
    name: "relu-is-a-step",
    question,
    patch: [[F, each("z1", "(z > 0 ? 1 : 0)")]],
    says: "f is 1 where z1 is positive: it is to be z1 there",
  },
  {
    name: "relu-is-sigmoid",
    question,
    patch: [[F, "return sigmoid(z1);"]],
    says: "f is the sigmoid, where ReLU is asked for",
  },
  {
    name: "relu-is-tanh",
    question,
    patch: [[F, each("z1", "Math.tanh(z)")]],
    says: "f is tanh, where ReLU is asked for",
  },
  {
    name: "relu-leaks",
    question,
    patch: [[F, each("z1", "Math.max(0.01 * z, z)")]],
    says: "f is a leaky ReLU, 0.01 z for negative z1: they are to become 0",
  },
  {
    name: "relu-is-softplus",
    question,
    patch: [[F, each("z1", "Math.log(1 + Math.exp(z))")]],
    says: "f is softplus, log(1 + e^z): ReLU is asked for",
  },
  {
    name: "relu-saturates",
    question,
    patch: [[F, each("z1", "Math.min(1, Math.max(0, z))")]],
    says: "f is cut off at 1: ReLU has no upper bound",
  },
  {
    name: "relu-negated",
    question,
    patch: [[F, each("z1", "Math.max(0, -z)")]],
    says: "f is max(0, -z): z1 has the wrong sign in it",
  },
  {
    name: "mask-at-zero",
    question,
    patch: [[DERIVATIVE, each("h1", "(z >= 0 ? 1 : 0)")]],
    says: "derivative is 1 where h1 is 0, too: the mask is h1 > 0, for h1 is never negative and h1 >= 0 holds everywhere",
  },
  {
    name: "derivative-is-h1",
    question,
    patch: [[DERIVATIVE, "return h1.clone();"]],
    says: "derivative is h1 itself: where h1 is positive ReLU's slope is 1",
  },
  {
    name: "derivative-of-sigmoid",
    question,
    patch: [[DERIVATIVE, "return Matrix.mul(h1, Matrix.mul(h1, -1).add(1));"]],
    says: "derivative is h1 (1 - h1), which is the sigmoid's",
  },
  {
    name: "derivative-inverted",
    question,
    patch: [[DERIVATIVE, each("h1", "(z > 0 ? 0 : 1)")]],
    says: "derivative has the mask inverted: it is 1 where h1 is 0, and must be 1 where h1 is positive",
  },
  {
    name: "derivative-is-0",
    question,
    patch: [[DERIVATIVE, "return Matrix.zeros(h1.rows, h1.columns);"]],
    says: "derivative is 0 everywhere: it must be 1 where h1 is positive",
  },
  {
    name: "derivative-is-minus-1",
    question,
    patch: [[DERIVATIVE, each("h1", "(z > 0 ? 1 : -1)")]],
    says: "derivative is -1 where h1 is 0: it must be 0 there",
  },
  {
    name: "derivative-is-half",
    question,
    patch: [[DERIVATIVE, each("h1", "(z > 0 ? 1 : 0.5)")]],
    says: "derivative is 0.5 where h1 is 0: it must be 0 there",
  },
  {
    name: "derivative-leaks",
    question,
    patch: [[DERIVATIVE, each("h1", "(z > 0 ? 1 : 0.01)")]],
    says: "derivative is 0.01 where h1 is 0, a leaky ReLU's: it must be 0 there",
  },
  {
    name: "mask-at-1",
    question,
    patch: [[DERIVATIVE, each("h1", "(z > 1 ? 1 : 0)")]],
    says: "derivative is 1 only where h1 is above 1: the mask is h1 > 0",
  },
  {
    name: "sigmoid-in-backward",
    question,
    patch: [["dh1.mul(derivative(h1))", "dh1.mul(activations.sigmoid.derivative(h1))"]],
    says: "backward takes the sigmoid's derivative whatever the activation: it must take that of the network's own",
  },
  {
    name: "sigmoid-in-forward",
    question,
    patch: [["= f(z1);", "= activations.sigmoid.f(z1);"]],
    says: "forward applies the sigmoid whatever the activation: it must apply the network's own f",
  },
];
