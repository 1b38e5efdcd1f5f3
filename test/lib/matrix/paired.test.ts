// V8's flag that pairs neighbouring operations of the kernels: it is an experiment of V8's,
// and stops the process where it fails.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { pairFlags } from "../../../kernel/install";

const root = join(__dirname, "..", "..", "..");
const flags = pairFlags(process.execPath, process.versions.node);

/** Trains on images and on plain numbers, with widths that fill tiles and some that do not. */
const program = `
  const { createHash } = require("node:crypto");
  const { RandomState, TwoLayerMLP } = require("./lib");
  const { centredImages } = require("./lib/matrix");
  const images = Uint8Array.from({ length: 320 * 200 }, (_, i) => (i % 7 < 2 ? (i * 31) % 256 : 0));
  const X = centredImages(images, new Float64Array(200).fill(40));
  const y = Uint8Array.from({ length: 320 }, (_, n) => n % 10);
  const hash = createHash("sha256");
  (async () => {
    for (const activation of ["sigmoid", "relu"]) {
      for (const hidden of [3, 10, 16, 25, 40, 64]) {
        for (const examples of [X, new RandomState(2).randn(320, 9)]) {
          const model = new TwoLayerMLP(examples.columns, hidden, 10, { activation });
          const options = { learningRate: 1e-4, numEpochs: 2, batchSize: 32 };
          await model.train(examples, y, examples, y, options);
          for (const name of ["W1", "b1", "W2", "b2"]) {
            hash.update(Float64Array.from(model.params[name].to1DArray()));
          }
        }
      }
    }
    console.log(hash.digest("hex"));
  })();`;

test("does V8's pairing of operations compile all that it comes to, and change no bit?", {
  skip: flags.length === 0 && "this Node does not know the flag",
}, () => {
  const run = (options: string[]) =>
    execFileSync(process.execPath, [...options, "--require", "tsx/cjs", "--eval", program], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, GRADBOOK_THREADS: "1" },
    });
  // A small budget: kernels are compiled anew after a few calls, with what these have shown.
  assert.equal(run([...flags, "--wasm-tiering-budget=20000"]), run([]));
});
