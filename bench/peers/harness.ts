// What the peers in Node share: the job, the digits, and how a run is measured.
// harness.py is the same for Python.

import { readFileSync } from "node:fs";
import { readIdx } from "../../lib/formats/idx";
import { RandomState } from "../../lib/random";
import type { Answer, Job } from "../job";

/** Bytes of the images, row after row, and their digits. */
export interface Digits {
  images: Uint8Array;
  labels: number[];
}

export interface Split {
  train: Digits;
  validation: Digits;
  test: Digits;
}

/** What a training gives back. */
export interface Trained {
  predict: (part: keyof Split) => ArrayLike<number>;
  losses: number[];
  validation: number;
}

export function readJob(): Job {
  return JSON.parse(process.argv[2]);
}

export function readDigits({ data, train, validation }: Job): Split {
  const images = readIdx(data, "train-images-idx3-ubyte", [undefined, 28, 28]);
  const labels = readIdx(data, "train-labels-idx1-ubyte", [undefined]);
  const part = (start: number, end: number): Digits => ({
    images: images.subarray(start * 784, end * 784),
    labels: Array.from(labels.subarray(start, end)),
  });
  return {
    train: part(0, train),
    validation: part(labels.length - validation, labels.length),
    test: {
      images: readIdx(data, "t10k-images-idx3-ubyte", [undefined, 28, 28]),
      labels: Array.from(readIdx(data, "t10k-labels-idx1-ubyte", [undefined])),
    },
  };
}

export function meanImage({ images, labels }: Digits): Float64Array {
  const mean = new Float64Array(784);
  for (let i = 0; i < images.length; i++) mean[i % 784] += images[i];
  return mean.map((sum) => sum / labels.length);
}

/** The images as numbers, less the mean. */
export function centred<T extends Float64Array | Float32Array>(
  { images }: Digits,
  mean: Float64Array,
  into: T,
): T {
  for (let i = 0; i < images.length; i++) into[i] = images[i] - mean[i % 784];
  return into;
}

/** The batches of each epoch, in NumPy's permutations from seed 1. */
export function* batches({ train, batch, epochs }: Job): Generator<number[][]> {
  const random = new RandomState(1);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = random.permutation(train);
    yield Array.from({ length: Math.max(Math.floor(train / batch), 1) }, (_, i) =>
      order.slice(i * batch, (i + 1) * batch),
    );
  }
}

export function share(predictions: ArrayLike<number>, labels: ArrayLike<number>): number {
  let right = 0;
  for (let n = 0; n < labels.length; n++) if (predictions[n] === labels[n]) right++;
  return right / labels.length;
}

/**
 * Loads, trains, and prints what was measured.
 *
 * @param load gives the data in the peer's own form, and the test set's digits
 */
export async function run<T extends { yTest: ArrayLike<number> }>(
  version: string,
  load: (job: Job) => T | Promise<T>,
  train: (job: Job, data: T) => Trained | Promise<Trained>,
): Promise<void> {
  const job = readJob();
  const start = memory("VmRSS");
  const before = performance.now();
  const data = await load(job);
  const loadWall = (performance.now() - before) / 1000;
  const loaded = memory("VmRSS");
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const { predict, losses, validation } = await train(job, data);
  const spent = process.cpuUsage(cpu);
  const answer: Omit<Answer, "processWall"> = {
    wall: (performance.now() - wall) / 1000,
    cpu: (spent.user + spent.system) / 1e6,
    loadWall,
    validation,
    test: share(predict("test"), data.yTest),
    losses: losses.slice(0, job.losses),
    finalLoss: losses[losses.length - 1],
    memory: { start, data: loaded, peak: memory("VmHWM") },
    version,
    processCpu: 0,
  };
  const { user, system } = process.cpuUsage();
  answer.processCpu = (user + system) / 1e6;
  console.log(JSON.stringify(answer));
}

/**
 * MB of this process as Linux counts them: VmRSS now, VmHWM at its peak. What
 * getrusage calls the peak also counts the process that started this one.
 */
export function memory(field: "VmRSS" | "VmHWM"): number | null {
  try {
    const line = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync("/proc/self/status", "utf8"));
    return line === null ? null : Number(line[1]) / 1024;
  } catch {
    return null;
  }
}

/**
 * The training loop of the peers in JavaScript.
 *
 * @param step updates on these rows; gives the loss and the norm of W1's gradient
 * @param predict the classes of a part, or of these rows of the training set
 */
export function loop(
  job: Job,
  labels: Record<"train" | "validation", ArrayLike<number>>,
  step: (rows: number[], y: number[], rate: number) => [loss: number, norm: number],
  predict: (part: keyof Split | number[]) => ArrayLike<number>,
): Trained {
  const [losses, norms, train, validation]: number[][] = [[], [], [], []];
  let rate = job.rate;
  for (const epoch of batches(job)) {
    let y: number[] = [];
    for (const rows of epoch) {
      y = rows.map((n) => labels.train[n]);
      const [loss, norm] = step(rows, y, rate);
      losses.push(loss);
      norms.push(norm);
    }
    rate *= job.decay;
    train.push(share(predict(epoch[epoch.length - 1]), y));
    validation.push(share(predict("validation"), labels.validation));
  }
  return { predict, losses, validation: validation[validation.length - 1] };
}

/** The digits' numbers in the peer's own form, and their labels. */
export function prepare<T>(job: Job, matrix: (digits: Digits, mean: Float64Array) => T) {
  const { train, validation, test } = readDigits(job);
  const mean = meanImage(train);
  return {
    train: matrix(train, mean),
    validation: matrix(validation, mean),
    test: matrix(test, mean),
    labels: { train: train.labels, validation: validation.labels },
    yTest: test.labels,
  };
}

/** Rows of W1 (784×H) and W2 (H×10), as NumPy draws them from seed 0. */
export function initialWeights({ hidden }: Job): [number[][], number[][]] {
  const random = new RandomState(0);
  const draw = (rows: number, columns: number) =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0.1 * random.randn()));
  return [draw(784, hidden), draw(hidden, 10)];
}
