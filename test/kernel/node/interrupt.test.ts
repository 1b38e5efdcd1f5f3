// Interrupting: whatever a cell is doing, it ends, and the kernel goes on.
import assert from "node:assert";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, result, streamed } from "../client";

const client = new Client();
before(() => client.start());
after(() => client.close());

/** Sends a cell, waits until it has printed "go", interrupts it. */
async function interrupted(code: string, how = () => client.interrupt()) {
  const [request] = await client.submit([code]);
  for (let i = 0; i < 200; i++) {
    const published = await client.published(request, 0.05);
    if (published.some(({ content }) => content.text?.includes("go"))) break;
  }
  await sleep(100);
  const start = performance.now();
  await how();
  const outcome = await client.collect(request, 10);
  return { outcome, request, seconds: (performance.now() - start) / 1000 };
}

const go = 'console.log("go"); process.stdout.write("");';
const cases: [string, string][] = [
  ["a synchronous loop", `${go} let n = 0; for (;;) { n++; if (n % 1e8 === 0) console.log(n); }`],
  [
    "a synchronous loop after an await",
    `${go} await null; await new Promise((r) => setTimeout(r, 20)); for (;;);`,
  ],
  ["a loop that awaits timers", `${go} for (;;) await new Promise((r) => setTimeout(r, 5));`],
  ["a loop that awaits setImmediate", `${go} for (;;) await new Promise((r) => setImmediate(r));`],
  [
    "a loop of settled promises",
    `${go} await new Promise((r) => setTimeout(r, 20)); for (;;) await null;`,
  ],
  ["a promise that never settles", `${go} await new Promise(() => {});`],
  [
    "a loop that mixes long stretches with setImmediate",
    `${go} for (;;) { const t = Date.now(); while (Date.now() - t < 300); await new Promise((r) => setImmediate(r)); }`,
  ],
  [
    "a loop in a timer's callback",
    `${go} setTimeout(() => { for (;;); }, 10); await new Promise(() => {});`,
  ],
];

for (const [name, code] of cases) {
  test(`can ${name} be interrupted, and does the next cell run?`, async () => {
    assert.equal((await client.execute("const kept = 41;")).reply.status, "ok");
    const { outcome, seconds } = await interrupted(code);
    assert.equal(outcome.reply?.status, "error", "no reply");
    assert.equal(outcome.reply.ename, "KeyboardInterrupt");
    assert.ok(seconds < 3, `took ${seconds} s`);
    const next = await client.execute("kept + 1");
    assert.equal(result(next), "42");
    const timers = await client.execute("await new Promise((r) => setTimeout(r, 10)); 7");
    assert.equal(result(timers), "7");
  });
}

test("does an interrupted loop stop, instead of going on behind the next cell?", async () => {
  const loop = `${go} for (;;) { globalThis.ticks = (globalThis.ticks ?? 0) + 1; await new Promise((r) => setImmediate(r)); }`;
  await interrupted(loop.replaceAll("globalThis.", "(globalThis as any)."));
  const count =
    "const t0 = (globalThis as any).ticks; await new Promise((r) => setTimeout(r, 100)); (globalThis as any).ticks - t0";
  assert.equal(result(await client.execute(count)), "0");
});

for (const [name, code] of [cases[0], cases[2]]) {
  test(`does SIGINT end ${name}?`, async () => {
    const { outcome } = await interrupted(code, () => client.signal("SIGINT"));
    assert.equal(outcome.reply?.ename, "KeyboardInterrupt");
    assert.equal(result(await client.execute("1 + 1")), "2");
  });
}

test("is an interrupt between cells harmless?", async () => {
  await client.interrupt();
  await sleep(200);
  const outcome = await client.execute('console.log("still here")');
  assert.equal(outcome.reply.status, "ok");
  assert.equal(streamed(outcome), "still here\n");
});

test("does the kernel rest after all these interrupts?", async () => {
  const before = await client.execute("process.cpuUsage().user");
  await sleep(1000);
  const after = await client.execute("process.cpuUsage().user");
  const used = Number(result(after)) - Number(result(before));
  assert.ok(used < 500_000, `${used} µs of CPU within a second of rest`);
});

const handled = `${go}
  let stop = false;
  process.on("SIGINT", () => { stop = true; });
  let turns = 0;
  while (!stop) { turns++; await new Promise((r) => setImmediate(r)); }
  console.log("ended in order");
  const kept = turns > 0;`;

test("may a cell handle SIGINT, end in its own way and keep its variables?", async () => {
  const { outcome } = await interrupted(handled);
  assert.equal(outcome.reply?.status, "ok");
  assert.match(streamed(outcome), /ended in order\n$/);
  assert.equal(result(await client.execute("kept")), "true");
});

test("does a second interrupt end a cell that handles SIGINT and goes on?", async () => {
  const stubborn = `${go} process.on("SIGINT", () => {}); for (;;) await new Promise((r) => setImmediate(r));`;
  const { outcome } = await interrupted(stubborn, async () => {
    await client.interrupt();
    await sleep(300);
    await client.interrupt();
  });
  assert.equal(outcome.reply?.ename, "KeyboardInterrupt");
});

test("does a cell's handler of SIGINT go with the cell?", async () => {
  assert.equal((await client.execute('process.on("SIGINT", () => {});')).reply.status, "ok");
  const count = 'await null; process.listenerCount("SIGINT")'; // in the synchronous part vm has them
  assert.equal(result(await client.execute(count)), "1");
  const { outcome } = await interrupted(cases[3][1]);
  assert.equal(outcome.reply?.ename, "KeyboardInterrupt");
});

test("is a watched training that is interrupted a figure, a history and a network?", async () => {
  const { outcome, seconds } = await interrupted(`
    import { TwoLayerMLP } from "./lib/mlp";
    import { liveTraining } from "./lib/plots";
    import { RandomState } from "./lib/random";
    const X = new RandomState(0).randn(500, 64);
    const y = Array.from({ length: 500 }, (_, n) => n % 10);
    const model = new TwoLayerMLP(64, 20, 10);
    ${go}
    const options = { numEpochs: 1_000_000, batchSize: 50, ...liveTraining(model) };
    const history = await model.train(X, y, X, y, options);`);
  assert.equal(outcome.reply?.status, "ok", JSON.stringify(outcome.reply));
  assert.ok(seconds < 5, `took ${seconds} s`);
  const use =
    "[history.lossHistory.length >= 10 * history.valAccHistory.length, model.loss(X, y).loss > 0]";
  assert.equal(result(await client.execute(use)), "[ true, true ]");
});
