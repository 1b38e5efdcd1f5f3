import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { root } from "../../scripts/paths";
import { python } from "../python";

const folder = mkdtempSync(join(tmpdir(), "gradbook-examples-"));
after(() => rmSync(folder, { recursive: true }));

/** Runs a program at the root, with the embedded digits; gives its output. */
function run(command: string, ...args: string[]): string {
  const env = { ...process.env, MNIST_DIR: "" };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, env, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout;
}
const example = (name: string, ...args: string[]) =>
  run(process.execPath, "--import", "tsx", `examples/${name}`, ...args);

test("are there three examples, each under 40 lines, importing the package by its name?", () => {
  const names = readdirSync(join(root, "examples")).filter((name) => name.endsWith(".ts"));
  assert.deepEqual(names, ["classify.ts", "compare-learning-rates.ts", "train-and-plot.ts"]);
  for (const name of names) {
    const code = readFileSync(join(root, "examples", name), "utf8");
    assert.ok(code.split("\n").length - 1 < 40, name);
    assert.match(code, /from "gradbook";/);
    assert.doesNotMatch(code, /from "\.\./);
  }
});

test("does the training draw its history into a page that needs no network?", () => {
  const page = join(folder, "history.html");
  const said = example("train-and-plot.ts", page, "2");
  const [, loss, valAcc] = /epoch 2 \/ 2: loss ([\d.]+), .* val_acc: ([\d.]+)/.exec(said) ?? [];
  assert.ok(Number(valAcc) > 0.8, said);
  const html = readFileSync(page, "utf8");
  assert.doesNotMatch(html, /<script src=|<link/);
  const [, call] = /<script>Plotly\.newPlot\("figure", (.*)\);<\/script>/.exec(html) ?? [];
  const [data, layout] = JSON.parse(`[${call}]`);
  assert.equal(data[0].y.length, 1000);
  assert.ok(Math.abs(data[0].y[999] - Number(loss)) < 1e-3);
  assert.deepEqual(
    data.map(({ name }: { name: string }) => name),
    ["loss", "training (last batch)", "validation"],
  );
  assert.equal(layout.xaxis.title.text, "iteration");
});

test("does the comparison give a row a learning rate, its mean between lowest and highest?", () => {
  const rows = [...example("compare-learning-rates.ts", "1").matchAll(/│ (\d) .*│\n/g)].map(
    ([row]) => row.split("│").slice(2, 6).map(Number),
  );
  assert.deepEqual(
    rows.map(([rate]) => rate),
    [1e-4, 3e-4, 1e-3, 3e-3],
  );
  for (const [, mean, lowest, highest] of rows) {
    assert.ok(0.5 < lowest && lowest < mean && mean < highest && highest < 1);
  }
});

test("is an image classified with weights that Python saved?", () => {
  const weights = join(folder, "weights.safetensors");
  run(python, "examples/train.py", weights);
  const said = example("classify.ts", weights, "examples/digit.png");
  assert.match(said, /^examples\/digit\.png shows a 7 \(probability (0\.[5-9]|1\.0)\d\d\)\n$/);
});
