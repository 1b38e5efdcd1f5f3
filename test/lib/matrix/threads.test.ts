// The second thread: it takes its share, changes no result, and is no condition.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism, getPriority } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Script } from "node:vm";
import { centredImages, Matrix, tidy, useThreads } from "../../../lib/matrix";
import { currentScope } from "../../../lib/matrix/memory";
import { loaded } from "../../../lib/matrix/wasm";
import { TwoLayerMLP } from "../../../lib/mlp";
import { randomMatrix, seeded } from "./support";

const root = join(__dirname, "..", "..", "..");
const skip = availableParallelism() < 2 && "there is only one processor";

/** 300 images of 200 pixels, most of them zero. */
function someImages() {
  const bytes = Uint8Array.from({ length: 300 * 200 }, (_, i) => (i % 7 < 2 ? (i * 31) % 256 : 0));
  return centredImages(bytes, new Float64Array(200).fill(40));
}

/** Operations large enough to be shared out. */
function operations() {
  const X = someImages();
  const [A, B, W, G] = [
    [200, 300],
    [200, 300],
    [200, 70],
    [300, 70],
  ].map(([rows, columns], i) => new Matrix(randomMatrix(seeded(i), rows, columns)));
  return [
    () => X.mmul(W),
    () => X.transpose().mmul(G),
    () => A.mmul(B.transpose()),
    () => Matrix.exp(A),
    () => Matrix.add(A, B),
    () => A.clone().sub(Matrix.mul(B, 0.3)),
    () => Matrix.rowVector([A.norm()]),
  ];
}

test("are the results of two threads those of one, bit for bit?", { skip }, async () => {
  for (const [i, operation] of operations().entries()) {
    await useThreads(1);
    const before = loaded?.partsTaken();
    const expected = tidy(operation).to1DArray();
    assert.equal(loaded?.partsTaken(), before, "one thread alone");
    await useThreads(2);
    // On a busy machine the second thread may come too late for a while.
    for (let tries = 0; tries < 50 || loaded?.partsTaken() === before; tries++) {
      assert.ok(tries < 1e5, `operation ${i}: the second thread took no part`);
      assert.deepEqual(tidy(operation).to1DArray(), expected, `operation ${i}`);
    }
  }
});

test("does the second thread give way to the others?", {
  skip: skip || (process.platform !== "linux" && "threads have no priority of their own here"),
}, async () => {
  await useThreads(2);
  const priorities = readdirSync("/proc/self/task").map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")")).split(" ")[17]);
  });
  const nicer = priorities.filter((nice) => nice > getPriority());
  assert.deepEqual(nicer, [Math.min(19, getPriority() + 10)]);
});

test("do more rows than two threads can share come out right?", { skip }, async () => {
  await useThreads(2);
  const rows = 64 * 2 ** 15 + 1;
  const product = tidy(() => Matrix.zeros(rows, 1).add(3).mmul(Matrix.ones(1, 1)).sum());
  assert.equal(product, 3 * rows);
});

test("is a training on two threads the one on one, bit for bit?", { skip }, async () => {
  const X = someImages();
  const y = Array.from({ length: 300 }, (_, n) => n % 3);
  const train = async (threads: 1 | 2) => {
    await useThreads(threads);
    const model = new TwoLayerMLP(200, 70, 3, { activation: "relu" });
    const history = await model.train(X, y, X, y, { numEpochs: 5, batchSize: 50, reg: 0.1 });
    return { history, W1: model.params.W1.to1DArray() };
  };
  const one = await train(1);
  assert.deepEqual(await train(2), one);
});

test("does an interrupt leave everything in order?", { skip }, async () => {
  const [times, transposed] = operations();
  const results = () => [times, transposed].map((operation) => tidy(operation).to1DArray());
  for (const threads of [1, 2] as const) {
    await useThreads(threads);
    const expected = results();
    const holder = globalThis as { interrupted?: () => void };
    holder.interrupted = () => tidy(() => [times(), transposed()]);
    const endless = new Script("for (;;) interrupted()");
    const held: number[] = [];
    for (let i = 0; i < 25; i++) {
      assert.throws(() => endless.runInThisContext({ timeout: 5 + (i % 5) }), /timed out/);
      assert.deepEqual(results(), expected);
      await new Promise((resume) => setImmediate(resume)); // as before the next cell
      held.push(loaded?.memory.buffer.byteLength ?? 0);
    }
    delete holder.interrupted;
    assert.equal(held[24], held[5], "memory grew");
    assert.equal(tidy(() => 1) && currentScope(), undefined);
  }
});

/** A program that multiplies enough images for a second thread. */
function run(first: string, env: Record<string, string> = {}) {
  const program = `
    let started = 0;
    const threads = require("node:worker_threads");
    const { Worker } = threads;
    threads.Worker = class extends Worker { constructor(...args) { started++; ${first} super(...args); } };
    const { centredImages, Matrix } = require("./lib/matrix");
    const X = centredImages(new Uint8Array(2 ** 21).fill(1), new Float64Array(1024));
    for (let i = 0; i < 20; i++) X.mmul(Matrix.ones(1024, 20));
    console.log(started, X.mmul(Matrix.ones(1024, 20)).sum() === 20 * 2 ** 21);`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", "tsx/cjs", "--eval", program],
    { cwd: root, encoding: "utf8", env: { ...process.env, ...env }, timeout: 60_000 },
  );
  return { status, said: stdout.trim(), stderr };
}

test("does a program end while the second thread waits for work?", { skip }, () => {
  assert.deepEqual(run(""), { status: 0, said: "1 true", stderr: "" });
});

test("does one thread do it all where a second cannot start?", { skip }, () => {
  const expected = { status: 0, said: "1 true", stderr: "" };
  assert.deepEqual(run('throw new Error("no more threads");'), expected);
  assert.deepEqual(run('args[0] = "process.exit(1)";'), expected);
  assert.deepEqual(run('args[0] = "throw new Error()";'), expected);
});

test("does GRADBOOK_THREADS=1 start no second thread?", () => {
  const expected = { status: 0, said: "0 true", stderr: "" };
  assert.deepEqual(run("", { GRADBOOK_THREADS: "1" }), expected);
});

test("does the choice of one thread stand when the second starts later?", { skip }, () => {
  const program = `
    const { centredImages, Matrix, useThreads } = require("./lib/matrix");
    const { loaded } = require("./lib/matrix/wasm");
    (async () => {
      await useThreads(1);
      const X = centredImages(new Uint8Array(2 ** 21).fill(1), new Float64Array(1024));
      while (!loaded.isServing()) await new Promise((resume) => setTimeout(resume, 10));
      const W = Matrix.ones(1024, 20);
      for (let i = 0; i < 300; i++) X.mmul(W); // two trials, if there were any
      console.log(loaded.partsTaken());
    })();`;
  const args = ["--require", "tsx/cjs", "--eval", program];
  const env = { ...process.env, GRADBOOK_THREADS: "" };
  const said = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8", env });
  assert.equal(said, "0\n");
});
