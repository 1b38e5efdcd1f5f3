import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { hoursTable, page, workersFed } from "../../bench/class-page";
import { students } from "../../bench/hub-page";
import { firstFigure, toNotebook } from "../../bench/notebooks";
import { readOptions } from "../../bench/options";
import { step } from "../../bench/peers/gradbook-phases";
import { Progress } from "../../bench/progress";
import { withoutSettings } from "../../bench/run-peer";
import { median, ratio, spread } from "../../bench/statistics";
import { medianAndSpread, megabytes, table } from "../../bench/tables";
import { TwoLayerMLP } from "../../lib/mlp";
import { RandomState } from "../../lib/random";
import { root } from "../../scripts/paths";

test("are the options read, and wrong ones named?", () => {
  assert.deepEqual(readOptions([]), {
    epochs: 3,
    runs: 5,
    quick: false,
    all: false,
    node: [],
    class: false,
    submission: false,
    workers: false,
    naming: false,
    kernel: false,
    hub: false,
  });
  assert.deepEqual(readOptions(["--quick", "--all", "--epochs", "2"]), {
    epochs: 2,
    runs: 1,
    quick: true,
    all: true,
    node: [],
    class: false,
    submission: false,
    workers: false,
    naming: false,
    kernel: false,
    hub: false,
  });
  assert.equal(readOptions(["--runs=x", "--help"]), null);
  for (const wrong of ["0", "-1", "1.5", "x", ""]) {
    assert.throws(() => readOptions([`--runs=${wrong}`]), /--runs is .*must be an integer from 1/);
  }
  assert.deepEqual(readOptions(["--node", "22,24"])?.node, ["22", "24"]);
  assert.throws(() => readOptions(["--node", "22,7"]), /--node is "22,7".*20, 22, 24, 26/);
  assert.throws(() => readOptions(["--rnus", "3"]), /--rnus/);
});

test("does --help say what each option does, and install nothing?", () => {
  const args = ["scripts/run-typescript.js", "bench/main", "--help"];
  const said = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  for (const option of ["--all", "--runs N", "--epochs N", "--quick", "--help", "MNIST_DIR"]) {
    assert.ok(said.includes(option), option);
  }
});

test("do as many students fit as their memory says, and fewer when more of them train?", () => {
  const needs = {
    server: 100,
    serverShared: 50,
    resting: 200,
    training: 300,
    kernelShared: 142,
  };
  // 8,192 less 1,500 for the system and 192 that all share: 6,500 MB.
  assert.equal(students(8, 0, needs), 21);
  assert.equal(students(8, 0.25, needs), 20);
  assert.equal(students(8, 1, needs), 16);
  assert.equal(students(1, 1, needs), 0);
});

test("are medians, spreads and ratios those of the runs?", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.throws(() => median([]), /no value/);
  assert.deepEqual(spread([3, 1, 2]), [1, 3]);
  // The third pair ran on a machine half as fast: its ratio is as the others'.
  assert.equal(ratio([1, 1, 2], [2, 2, 4]), 0.5);
  assert.throws(() => ratio([1], [1, 2]), /1 runs and 2/);
});

test("does a table show the median with its spread, and a dash for what was not measured?", () => {
  assert.equal(medianAndSpread([1, 3, 2]), "2.00 (1.00 to 3.00)");
  assert.equal(medianAndSpread([123.4]), "123");
  assert.equal(megabytes([null, null]), "–");
  assert.equal(megabytes([null, 200.4]), "200");
  assert.equal(table(["a", "b"], [["x", 1]]), "| a | b |\n| --- | ---: |\n| x | 1 |");
});

test("do the workers and hours follow from what the head spends?", () => {
  const times = { head: 0.05, dask: 0.02, scheduler: 0.01, recording: 0.25, again: 0.03 };
  const rest = { sent: 1024, received: 2048, memory: 100, recordMemory: 200 };
  const figures = { grading: 8, spent: [{ students: 20, ...times, ...rest }] };
  assert.equal(workersFed(figures.spent[0], 8), 100);
  const [, , , , last] = hoursTable(figures).split("\n");
  // 2,000 of 8 s on one worker, and of 0.08 s with 100 or more; 0.28 s for each after that.
  assert.match(last, /^\| 2000 \| 4\.60 \| 2\.38 \|.* 0\.20 \|$/);
  assert.match(
    page(figures),
    /^\| 20 \| 50 \| 20 \| 10 \| 250 \| 30 \| 1 \| 2 \| 100 \| 200 \| 100 \|$/m,
  );
});

test("does the time left follow the pace?", async () => {
  const lines: string[] = [];
  const stream = { write: (line: string) => lines.push(line), isTTY: false };
  const progress = new Progress(100, stream as unknown as NodeJS.WriteStream);
  await progress.task("first", 50, async () => {});
  assert.deepEqual(lines, ["first … about 2 min left\n"]);
  const later = Date.now() + 400_000; // 50 of 100 expected seconds took 400
  assert.equal(progress.left(later), "about 7 min left");
});

test("does a peer get none of the settings that change how many threads run?", () => {
  const env = withoutSettings({ PATH: "p", GRADBOOK_THREADS: "1", OPENBLAS_NUM_THREADS: "1" });
  assert.deepEqual(env, { PATH: "p" });
});

for (const activation of ["sigmoid", "relu"] as const) {
  test(`is the step that is timed by phase the one that is trained (${activation})?`, () => {
    const random = new RandomState(3);
    const X = random.randn(6, 4);
    const y = [0, 1, 2, 2, 1, 0];
    const options = { std: 0.5, activation };
    const [model, timed] = [new TwoLayerMLP(4, 5, 3, options), new TwoLayerMLP(4, 5, 3, options)];
    const wanted = model.loss(X, y, 0.1);
    const seen: string[] = [];
    const job = { activation, reg: 0.1, rate: 0.5 };
    const found = step(timed.params, X, y, job, (phase) => seen.push(phase));
    assert.deepEqual(seen, ["forward", "backward", "update"]);
    assert.ok(Math.abs(found.loss - wanted.loss) < 1e-14);
    for (const name of ["W1", "b1", "W2", "b2"] as const) {
      const updated = model.params[name].clone().sub(wanted.grads[name].clone().mul(0.5));
      for (const [a, b] of [
        [found.grads[name], wanted.grads[name]],
        [timed.params[name], updated],
      ]) {
        assert.ok(a.clone().sub(b).abs().max() < 1e-14, name);
      }
    }
  });
}

test("is the first figure's time that of its cell?", () => {
  const execution = (ms: number) => ({
    execution: {
      "iopub.execute_input": "2026-01-01T00:00:00.000Z",
      "shell.execute_reply": new Date(Date.UTC(2026, 0, 1) + ms).toISOString(),
    },
  });
  const text = { outputs: [{ data: { "text/plain": "1" } }], metadata: execution(100) };
  const figure = { outputs: [{ data: { "image/png": "" } }], metadata: execution(250) };
  const cells = [{ metadata: {} }, text, figure, { ...figure, metadata: execution(900) }];
  assert.equal(firstFigure(JSON.stringify({ cells })), 0.25);
  assert.throws(() => firstFigure(JSON.stringify({ cells: [text] })), /no cell/);
});

test("is a notebook made of the script's cells?", () => {
  const { cells } = toNotebook("# %% [markdown]\n# Words\n# more\n# %%\na = 1\n\n\n# %%\nb\n") as {
    cells: { cell_type: string; source: string }[];
  };
  assert.deepEqual(
    cells.map(({ cell_type, source }) => [cell_type, source]),
    [
      ["markdown", "Words\nmore"],
      ["code", "a = 1"],
      ["code", "b"],
    ],
  );
});

test("is each peer pinned to one version?", () => {
  const pins = JSON.parse(readFileSync(join(root, "bench", "package.json"), "utf8"));
  for (const pin of [...pins.python.usual, ...pins.python.all]) assert.match(pin, /^\S+==[\d.]+$/);
  for (const version of Object.values(pins.dependencies)) {
    assert.match(String(version), /^\d+\.\d+\.\d+$/);
  }
});
