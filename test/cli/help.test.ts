import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { root } from "../../scripts/paths";
import { gradbook } from "./run";

describe("help", () => {
  test("does --help name the commands, and --version the version?", async () => {
    const { status, stdout, stderr } = await gradbook(["--help"]);
    assert.deepEqual([status, stderr], [0, ""]);
    for (const command of ["train", "evaluate", "predict", "mnist"]) {
      assert.match(stdout, new RegExp(`^  ${command} `, "m"));
    }
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    assert.equal((await gradbook(["--version"])).stdout, `${version}\n`);
  });

  test("does train --help give every option with its default, within 80 columns?", async () => {
    const { status, stdout } = await gradbook(["train", "--seed", "1", "--help"]);
    assert.equal(status, 0);
    for (const [option, usual] of [
      ["hidden H", "64"],
      ["learning-rate X", "1e-3"],
      ["learning-rate-decay X", "0.95"],
      ["reg X", "0.5"],
      ["epochs N", "20"],
      ["std X", "0.1"],
      ["seed N", "0"],
      ["activation NAME", "relu"],
    ]) {
      assert.match(
        stdout.replace(/\s+/g, " "),
        new RegExp(`--${option} [^-][^(]*\\(default ${usual}\\)`),
      );
    }
    assert.ok(stdout.split("\n").every((line) => line.length <= 80));
  });

  for (const [args, message] of [
    [[], /no command given/],
    [["learn"], /no command "learn", but train, evaluate, predict, mnist/],
    [["constructor"], /no command "constructor"/],
    [["train", "--speed", "1"], /Unknown option '--speed'/],
    [["train", "--seed"], /'--seed <value>' argument missing/],
    [["train", "--seed", "1.5"], /--seed is "1\.5", but must be an integer from 0 to 4294967295/],
    [["train", "--epochs", ""], /--epochs is "", but must be an integer/],
    [["train", "--reg", "a lot"], /--reg is "a lot", but must be a number that is not negative/],
    [["train", "--learning-rate=-1"], /--learning-rate is "-1"/],
    [["train", "--batch-size", "0"], /--batch-size is "0", but must be an integer of at least 1/],
    [["train", "--activation", "tanh"], /--activation is "tanh", but must be relu or sigmoid/],
    [["train", "--mnist", "half"], /--mnist is "half", but must be embedded, full or a folder/],
    [["train", "model"], /train takes options only, but "model" is there/],
    [["evaluate"], /no file with weights given/],
    [["evaluate", "a", "b"], /takes one file, but 2 are there/],
    [["predict"], /no file with weights given/],
  ] as [string[], RegExp][]) {
    test(`is "${args.join(" ")}" told what is wrong, with exit status 2?`, async () => {
      const { status, stdout, stderr } = await gradbook(args);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
      assert.match(stderr, /--help explains/);
      assert.equal(stdout, "");
      assert.doesNotMatch(stderr, /\n {4}at /);
    });
  }
});
