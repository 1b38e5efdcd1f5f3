import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { liveTraining } from "../../../lib/display/live";
import { TwoLayerMLP } from "../../../lib/mlp";
import { RandomState } from "../../../lib/random";
import { pretendNotebook, type Shown } from "./notebook-stub";

const shown = pretendNotebook();

const X = new RandomState(1).randn(600, 64);
const y = Array.from({ length: 600 }, (_, n) => n % 3);

/** Trains 64-20-3 with the view; gives the history and what was shown, to the last output. */
async function train(numEpochs: number, options: Parameters<typeof liveTraining>[1] = {}) {
  shown.length = 0;
  const model = new TwoLayerMLP(64, 20, 3);
  const start = performance.now();
  const live = liveTraining(model, options);
  const history = await model.train(X, y, X, y, { numEpochs, batchSize: 30, ...live });
  const seconds = (performance.now() - start) / 1000;
  for (let tries = 0; tries < 500 && !shown.some(hasSvg); tries++) await sleep(10);
  return { history, seconds, model, frames: shown.filter(isFrame), all: [...shown] };
}

const hasSvg = ({ data }: Shown) => data["image/svg+xml"] !== undefined;
const isFrame = ({ data }: Shown) => data["text/html"] !== undefined;
const figureOf = ({ data }: Shown) => data["application/vnd.plotly.v1+json"] as never;

test("is there one output, that is updated at least twice a second, and ends as the figure?", async () => {
  let epochs = 0;
  const onEpoch = async () => {
    epochs++;
    await sleep(25);
  };
  const { frames, seconds, all } = await train(60, { title: "T", onEpoch });
  assert.equal(epochs, 60);
  assert.ok(seconds > 1.5 && frames.length >= 2 * seconds, `${frames.length} in ${seconds} s`);
  assert.equal(new Set(all.map(({ transient }) => transient.display_id)).size, 1);
  assert.deepEqual(
    all.map(({ isUpdate }) => isUpdate),
    all.map((_, i) => i > 0),
  );
  const last = all[all.length - 1];
  assert.deepEqual(Object.keys(last.data).sort(), [
    "application/vnd.plotly.v1+json",
    "image/svg+xml",
    "text/plain",
  ]);
  assert.deepEqual(last.metadata, { "image/svg+xml": { alt: last.data["text/plain"] } });
});

test("says each picture epoch, images a second and time left, over curves and weights?", async () => {
  const { frames } = await train(40, { title: "A < B", onEpoch: () => sleep(25) });
  const { data } = frames[frames.length - 1];
  assert.match(
    String(data["text/plain"]),
    /^A < B · epoch \d+ of 40 · [\d,]+ images\/s · \d+ s left$/,
  );
  const svg = String(data["text/html"]);
  assert.match(svg, /^<svg .*>A &lt; B · epoch/);
  for (const text of ["Gradient at W1", "Loss", "Accuracy", "validation", "first-layer weights"]) {
    assert.ok(svg.includes(`>${text}</text>`), text);
  }
  assert.match(svg, /<image [^>]*pixelated[^>]* href="data:image\/png;base64,/);
  assert.doesNotMatch(svg, /NaN|undefined/);
});

test("is the finished figure the same on every run, with nothing of the clock in it?", async () => {
  const [a, b] = [await train(3), await train(3)].map(({ all }) => all[all.length - 1].data);
  assert.deepEqual(a, b);
});

test("may the same options watch two trainings, each in an output of its own?", async () => {
  shown.length = 0;
  const options = { numEpochs: 2, batchSize: 30, ...liveTraining() };
  for (let run = 0; run < 2; run++) {
    await new TwoLayerMLP(64, 20, 3).train(X, y, X, y, options);
    for (let tries = 0; tries < 500 && shown.filter(hasSvg).length <= run; tries++) await sleep(10);
  }
  const finished = shown.filter(hasSvg);
  assert.equal(new Set(finished.map(({ transient }) => transient.display_id)).size, 2);
  assert.deepEqual(finished[0].data, finished[1].data);
});

test("do hooks and histories say the same with and without the view?", async () => {
  const plain = await new TwoLayerMLP(64, 20, 3).train(X, y, X, y, { numEpochs: 2, batchSize: 30 });
  const losses: number[] = [];
  const { history, all } = await train(2, { onIteration: ({ loss }) => void losses.push(loss) });
  assert.deepEqual(history, plain);
  assert.deepEqual(losses, plain.lossHistory);
  const { data } = figureOf(all[all.length - 1]) as { data: { name: string; y: number[] }[] };
  const drawn = data.find(({ name }) => name === "loss")?.y;
  assert.deepEqual(
    drawn,
    plain.lossHistory.map((loss) => Number(loss.toPrecision(6))),
  );
});

test("does SIGINT end the training in order, with histories, a figure and no listener left?", async () => {
  const before = process.listeners("SIGINT");
  const onEpoch = async ({ epoch }: { epoch: number }) => {
    await sleep(5);
    if (epoch === 4) process.emit("SIGINT", "SIGINT");
  };
  const { history, model, all } = await train(1000, { title: "T", onEpoch });
  assert.equal(history.valAccHistory.length, 4);
  assert.equal(history.lossHistory.length, 80);
  assert.ok(Number.isFinite(model.loss(X, y).loss));
  const alt = String(all[all.length - 1].data["text/plain"]);
  assert.match(alt, /^T: stopped after 4 epochs, 80 updates\. Gradient at W1/);
  await sleep(400);
  assert.deepEqual(process.listeners("SIGINT"), before);
});

test("does another's signal end it as well, and with a figure?", async () => {
  const controller = new AbortController();
  const onEpoch = ({ epoch }: { epoch: number }) => epoch === 2 && controller.abort();
  const { history, all } = await train(1000, { signal: controller.signal, onEpoch } as never);
  assert.equal(history.valAccHistory.length, 2);
  assert.match(String(all[all.length - 1].data["text/plain"]), /stopped after 2 epochs/);
});

test("is a diverging training watched to its end, with a figure that says where it broke?", async () => {
  shown.length = 0;
  const model = new TwoLayerMLP(64, 20, 3, { activation: "relu" });
  const options = { numEpochs: 30, batchSize: 30, learningRate: 1e200, ...liveTraining(model) };
  await model.train(X, y, X, y, options).catch(() => {});
  for (let tries = 0; tries < 500 && !shown.some(hasSvg); tries++) await sleep(10);
  const last = shown[shown.length - 1];
  assert.match(
    String(last.data["text/plain"]),
    /(NaN|Infinity) at \d+: \d+ of 600 values not drawn/,
  );
});

test("can a model be watched whose inputs are no images, and whose hooks say less?", async () => {
  shown.length = 0;
  const live = liveTraining({ params: { W1: new RandomState(0).randn(4, 3) } }, { title: "T" });
  const counts = { iterationsPerEpoch: 1, numEpochs: 1, batchSize: undefined as never };
  live.onIteration({ iteration: 1, ...counts, loss: 1, gradMagnitude: 1 });
  await live.onEpoch({ epoch: 1, numEpochs: 1, loss: 1, trainAcc: 1, valAcc: 1 });
  for (let tries = 0; tries < 500 && !shown.some(hasSvg); tries++) await sleep(10);
  assert.doesNotMatch(String(shown[0].data["text/html"]), /<image|NaN|undefined/);
  assert.ok(hasSvg(shown[shown.length - 1]));
});

test("does watching the course's network take less than 5 % of the time of training it?", async (t) => {
  const digits = new RandomState(2).randn(2000, 784);
  const labels = Array.from({ length: 2000 }, (_, n) => n % 10);
  const val = digits.subMatrix(0, 199, 0, 783);
  const model = new TwoLayerMLP(784, 64, 10, { activation: "relu" });
  const live = liveTraining(model);
  const times: number[] = []; // of the calls that drew something
  const timed = <A extends unknown[], R>(hook: (...args: A) => R) => {
    return (...args: A) => {
      const start = performance.now();
      const result = hook(...args);
      const time = performance.now() - start;
      if (time > 0.2) times.push(time);
      return result;
    };
  };
  shown.length = 0;
  const start = performance.now();
  await model.train(digits, labels, val, labels.slice(0, 200), {
    numEpochs: 30,
    batchSize: 100,
    onIteration: timed(live.onIteration),
    onEpoch: timed(live.onEpoch),
    signal: live.signal,
  });
  const all = performance.now() - start;
  const frames = shown.filter(isFrame).length;
  // By the median: on a busy machine a call may be held up by something else.
  const median = times.sort((a, b) => a - b)[times.length >> 1];
  const watching = median * times.length;
  t.diagnostic(`${frames} pictures, ${median.toFixed(1)} ms each, in ${all.toFixed(0)} ms`);
  assert.ok(frames >= 2);
  assert.ok(watching < 0.05 * all, `${((100 * watching) / all).toFixed(1)} %`);
});
