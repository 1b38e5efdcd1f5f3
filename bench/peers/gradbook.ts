// Ours: lib/mlp.ts, as a notebook or a script calls it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { centredImages } from "../../lib/matrix";
import { TwoLayerMLP } from "../../lib/mlp";
import { loadMnist, type Mnist } from "../../lib/mnist";
import type { Job } from "../job";
import { meanImage, readDigits, run } from "./harness";

/** With the split of the full set loadMnist, as in the notebook; else the rows the job names. */
function load(job: Job): Omit<Mnist, "source"> {
  if (job.train === 50_000) return loadMnist({ dir: job.data });
  const { train, validation, test } = readDigits(job);
  const mean = meanImage(train);
  return {
    XTrain: centredImages(train.images, mean),
    yTrain: train.labels,
    XVal: centredImages(validation.images, mean),
    yVal: validation.labels,
    XTest: centredImages(test.images, mean),
    yTest: test.labels,
    mean,
  };
}

const packageJson = join(__dirname, "..", "..", "..", "..", "package.json");

run(JSON.parse(readFileSync(packageJson, "utf8")).version, load, async (job, data) => {
  const model = new TwoLayerMLP(784, job.hidden, 10, { std: 0.1, activation: job.activation });
  const history = await model.train(data.XTrain, data.yTrain, data.XVal, data.yVal, {
    learningRate: job.rate,
    learningRateDecay: job.decay,
    reg: job.reg,
    numEpochs: job.epochs,
    batchSize: job.batch,
  });
  return {
    predict: () => model.predict(data.XTest),
    losses: history.lossHistory,
    validation: history.valAccHistory[job.epochs - 1],
  };
});
