// The embedded 10,000 digits as IDX files, the form every peer reads.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { idx } from "../lib/digits/build";
import { loadMnist } from "../lib/mnist";

/** Sizes of the training, validation and test sets in the files. */
export const EMBEDDED = { train: 8_000, validation: 1_000, test: 1_000 };

/** Writes the training and validation set as the training file, and the test set, in their order. */
export function writeDigits(folder: string): void {
  mkdirSync(folder, { recursive: true });
  // With nothing subtracted the images are bytes again.
  const data = loadMnist({ dir: "", mean: new Float64Array(784) });
  const parts = {
    train: [...data.XTrain.to2DArray(), ...data.XVal.to2DArray()],
    t10k: data.XTest.to2DArray(),
  };
  const labels = { train: [...data.yTrain, ...data.yVal], t10k: data.yTest };
  for (const part of ["train", "t10k"] as const) {
    const N = labels[part].length;
    const images = Buffer.concat(parts[part].map((row) => Buffer.from(row)));
    writeFileSync(join(folder, `${part}-images-idx3-ubyte`), idx([N, 28, 28], images));
    writeFileSync(join(folder, `${part}-labels-idx1-ubyte`), idx([N], Buffer.from(labels[part])));
  }
}
