// gradbook predict: which digits images show.

import { centredImages, exp, type Matrix } from "../lib/matrix";
import type { Arguments, Command } from "./command";
import { readDigits } from "./images";
import { readModel } from "./model";
import { print } from "./output";
import { UsageError } from "./usage-error";

export const predict: Command = {
  usage: "predict MODEL IMAGE… [options]",
  summary: "Prints the digit that each image shows, and the probabilities of 0 to 9.",
  options: {
    invert: { help: "the digits are dark on light" },
    json: { help: "print a line of JSON for each image instead" },
  },
  details: `
IMAGE is a PNG image, square and of at least 28×28 pixels, or an IDX file of
28×28 images such as t10k-images-idx3-ubyte.gz. A larger PNG image is shrunk.

The network knows MNIST's digits: white on black, about 20 pixels high, in the
middle. Write on black, or give --invert.

Examples:
  gradbook predict model.safetensors digit.png
  gradbook predict model.safetensors --invert scan-*.png
  gradbook predict model.safetensors t10k-images-idx3-ubyte.gz --json | head
`,
  run,
};

async function run(args: Arguments): Promise<number> {
  const [, ...paths] = args.positionals;
  const { model, inputMean } = readModel(args);
  if (paths.length === 0) throw new UsageError("no image given");
  const digits = paths.flatMap((path) => readDigits(path, args.flag("invert")));
  if (digits.length === 0) return 0;

  const json = args.flag("json");
  const width = Math.max(5, ...digits.map(({ name }) => name.length));
  const row = (name: string, digit: unknown, cells: unknown[]) =>
    `${name.padEnd(width)}  ${String(digit).padStart(5)} ${cells.map((cell) => String(cell).padStart(6)).join("")}`;
  if (!json) print(row("image", "digit", [...Array(10).keys()]));

  const X = centredImages(Buffer.concat(digits.map(({ pixels }) => pixels)), inputMean);
  const probs = softmax(model.scores(X));
  model.predict(X).forEach((digit, n) => {
    const image = digits[n].name;
    if (json) print(JSON.stringify({ image, digit, probabilities: probs[n] }));
    else
      print(
        row(
          image,
          digit,
          probs[n].map((p) => p.toFixed(3)),
        ),
      );
  });
  return 0;
}

/** e^s_j / (sum of e^s_k) of each row of scores, the largest score subtracted first. */
function softmax(scores: Matrix): number[][] {
  return scores.to2DArray().map((row) => {
    const largest = Math.max(...row);
    const exponentials = row.map((score) => exp(score - largest));
    const sum = exponentials.reduce((total, value) => total + value, 0);
    return exponentials.map((value) => value / sum);
  });
}
