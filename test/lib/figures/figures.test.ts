import assert from "node:assert/strict";
import { test } from "node:test";
import { comparisonFigure } from "../../../lib/figures/comparison";
import type { Figure } from "../../../lib/figures/figure";
import {
  accuracyPanel,
  gradMagnitudePanel,
  lossPanel,
  panelFigure,
} from "../../../lib/figures/panels";

const history = {
  lossHistory: [3, 2, 1.123456789],
  gradMagnitudeHistory: [0.5, 0.25, 0.125],
  trainAccHistory: [0.5],
  valAccHistory: [0.75],
};

/** The texts beside the axes, but for the panels' titles. */
const notes = ({ layout }: Figure) =>
  (layout.annotations as { text: string }[])
    .map(({ text }) => text)
    .filter((text) => !text.startsWith("<b>"));

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

test("do words say what a figure shows: title, curves, first and last value, and extremes?", () => {
  const up = {
    title: "Loss",
    xTitle: "epoch",
    yTitle: "",
    lines: [{ y: [2, 5, 1, 4], name: "l" }],
  };
  assert.equal(
    panelFigure("T", [up]).layout.meta.alt,
    "T. Loss by epoch: l from 2 to 4 (least 1, greatest 5).",
  );
  assert.match(
    panelFigure("T", [accuracyPanel(history)]).layout.meta.alt,
    /training \(last batch\) 0\.5; validation 0\.75\.$/,
  );
});

test("is a single point drawn as a marker, since a line would not show?", () => {
  const { data } = panelFigure("T", [accuracyPanel(history)]);
  assert.equal(data[0].mode, "markers");
});

test("is an empty history refused, saying which?", () => {
  assert.throws(
    () => panelFigure("T", [lossPanel({ ...history, lossHistory: [] })]),
    /^RangeError: nothing to draw: the loss is empty$/,
  );
});

for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`is ${bad} in a history a gap, and said, in the figure and in words?`, () => {
    const broken = { ...history, gradMagnitudeHistory: [1, bad, 3, bad] };
    const figure = panelFigure("T", [gradMagnitudePanel(broken)]);
    assert.deepEqual(figure.data[0].y, [1, null, 3, null]);
    const said = `gradient norm is ${bad} at 2: 2 of 4 values not drawn`;
    assert.deepEqual(
      notes(figure).map((note) => note.replace("<br>", " ")),
      [said],
    );
    assert.ok(figure.layout.meta.alt.includes(said), figure.layout.meta.alt);
  });
}

test("does a history of nothing but NaN still make a figure that says so?", () => {
  const broken = { ...history, lossHistory: [Number.NaN, Number.NaN] };
  const figure = panelFigure("T", [lossPanel(broken)]);
  assert.match(notes(figure)[0], /loss is NaN at 1:<br>2 of 2 values not drawn/);
});

test("are a million values drawn as 2,000 points that keep the peaks, and is it said?", () => {
  const y = new Float64Array(1e6).map((_, i) => i % 100);
  [y[123_456], y[876_543]] = [-7, 1000];
  const panel = { title: "P", xTitle: "iteration", yTitle: "", lines: [{ y, name: "l" }] };
  const start = performance.now();
  const figure = panelFigure("T", [panel]);
  const drawn = figure.data[0] as { x: number[]; y: number[] };
  assert.equal(drawn.y.length, 2000);
  assert.equal(drawn.y[drawn.x.indexOf(123_457)], -7);
  assert.equal(drawn.y[drawn.x.indexOf(876_544)], 1000);
  assert.deepEqual(notes(figure), ["drawn: least and greatest<br>of every 1,000 values"]);
  assert.ok(performance.now() - start < 2000);
});

test("does the comparison give each training its style, and the means of its epochs?", () => {
  const ten = (value: number) => ({
    lossHistory: [value, value + 1, value + 2, value + 3],
    gradMagnitudeHistory: [4, 2, 8, 6],
    trainAccHistory: [0, 1],
    valAccHistory: [0.1, 0.2],
  });
  const { data, layout } = comparisonFigure({ a: ten(1), b: ten(5) });
  assert.deepEqual(
    data.map(({ name, y }) => [name, y]),
    [
      ["a", [3, 7]],
      ["b", [3, 7]],
      ["a", [1.5, 3.5]],
      ["b", [5.5, 7.5]],
      ["a", [0.1, 0.2]],
      ["b", [0.1, 0.2]],
    ],
  );
  const styles = data.map(({ line }) => JSON.stringify(line));
  assert.equal(new Set(styles).size, 2);
  assert.deepEqual(
    data.map(({ showlegend }) => showlegend),
    [true, true, false, false, false, false],
  );
  assert.equal((layout.yaxis2 as { type: string }).type, "log");
});

test("is a comparison of nothing, of five, or without an epoch refused?", () => {
  assert.throws(() => comparisonFigure({}), /there are 0 trainings/);
  const five = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, history]));
  assert.throws(() => comparisonFigure(five), /there are 5 trainings, but one to 4/);
  assert.throws(
    () => comparisonFigure({ sigmoid: { ...history, valAccHistory: [] } }),
    /sigmoid has not reached the end of its first epoch/,
  );
});
