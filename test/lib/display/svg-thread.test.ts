import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { SvgThread } from "../../../lib/display/svg-thread";
import { lossPanel, panelFigure } from "../../../lib/figures/panels";

const history = {
  lossHistory: [2, 1],
  gradMagnitudeHistory: [],
  trainAccHistory: [],
  valAccHistory: [],
};
const figure = panelFigure("A", [lossPanel(history)]);

/** Orders the figure; gives what waits for it, as whoever wants the SVG does. */
function order(thread: SvgThread): { wait(): string; answer(): string } {
  const { port1, port2 } = new MessageChannel();
  const done = new Int32Array(new SharedArrayBuffer(4));
  thread.draw({ figure, port: port2, done });
  return {
    wait: () => Atomics.wait(done, 0, 0, 30_000),
    answer() {
      const { svg = "" } = receiveMessageOnPort(port1)?.message ?? {};
      port1.close();
      return svg;
    },
  };
}

async function ended(thread: SvgThread): Promise<void> {
  for (let tries = 0; thread.runs; tries++) {
    assert.ok(tries < 3000, "it has not ended within 30 s");
    await sleep(10);
  }
}

test("does the thread end when it has nothing to do, keep what it drew, and start again?", async () => {
  const thread = new SvgThread(20);
  const first = order(thread);
  await ended(thread);
  const svg = first.answer();
  assert.match(svg, /^<svg /);
  const second = order(thread);
  assert.ok(thread.runs);
  second.wait();
  assert.equal(second.answer(), svg);
  await ended(thread);
});

test("does a thread end that was prepared for a figure which never came?", async () => {
  const thread = new SvgThread(1);
  thread.start();
  await ended(thread);
});

test("does it stay for a figure that is ordered while it offers to end?", async () => {
  const thread = new SvgThread(1);
  order(thread).wait();
  // Its offer arrives while this one is busy, and another figure is ordered before it is read.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  const late = order(thread);
  await setImmediate();
  await setImmediate();
  late.wait();
  assert.match(late.answer(), /^<svg /);
  await ended(thread);
});
