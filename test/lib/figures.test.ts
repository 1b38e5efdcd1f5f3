import assert from "node:assert/strict";
import { test } from "node:test";
import { accuracyPanel, gradMagnitudePanel, lossPanel, panelFigure } from "../../lib/figures";

const history = {
  lossHistory: [3, 2, 1.123456789],
  gradMagnitudeHistory: [0.5, 0.25, 0.125],
  trainAccHistory: [0.5],
  valAccHistory: [0.75],
};

test("does each panel draw its history from 1 on, on axes of its own?", () => {
  const panels = [
    gradMagnitudePanel(history, [0, 100]),
    lossPanel(history),
    accuracyPanel(history),
  ];
  const { data, layout } = panelFigure("T", panels);
  assert.deepEqual(
    data.map((trace) => [trace.y, trace.x0, trace.xaxis]),
    [
      [[0.5, 0.25, 0.125], 1, "x"],
      [[3, 2, 1.12346], 1, "x2"],
      [[0.5], 1, "x3"],
      [[0.75], 1, "x3"],
    ],
  );
  assert.deepEqual((layout.yaxis as { range: number[] }).range, [0, 100]);
  assert.equal((layout.yaxis2 as { range?: number[] }).range, undefined);
  assert.equal(layout.showlegend, true);
});

test("is a single point drawn as a marker, since a line would not show?", () => {
  const { data } = panelFigure("T", [accuracyPanel(history)]);
  assert.equal(data[0].mode, "markers");
});

test("is an empty history or one with NaN refused, saying which and where?", () => {
  assert.throws(
    () => panelFigure("T", [lossPanel({ ...history, lossHistory: [] })]),
    /loss is empty/,
  );
  const broken = { ...history, gradMagnitudeHistory: [1, Number.NaN] };
  assert.throws(() => panelFigure("T", [gradMagnitudePanel(broken)]), /norm is NaN at iteration 2/);
});
