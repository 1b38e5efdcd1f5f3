// When the second thread is left out: tried by a clock that is told the time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LEAST_PAUSE, Pace, TIMED } from "../../../lib/matrix/pace";

/** Products of a size, whose time depends on whether the second thread takes part. */
function machine() {
  let time = 1;
  const state = { second: true, trials: 0 };
  const pace = new Pace(
    () => time,
    (second) => {
      state.second = second;
      state.trials++;
    },
  );
  const run = (count: number, both: number, alone: number, size = 1000) => {
    for (let i = 0; i < count; i++) {
      pace.begin(size);
      time += state.second ? both : alone;
      pace.end();
    }
  };
  return { run, state };
}

const TRIAL = LEAST_PAUSE + 2 * TIMED;

test("does the second thread stay where it makes products quicker?", () => {
  const { run, state } = machine();
  run(LEAST_PAUSE, 6, 10);
  assert.equal(state.trials, 0, "no trial before the pause is over");
  run(2 * TIMED, 6, 10);
  assert.deepEqual(state, { second: true, trials: 2 });
});

test("is it left out where it does not, and taken again when it does?", () => {
  const { run, state } = machine();
  run(TRIAL, 11, 10);
  assert.equal(state.second, false);
  run(10 * TRIAL, 6, 10);
  assert.equal(state.second, true);
});

test("is it left out where it brings next to nothing?", () => {
  const { run, state } = machine();
  run(TRIAL, 9.5, 10);
  assert.equal(state.second, false);
});

test("are trials fewer while they agree?", () => {
  const { run, state } = machine();
  run(100_000, 6, 10);
  assert.ok(state.trials <= 2 * 32, `${state.trials / 2} trials`);
});

test("does a product that something else held up decide nothing?", () => {
  const { run, state } = machine();
  run(LEAST_PAUSE + 3, 6, 10);
  run(1, 5000, 10);
  run(2 * TIMED, 6, 10);
  assert.equal(state.second, true);
});

test("are products of another size not compared with those of a trial?", () => {
  const { run, state } = machine();
  run(LEAST_PAUSE, 6, 10); // the last of them is the trial's first
  run(TIMED, 6, 10);
  run(50, 1, 1, 50);
  run(TIMED - 2, 6, 10);
  assert.equal(state.trials, 1);
  run(1, 6, 10);
  assert.deepEqual(state, { second: true, trials: 2 });
});

test("does a trial end whose products do not come again?", () => {
  const { run, state } = machine();
  run(LEAST_PAUSE + TIMED, 6, 10);
  assert.equal(state.second, false, "the trial's second half");
  run(2 * LEAST_PAUSE, 6, 10, 50);
  assert.equal(state.second, true);
  run(TRIAL, 11, 10, 50);
  assert.equal(state.second, false, "the next trial's products are the new ones");
});
