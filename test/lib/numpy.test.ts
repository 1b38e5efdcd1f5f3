import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { EMBEDDED, writeDigits } from "../../bench/digits";
import type { Answer, Job } from "../../bench/job";
import { meanImage, readDigits } from "../../bench/peers/harness";
import { type Backend, backendInUse, centredImages, useBackend } from "../../lib/matrix";
import { TwoLayerMLP } from "../../lib/mlp";
import { root } from "../../scripts/paths";
import { python } from "../python";

// One epoch of 500 updates with batches of 16. NumPy draws the weights and the
// permutations with its own generator, from the seeds that ours has.
const job: Omit<Job, "data" | "threads"> = {
  train: EMBEDDED.train,
  validation: EMBEDDED.validation,
  epochs: 1,
  batch: 16,
  hidden: 64,
  activation: "sigmoid",
  reg: 0.5,
  rate: 1e-3,
  decay: 0.95,
  losses: 500,
};
const folder = mkdtempSync(join(tmpdir(), "gradbook-numpy-"));
const backend = backendInUse();
let numpy: Answer;

before(() => {
  writeDigits(folder);
  const peer = join(root, "bench", "peers", "numpy_peer.py");
  const asked = JSON.stringify({ ...job, data: folder, threads: 0 });
  numpy = JSON.parse(execFileSync(python, [peer, asked], { encoding: "utf8" }));
});
after(() => {
  useBackend(backend);
  rmSync(folder, { recursive: true });
});

async function losses(chosen: Backend): Promise<number[]> {
  useBackend(chosen);
  const { train, validation } = readDigits({ ...job, data: folder, threads: 0 });
  const mean = meanImage(train);
  const model = new TwoLayerMLP(784, job.hidden, 10, { std: 0.1, activation: "sigmoid" });
  const history = await model.train(
    centredImages(train.images, mean),
    train.labels,
    centredImages(validation.images, mean),
    validation.labels,
    {
      learningRate: job.rate,
      learningRateDecay: job.decay,
      reg: job.reg,
      numEpochs: job.epochs,
      batchSize: job.batch,
    },
  );
  return history.lossHistory;
}

describe("a sigmoid network on MNIST beside NumPy's", () => {
  for (const chosen of ["wasm", "ts"] as const) {
    test(`are the losses of 500 updates within 1e-9 of NumPy's (${chosen})?`, async (t) => {
      const ours = await losses(chosen);
      assert.equal(ours.length, 500);
      assert.equal(numpy.losses.length, 500);
      const differences = ours.map((loss, i) => Math.abs(loss - numpy.losses[i]));
      const largest = Math.max(...differences);
      t.diagnostic(`largest difference ${largest.toExponential(1)}`);
      assert.ok(largest < 1e-9, `update ${differences.indexOf(largest) + 1}: ${largest}`);
      // The run is one that learns: else two constants would agree.
      assert.ok(ours[0] > 120 && ours[499] < 90, `${ours[0]} to ${ours[499]}`);
    });
  }
});
