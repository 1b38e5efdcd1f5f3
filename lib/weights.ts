// A trained network in a file that Python can read, too.

import type { AbstractMatrix } from "ml-matrix";
import { shapeOf } from "./checks";
import { writeAtomically } from "./formats/atomic-write";
import { encodeTensors, readTensors, type Tensor } from "./formats/safetensors";
import { firstNotFinite, Matrix } from "./matrix";
import { type Activation, TwoLayerMLP } from "./mlp";

/** What a file of weights holds. */
export interface SavedModel {
  /** The network, ready to use. */
  model: TwoLayerMLP;
  /** What is to be subtracted from an input of the network, D numbers; absent if nothing is. */
  inputMean?: Float64Array;
}

/** The name of the mean's tensor. */
const MEAN = "input_mean";
/** What to do about the orientation of PyTorch's layers. */
const TRANSPOSE =
  'save {"W1": layer1.weight.T.contiguous(), "b1": layer1.bias, "W2": layer2.weight.T.contiguous(), "b2": layer2.bias}';
/** The largest file that is read, in bytes: a network of 64 million weights. */
const MAX_BYTES = 512 * 2 ** 20;

/**
 * Writes a network to a safetensors file: float64 tensors W1 (D×H), b1 (H),
 * W2 (H×C), b2 (C) and, where it is given, input_mean (D). The metadata, texts
 * all of them, are activation, input_size, hidden_size, num_classes and, for a
 * mean, input_mean: the name of its tensor. The same network gives the same
 * bytes. A failure leaves an older file as it was.
 *
 * Source of the format: https://github.com/huggingface/safetensors#format
 *
 * @param model D inputs, H hidden units, C classes
 * @param path where; a file that is there is replaced
 * @param options inputMean: what was subtracted from the inputs, D numbers
 * @throws RangeError when the mean is not D numbers, or a number is not finite
 * @throws Error when the file cannot be written
 *
 * @example
 * ```ts
 * import { load, save, TwoLayerMLP } from "gradbook";
 *
 * save(new TwoLayerMLP(784, 64, 10, { activation: "relu" }), "model.safetensors");
 * const { model } = load("model.safetensors");
 * console.log(model.activation, model.params.W1.rows); // relu 784
 * ```
 */
export function save(
  model: TwoLayerMLP,
  path: string,
  { inputMean }: { inputMean?: ArrayLike<number> } = {},
): void {
  const { W1, b1, W2, b2 } = model.params;
  const [D, H, C] = [W1.rows, W1.columns, W2.columns];
  const tensors = new Map([
    ["W1", toTensor("W1", W1, [D, H])],
    ["b1", toTensor("b1", b1, [H])],
    ["W2", toTensor("W2", W2, [H, C])],
    ["b2", toTensor("b2", b2, [C])],
  ]);
  const metadata = new Map([
    ["activation", model.activation],
    ["input_size", String(D)],
    ["hidden_size", String(H)],
    ["num_classes", String(C)],
  ]);
  if (inputMean !== undefined) {
    if (inputMean.length !== D) {
      throw new RangeError(
        `inputMean has ${inputMean.length} numbers, but must have ${D}: one for each input`,
      );
    }
    tensors.set(MEAN, toTensor("inputMean", Matrix.rowVector(inputMean), [D]));
    metadata.set("input_mean", MEAN);
  }
  writeAtomically(path, encodeTensors({ tensors, metadata }));
}

/**
 * Reads a network from a safetensors file, such as `save` or Python's
 * safetensors.numpy.save_file writes: tensors as `save` describes them, of
 * dtype F64 or F32. The biases may be 1×H and 1×C as well. Of the metadata
 * only activation is needed; the others must be right where they are.
 *
 * @param options activation: for a file whose metadata do not name one
 * @throws Error naming the file, what is wrong with it and what was expected;
 *   of PyTorch's own names and orientation it says so
 */
export function load(path: string, options: { activation?: Activation } = {}): SavedModel {
  const { tensors, metadata } = readTensors(path, MAX_BYTES);
  const fail = (why: string): never => {
    throw new Error(`${path} holds no weights of a two-layer perceptron: ${why}`);
  };

  const layers = [...tensors.keys()].filter((name) => /\.(weight|bias)$/.test(name));
  if (layers.length > 0) {
    fail(
      `its tensors ${layers.join(", ")} are named as in a state_dict of PyTorch, expected W1, b1, W2 and b2: ${TRANSPOSE}`,
    );
  }
  for (const name of tensors.keys()) {
    if (!["W1", "b1", "W2", "b2", MEAN].includes(name)) {
      fail(`it has a tensor "${name}", expected W1, b1, W2, b2 and perhaps ${MEAN}`);
    }
  }
  const get = (name: string, what: string, fits: (shape: number[]) => boolean): Tensor => {
    const tensor = tensors.get(name) ?? fail(`its tensor ${name} is missing`);
    if (!fits(tensor.shape)) fail(`${name} has the shape [${tensor.shape}], expected ${what}`);
    const bad = tensor.data.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) fail(`${name} holds ${tensor.data[bad]}, expected finite numbers`);
    return tensor;
  };
  const vector = (name: string, N: number) =>
    get(
      name,
      `[${N}] or [1,${N}]`,
      (shape) => shape.join() === `${N}` || shape.join() === `1,${N}`,
    );

  const said = (name: string) => tensors.get(name)?.shape ?? [];
  if (isTransposed(said("W1"), said("b1"), said("W2"), said("b2"))) {
    fail(
      `W1 [${said("W1")}], b1 [${said("b1")}] and W2 [${said("W2")}] are oriented as in PyTorch's Linear, outputs × inputs, expected W1 [D,H] and W2 [H,C], inputs × outputs: ${TRANSPOSE}`,
    );
  }

  const W1 = get("W1", "[D,H]", (shape) => shape.length === 2 && !shape.includes(0));
  const [D, H] = W1.shape;
  const b1 = vector("b1", H);
  const W2 = get("W2", `[${H},C]`, ([rows, C, ...rest]) => rows === H && C > 0 && !rest.length);
  const C = W2.shape[1];
  const b2 = vector("b2", C);

  const activation = metadata.get("activation") ?? options.activation;
  if (activation !== "sigmoid" && activation !== "relu") {
    return fail(
      activation === undefined
        ? 'its metadata name no activation, expected "sigmoid" or "relu" (load takes one as an option)'
        : `its activation is "${activation}", expected "sigmoid" or "relu"`,
    );
  }
  const sizes = { input_size: D, hidden_size: H, num_classes: C };
  for (const [key, size] of Object.entries(sizes)) {
    const stated = metadata.get(key) ?? String(size);
    if (stated !== String(size)) fail(`its ${key} is "${stated}", expected "${size}"`);
  }
  const named = metadata.get("input_mean") ?? MEAN;
  if (named !== MEAN) fail(`its input_mean is the tensor "${named}", expected "${MEAN}"`);

  const model = new TwoLayerMLP(D, H, C, { std: 0, activation });
  fill(model.params.W1, W1);
  fill(model.params.b1, b1);
  fill(model.params.W2, W2);
  fill(model.params.b2, b2);
  if (!tensors.has(MEAN) && !metadata.has("input_mean")) return { model };
  return { model, inputMean: vector(MEAN, D).data };
}

/** Whether the shapes fit together as PyTorch's, W1 H×D and W2 C×H, and not as ours. */
function isTransposed(W1: number[], b1: number[], W2: number[], b2: number[]): boolean {
  const [H, C] = [b1[b1.length - 1], b2[b2.length - 1]];
  if (W1.length !== 2 || W2.length !== 2 || W1.includes(0)) return false;
  const ours = W1[1] === H && W2[0] === H && W2[1] === C;
  return !ours && W1[0] === H && W2[1] === H && W2[0] === C;
}

function toTensor(name: string, matrix: AbstractMatrix, shape: number[]): Tensor {
  const bad = firstNotFinite(matrix);
  if (bad) {
    throw new RangeError(
      `${name}[${bad.join(", ")}] is ${matrix.get(...bad)}, but only finite numbers are saved`,
    );
  }
  const data = Float64Array.from(matrix.to1DArray());
  if (data.length !== shape.reduce((product, size) => product * size, 1)) {
    throw new RangeError(`${name} is ${shapeOf(matrix)}, but must have the shape [${shape}]`);
  }
  return { shape, data };
}

function fill(matrix: AbstractMatrix, { data }: Tensor): void {
  for (let i = 0; i < data.length; i++) {
    matrix.set(Math.floor(i / matrix.columns), i % matrix.columns, data[i]);
  }
}
