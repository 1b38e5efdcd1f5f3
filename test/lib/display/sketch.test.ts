import assert from "node:assert/strict";
import { test } from "node:test";
import { sketch } from "../../../lib/display/sketch";
import { gradMagnitudePanel } from "../../../lib/figures/panels";

const draw = (gradMagnitudeHistory: number[], yRange?: [number, number]) =>
  sketch("T", [
    gradMagnitudePanel(
      { lossHistory: [], gradMagnitudeHistory, trainAccHistory: [], valAccHistory: [] },
      yRange,
    ),
  ]);
/** The heights, in pixels from the top, that the curve goes through. */
const heights = (svg: string) =>
  [
    ...(/<path d="(M[^"]*)" fill="none" stroke="#1f4e9c"/.exec(svg)?.[1] ?? "").matchAll(
      /[ML][\d.]+ ([\d.-]+)/g,
    ),
  ].map(([, y]) => Number(y));
/** Of the axes: what is above is the title. */
const [TOP, BOTTOM] = [62, 218];

test("is a curve that stands still at 0 drawn on the lower end of its axis, not above the title?", () => {
  assert.deepEqual(heights(draw([0, 0, 0])), [BOTTOM, BOTTOM, BOTTOM]);
  assert.deepEqual(heights(draw([0, 0], [0, 1])), [BOTTOM, BOTTOM]);
});

test("does a curve go from one end of its axis to the other?", () => {
  assert.deepEqual(heights(draw([0, 5, 10])), [BOTTOM, (TOP + BOTTOM) / 2, TOP]);
});

test("is a point between two gaps a dot, and no line?", () => {
  const svg = draw([1, Number.NaN, 3, Number.NaN]);
  assert.deepEqual(heights(svg), []);
  assert.equal(svg.match(/<circle /g)?.length, 2);
});
