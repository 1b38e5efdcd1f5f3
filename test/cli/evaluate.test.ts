import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { accuracy, TwoLayerMLP } from "../../lib/mlp";
import { loadMnist, type Mnist } from "../../lib/mnist";
import { load, save } from "../../lib/weights";
import { root } from "../../scripts/paths";
import { quickly } from "./quickly";
import { gradbook } from "./run";

const folder = mkdtempSync(join(tmpdir(), "gradbook-cli-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

describe("evaluate", () => {
  const model = at("model.safetensors");
  let mnist: Mnist;
  before(async () => {
    // Another mean than that of these data, which is to be the one that is used
    mnist = loadMnist({ dir: "", mean: new Float64Array(784).fill(20) });
    save(await quickly(mnist), model, { inputMean: mnist.mean });
  });

  test("are the accuracies those of the network, and does the confusion matrix add up?", async () => {
    const { status, stdout, stderr } = await gradbook(["evaluate", model]);
    assert.equal(status, 0, stderr);
    const network = load(model).model;
    for (const [name, X, y] of [
      ["train", mnist.XTrain, mnist.yTrain],
      ["validation", mnist.XVal, mnist.yVal],
      ["test", mnist.XTest, mnist.yTest],
    ] as const) {
      const share = accuracy(network.predict(X), y).toFixed(4);
      assert.match(stdout, new RegExp(`^${name} +${share}$`, "m"));
    }

    const { accuracy: shares, confusion } = JSON.parse(
      (await gradbook(["evaluate", model, "--json", "--quiet"])).stdout,
    );
    const count = (digits: number[]) => digits.reduce((sum, n) => sum + n, 0);
    confusion.forEach((row: number[], digit: number) => {
      assert.equal(count(row), mnist.yTest.filter((label) => label === digit).length);
    });
    const right = count(confusion.map((row: number[], digit: number) => row[digit]));
    assert.equal(right / 1000, shares.test);
  });

  test("is a network of another size, and a file that is none, named with exit status 1?", async () => {
    const small = at("small");
    save(new TwoLayerMLP(4, 3, 2), small);
    const wrong = await gradbook(["evaluate", small]);
    assert.deepEqual([wrong.status, wrong.stdout], [1, ""]);
    assert.match(wrong.stderr, /small is a network of 4 inputs and 2 classes, expected 784 and 10/);
    const none = await gradbook(["evaluate", join(root, "package.json")]);
    assert.equal(none.status, 1);
    assert.match(none.stderr, /^gradbook: .*package\.json is not a safetensors file/);
  });
});
