import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { accuracy, TwoLayerMLP } from "../../lib/mlp";
import { loadMnist, type Mnist } from "../../lib/mnist";
import { RandomState } from "../../lib/random";
import { load, save } from "../../lib/weights";
import { root } from "../../scripts/paths";
import { gradbook, gradbookOnTerminal, type Run } from "./run";

const folder = mkdtempSync(join(tmpdir(), "gradbook-cli-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
/** Three epochs with seed 3. */
const model = at("model.safetensors");
const short = ["train", "--epochs", "3", "--seed", "3"];

describe("train", () => {
  let mnist: Mnist;
  let trained: Run;
  before(async () => {
    mnist = loadMnist({ dir: "" });
    trained = await gradbook([...short, "--out", model]);
    assert.equal(trained.status, 0, trained.stderr);
  });

  test("does a pipe get a line an epoch and nothing else, and stderr what was done?", () => {
    const line = /^epoch \d \/ 3: loss \d+\.\d{6}, train_acc: [01]\.\d{6}, val_acc: 0\.\d{6}$/;
    const lines = trained.stdout.trimEnd().split("\n");
    assert.equal(lines.length, 3);
    for (const text of lines) assert.match(text, line);
    assert.match(
      trained.stderr,
      /^Training on the 10,000 MNIST digits.*\nSaved .*model\.safetensors\. Accuracy: train 0\.\d{4}, validation 0\.\d{4}, test 0\.\d{4}\.\n$/,
    );
  });

  test("are the weights those of the course's settings, 500 updates an epoch?", async () => {
    const expected = new TwoLayerMLP(784, 64, 10, {
      std: 0.1,
      activation: "relu",
      random: new RandomState(3),
    });
    await expected.train(mnist.XTrain, mnist.yTrain, mnist.XVal, mnist.yVal, {
      learningRate: 1e-3,
      learningRateDecay: 0.95,
      reg: 0.5,
      numEpochs: 3,
      batchSize: 16,
    });
    save(expected, at("expected"), { inputMean: mnist.mean });
    assert.ok(readFileSync(model).equals(readFileSync(at("expected"))));
  });

  test("does the same seed give the same file byte for byte, with and without output, and another not?", async () => {
    await gradbook([...short, "--quiet", "--out", at("again")]);
    assert.ok(readFileSync(model).equals(readFileSync(at("again"))));
    await gradbook(["train", "--epochs", "3", "--seed", "4", "--quiet", "--out", at("other")]);
    assert.ok(!readFileSync(model).equals(readFileSync(at("other"))));
  });

  test("is every hyper-parameter used?", async () => {
    const options = ["--activation", "sigmoid", "--hidden", "7", "--batch-size", "4000"];
    const more = ["--learning-rate", "5e-4", "--learning-rate-decay", "0.5", "--reg", "2"];
    const out = at("all");
    const given = ["--epochs", "2", "--std", "0.2", "--seed", "9", "--quiet", "--out", out];
    const { stderr, stdout } = await gradbook([
      "train",
      "--mnist",
      "embedded",
      ...options,
      ...more,
      ...given,
    ]);
    assert.equal(stderr + stdout, "");
    const expected = new TwoLayerMLP(784, 7, 10, {
      std: 0.2,
      activation: "sigmoid",
      random: new RandomState(9),
    });
    await expected.train(mnist.XTrain, mnist.yTrain, mnist.XVal, mnist.yVal, {
      learningRate: 5e-4,
      learningRateDecay: 0.5,
      reg: 2,
      numEpochs: 2,
      batchSize: 4000,
    });
    assert.deepEqual(load(out).model.params.W1.getRow(400), expected.params.W1.getRow(400));
    assert.equal(load(out).model.activation, "sigmoid");
  });

  test("does --json print a line of JSON an epoch?", async () => {
    const { stdout } = await gradbook([...short, "--json", "--out", at("json")]);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ epoch }) => epoch),
      [1, 2, 3],
    );
    assert.deepEqual(Object.keys(lines[0]), ["epoch", "numEpochs", "loss", "trainAcc", "valAcc"]);
    assert.match(trained.stdout, new RegExp(`epoch 3 / 3: loss ${lines[2].loss.toFixed(6)}`));
  });

  test("does a terminal show the progress on one line, and the epochs on their own?", async () => {
    // So wide that an epoch takes longer than the progress rests.
    const wide = [...short, "--hidden", "512"];
    const { status, stdout } = await gradbookOnTerminal([...wide, "--out", at("terminal")]);
    assert.equal(status, 0);
    assert.match(
      stdout,
      /\r█+░+ \d+ % {2}epoch 2 of 3 {2}[\d,]+ images\/s {2}\d+ s left {2}loss [\d.]+\S*K/,
    );
    assert.match(stdout, /\r\S*Kepoch 3 \/ 3: loss/);
  });

  test("does Ctrl-C save what there is, with exit status 130?", async () => {
    const out = at("stopped");
    const { status, stdout, stderr } = await gradbook(["train", "--epochs", "999", "--out", out], {
      meanwhile: (child) => child.stdout?.once("data", () => child.kill("SIGINT")),
    });
    assert.equal(status, 130, stderr);
    const epochs = stdout.trimEnd().split("\n").length;
    const [, updates] = /Stopped after (\d+) updates\./.exec(stderr) ?? [];
    assert.ok(Number(updates) >= 500 * epochs && Number(updates) < 500 * (epochs + 1), stderr);
    assert.match(
      stderr,
      /Stopping, and saving the weights reached.*\nStopped after .* Saved .*stopped\.\n$/,
    );
    const saved = load(out).model;
    assert.ok(accuracy(saved.predict(mnist.XVal), mnist.yVal) > 0.7);
  });

  /** A program that stops as train does: it is busy for a moment, and ends after `more` ms. */
  function stopping(more: number) {
    const code = `const { stopper } = require(${JSON.stringify(join(root, "cli/stop"))});
      const stop = stopper(() => console.log("stopping"));
      setTimeout(() => { console.log("saved"); process.exit(stop.status); }, ${400 + more});
      console.log("ready");
      for (const start = Date.now(); Date.now() - start < 400; );`;
    const child = spawn(process.execPath, ["--import", "tsx", "-e", code], { cwd: root });
    const output: string[] = [];
    child.stdout.setEncoding("utf8").on("data", (text) => output.push(text));
    return { child, output };
  }

  test("is a signal that comes twice at once, as npm hands it on, one Ctrl-C?", async () => {
    const { child, output } = stopping(100);
    child.stdout.once("data", () => {
      child.kill("SIGINT");
      setTimeout(() => child.kill("SIGINT"), 5);
    });
    const [status] = await once(child, "close");
    assert.equal(output.join(""), "ready\nstopping\nsaved\n");
    assert.equal(status, 130);
  });

  test("does a second Ctrl-C end a program that is not done with the first?", async () => {
    const { child, output } = stopping(30_000);
    child.stdout.on("data", (text) => {
      setTimeout(() => child.kill("SIGINT"), /stopping/.test(text) ? 600 : 0);
    });
    const [, signal] = await once(child, "close");
    assert.equal(output.join(""), "ready\nstopping\n");
    assert.equal(signal, "SIGINT");
  });

  test("does it stop, saved and without a stack trace, when nobody reads its lines?", async () => {
    const out = at("unread");
    const { status, stderr } = await gradbook(
      ["train", "--epochs", "999", "--json", "--out", out],
      {
        meanwhile: (child) => child.stdout?.once("data", () => child.stdout?.destroy()),
      },
    );
    assert.equal(status, 141, stderr);
    assert.doesNotMatch(stderr, /EPIPE|\n {4}at /);
    assert.equal(load(out).model.params.W1.columns, 64);
  });

  test("is a training that diverges named, and nothing saved?", async () => {
    const out = at("diverged");
    const { status, stderr } = await gradbook(["train", "--learning-rate", "1e6", "--out", out]);
    assert.equal(status, 1);
    assert.match(
      stderr,
      /the loss became (NaN|Infinity) at update \d+: nothing is saved\. A smaller --learning-rate/,
    );
    assert.ok(!existsSync(out));
  });

  test("is a folder that is not there named before the training?", async () => {
    const { status, stdout, stderr } = await gradbook(["train", "--out", at("none/model")]);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^gradbook: ENOENT.*none/);
  });
});
