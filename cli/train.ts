// gradbook train: the course's network on MNIST, and its weights into a file.

import { accessSync, constants } from "node:fs";
import { dirname, resolve } from "node:path";
import { Progress, progressLine, StatusLine } from "../lib/display/progress";
import { accuracy, TwoLayerMLP } from "../lib/mlp";
import { PIXELS } from "../lib/mnist";
import { RandomState } from "../lib/random";
import { epochLine } from "../lib/record";
import { save } from "../lib/weights";
import type { Arguments, Command } from "./command";
import { MNIST_OPTIONS, readMnist } from "./data";
import { note, print } from "./output";
import { stopper } from "./stop";

/** The course's full MNIST has 500 updates an epoch. */
const UPDATES_PER_EPOCH = 500;

export const train: Command = {
  usage: "train [options]",
  summary: "Trains a two-layer perceptron on MNIST and saves its weights.",
  options: {
    out: {
      value: "FILE",
      help: "where the weights are saved; replaced if it exists",
      default: "model.safetensors",
    },
    ...MNIST_OPTIONS,
    activation: {
      value: "NAME",
      help: "activation of the hidden layer: relu or sigmoid",
      default: "relu",
    },
    hidden: { value: "H", help: "hidden units", default: "64" },
    "learning-rate": { value: "X", help: "step along the negative gradient", default: "1e-3" },
    "learning-rate-decay": {
      value: "X",
      help: "factor on the learning rate after each epoch",
      default: "0.95",
    },
    reg: { value: "X", help: "strength of the L2 regularization", default: "0.5" },
    epochs: { value: "N", help: "passes over the training set", default: "20" },
    "batch-size": {
      value: "N",
      help: "examples per update. Default: as many as make 500 updates an epoch: 100 of the full MNIST, 16 of the embedded digits",
    },
    std: { value: "X", help: "standard deviation of the initial weights", default: "0.1" },
    seed: { value: "N", help: "seed of the initial weights, as in NumPy", default: "0" },
    json: { help: "print a line of JSON after each epoch" },
    quiet: { help: "print nothing but errors, and what --json asks for" },
  },
  details: `
The defaults are the course's, which trains with relu and with sigmoid. The
same data, options and Node give the same file, byte for byte.

The file is in safetensors format: W1, b1, W2, b2, and input_mean, the mean
image that was subtracted. In Python: safetensors.numpy.load_file(FILE).

Ctrl-C stops the training and saves the weights it has reached; a second one
ends at once.

Examples:
  gradbook train --activation sigmoid --out sigmoid.safetensors
  gradbook train --mnist full --epochs 5 --json > epochs.jsonl
  gradbook train --learning-rate 5e-4 --seed 3 --quiet --out a.safetensors
`,
  run,
};

async function run(args: Arguments): Promise<number> {
  args.optionsOnly("train");
  const activation = args.choice("activation", ["relu", "sigmoid"]);
  const hidden = args.count("hidden", 1, 100_000);
  const random = new RandomState(args.count("seed", 0, 2 ** 32 - 1));
  const std = args.rate("std");
  const options = {
    learningRate: args.rate("learning-rate"),
    learningRateDecay: args.rate("learning-rate-decay"),
    reg: args.rate("reg"),
    numEpochs: args.count("epochs", 0),
  };
  const batchSize = args.text("batch-size") === undefined ? undefined : args.count("batch-size", 1);
  const [json, quiet] = [args.flag("json"), args.flag("quiet")];
  const out = args.text("out") as string;
  accessSync(dirname(resolve(out)), constants.W_OK); // rather now than after the training

  const { XTrain, yTrain, XVal, yVal, XTest, yTest, mean, source } = await readMnist(args);
  if (!quiet) note(`Training on ${source}.`);
  const model = new TwoLayerMLP(PIXELS, hidden, 10, { std, activation, random });
  const status = new StatusLine(!quiet);
  const stop = stopper(() => {
    status.clear();
    if (!quiet) note("Stopping, and saving the weights reached. Ctrl-C again ends at once.");
  });
  let diverged = "";
  const progress = new Progress();
  const { lossHistory } = await model.train(XTrain, yTrain, XVal, yVal, {
    ...options,
    batchSize: batchSize ?? Math.max(1, Math.floor(XTrain.rows / UPDATES_PER_EPOCH)),
    signal: stop.signal,
    onIteration: (last) => {
      const { iteration, loss } = last;
      progress.update(last);
      if (!Number.isFinite(loss)) {
        diverged = `the loss became ${loss} at update ${iteration}`;
        stop.now(1);
      }
      status.show(() => progressLine(progress, loss));
    },
    onEpoch: (last) => {
      if (stop.signal.aborted) return;
      status.clear();
      if (json) print(JSON.stringify(last));
      else if (!quiet) print(epochLine(last));
    },
  });
  status.clear();
  if (diverged) {
    throw new Error(`${diverged}: nothing is saved. A smaller --learning-rate or --std may help`);
  }
  save(model, out, { inputMean: mean });
  if (stop.status !== 0) {
    if (!quiet) note(`Stopped after ${lossHistory.length} updates. Saved ${out}.`);
    return stop.status;
  }
  if (!quiet) {
    const shares = [
      ["train", XTrain, yTrain],
      ["validation", XVal, yVal],
      ["test", XTest, yTest],
    ] as const;
    const said = shares.map(
      ([name, X, y]) => `${name} ${accuracy(model.predict(X), y).toFixed(4)}`,
    );
    note(`Saved ${out}. Accuracy: ${said.join(", ")}.`);
  }
  return 0;
}
