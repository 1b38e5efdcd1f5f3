// gradbook evaluate: how well a saved network reads MNIST.

import { accuracy } from "../lib/mlp";
import type { Arguments, Command } from "./command";
import { MNIST_OPTIONS, readMnist } from "./data";
import { readModel } from "./model";
import { note, print } from "./output";
import { UsageError } from "./usage-error";

export const evaluate: Command = {
  usage: "evaluate MODEL [options]",
  summary: "Prints the accuracy of a saved network, and its confusion matrix on the test set.",
  options: {
    ...MNIST_OPTIONS,
    json: { help: "print one line of JSON instead" },
    quiet: { help: "do not say which data are used" },
  },
  details: `
The mean image in MODEL is subtracted from the images, whichever data they
come from. In the confusion matrix a row is a digit, a column what the network
took it for.

Example:
  gradbook evaluate model.safetensors --mnist full
`,
  run,
};

async function run(args: Arguments): Promise<number> {
  if (args.positionals.length > 1) {
    throw new UsageError(`evaluate takes one file, but ${args.positionals.length} are there`);
  }
  const { model, inputMean } = readModel(args);
  const { XTrain, yTrain, XVal, yVal, XTest, yTest, source } = await readMnist(args, inputMean);
  const predictions = model.predict(XTest);
  const shares = {
    train: accuracy(model.predict(XTrain), yTrain),
    validation: accuracy(model.predict(XVal), yVal),
    test: accuracy(predictions, yTest),
  };
  const confusion = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  yTest.forEach((digit, n) => {
    confusion[digit][predictions[n]]++;
  });

  if (args.flag("json")) {
    print(JSON.stringify({ source, accuracy: shares, confusion }));
    return 0;
  }
  if (!args.flag("quiet")) note(`On ${source}.`);
  for (const [name, share] of Object.entries(shares))
    print(`${name.padEnd(10)}  ${share.toFixed(4)}`);
  const row = (cells: unknown[]) => cells.map((cell) => String(cell).padStart(5)).join("");
  print(`\nConfusion matrix of the test set:\n${row(["", ...confusion.keys()])}`);
  confusion.forEach((counts, digit) => {
    print(row([digit, ...counts]));
  });
  return 0;
}
