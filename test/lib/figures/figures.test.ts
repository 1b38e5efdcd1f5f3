import assert from "node:assert/strict";
import { test } from "node:test";
import { Matrix } from "ml-matrix";
import { comparisonFigure } from "../../../lib/figures/comparison";
import type { Panel } from "../../../lib/figures/curves";
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

/** A figure of one panel, and its one trace, axis and notes. */
function drawn(panel: Partial<Panel>) {
  const line = { y: [1, 2], name: "l" };
  const whole = { title: "P", xTitle: "epoch", yTitle: "", lines: [line], ...panel };
  const figure = panelFigure("T", [whole]);
  const yaxis = figure.layout.yaxis as { range?: number[]; type?: string; dtick?: number };
  return { figure, trace: figure.data[0], yaxis, notes: notes(figure) };
}
const lineOf = (...y: number[]) => [{ y, name: "l" }];

test("are a logarithmic axis's ends in the units of the data?", () => {
  const { yaxis } = drawn({ yLog: true, yRange: [0.001, 1] });
  assert.deepEqual(yaxis.range, [-3, 0]);
  assert.equal(yaxis.dtick, 1);
  assert.deepEqual(drawn({ yRange: [0.001, 5] }).yaxis.range, [0.001, 5]);
});

for (const yRange of [
  [0, 1],
  [-1, 1],
  [1, 1],
  [1, Number.NaN],
  [1, Number.POSITIVE_INFINITY],
] as [number, number][]) {
  test(`is a logarithmic axis from ${yRange.join(" to ")} refused?`, () => {
    assert.throws(
      () => drawn({ yLog: true, yRange }),
      /^RangeError: the yRange of the panel P is .*, but must be two different numbers above 0/,
    );
  });
}

test("are 0 and less on a logarithmic axis a gap, that is said in figure and words?", () => {
  const { figure, trace, notes } = drawn({ yLog: true, lines: lineOf(2, 0, 3, 4, -1) });
  assert.deepEqual(trace.y, [2, null, 3, 4, null]);
  assert.deepEqual(notes, ["l is 0 at 2 (logarithmic axis):<br>2 of 5 values not drawn"]);
  assert.match(figure.layout.meta.alt, /l is 0 at 2 \(logarithmic axis\): 2 of 5 values not drawn/);
  assert.deepEqual(drawn({ lines: lineOf(2, 0, -1) }).notes, []);
});

test("does the comparison of a loss of 2, 0, 0, 0 show its first value, and say the gap?", () => {
  const zeros = { ...history, lossHistory: [2, 0, 0, 0], gradMagnitudeHistory: [1, 1, 1, 1] };
  const figure = comparisonFigure({ a: { ...zeros, valAccHistory: [0.1, 0.2, 0.3, 0.4] } });
  assert.deepEqual(figure.data[1].y, [2, null, null, null]);
  assert.equal(figure.data[1].mode, "lines+markers");
  assert.deepEqual(notes(figure), ["a is 0 at 2 (logarithmic axis):<br>3 of 4 values not drawn"]);
});

test("are a logarithmic axis's steps such that it has labels, and not a hundred?", () => {
  assert.equal(drawn({ yLog: true, lines: lineOf(1.5, 150) }).yaxis.dtick, 1);
  assert.equal(drawn({ yLog: true, lines: lineOf(2.3, 2.2) }).yaxis.dtick, undefined);
  assert.equal(drawn({ yLog: true, lines: lineOf(1, 1e-100) }).yaxis.dtick, 11);
  assert.equal(drawn({ yLog: true, lines: lineOf(0, -1) }).yaxis.dtick, undefined);
});

test("is a point between two gaps a marker, the others a line?", () => {
  const { trace } = drawn({ lines: lineOf(1, Number.NaN, 3, 4, Number.NaN) });
  assert.equal(trace.mode, "lines+markers");
  assert.deepEqual((trace.marker as { size: number[] }).size, [6, 0, 0, 0, 0]);
  assert.equal(drawn({ lines: lineOf(1, 2, Number.NaN, 3, 4) }).trace.mode, "lines");
});

test("is a curve seen that stands still: on its axis's end, and where it makes the axis?", () => {
  const range = (yRange: [number, number] | undefined, ...y: number[]) =>
    drawn({ yRange, lines: lineOf(...y) }).yaxis.range;
  assert.deepEqual(range([0, 100], 0, 0, 0), [-2, 100]);
  assert.deepEqual(range([0, 100], 50, 0, 0), [-2, 100]);
  assert.deepEqual(range([0, 100], 50, 0, 1), [0, 100]);
  assert.deepEqual(range([0, 100], 0), [-2, 100]);
  assert.deepEqual(range([0, 100], 100, 100), [0, 102]);
  assert.deepEqual(range([100, 0], 0, 0), [100, -2]);
  assert.deepEqual(
    drawn({ yLog: true, yRange: [1, 100], lines: lineOf(1, 1) }).yaxis.range,
    [-0.04, 2],
  );
  assert.deepEqual(range(undefined, 1e-9, 1e-9), [0, 2e-9]);
  assert.deepEqual(range(undefined, -3, -3), [-6, 0]);
  assert.equal(range(undefined, 0, 0), undefined);
  assert.equal(range(undefined, 1, 2), undefined);
});

test("is a curve that moves in its seventh digit no straight line?", () => {
  const [a, b] = [4.70258509, 4.70258511];
  assert.deepEqual(drawn({ lines: lineOf(a, b) }).trace.y, [a, b]);
  assert.deepEqual(drawn({ lines: lineOf(1, 4.70258509) }).trace.y, [1, 4.70259]);
});

test("is a curve that lies beyond its axis said to?", () => {
  const { notes, figure } = drawn({ yRange: [0, 1], lines: lineOf(200, 300) });
  assert.deepEqual(notes, ["l is not on the axis:<br>all values are above 1"]);
  assert.match(figure.layout.meta.alt, /l is not on the axis: all values are above 1/);
  assert.match(drawn({ yRange: [1, 0], lines: lineOf(-1, -2) }).notes[0], /are below 0/);
  assert.deepEqual(drawn({ yRange: [0, 1], lines: lineOf(0.5, 300) }).notes, []);
});

test("does each of several curves say its gap, in a figure that has room for it?", () => {
  const lines = [
    { y: [1, Number.NaN], name: "a" },
    { y: [Number.NaN, 1], name: "b" },
  ];
  const { notes, figure } = drawn({ lines });
  assert.match(notes[0], /^a is NaN at 2:<br>.*<br>b is NaN at 1:<br>/);
  assert.equal(figure.layout.height, 360 + 5 + 4 * 15);
});

test("may a curve be a typed array, BigInts or a matrix, and its band?", () => {
  const like = [
    Float32Array.of(1, 4, 9),
    [1n, 4n, 9n],
    BigInt64Array.of(1n, 4n, 9n),
    new Matrix([[1, 4, 9]]),
    new Matrix([[1], [4], [9]]),
  ];
  for (const y of like) {
    const { figure } = drawn({ lines: [{ y, name: "l", band: { low: y, high: y } }] });
    assert.deepEqual(
      figure.data.map((trace) => trace.y),
      [
        [1, 4, 9],
        [1, 4, 9],
        [1, 4, 9],
      ],
    );
  }
});

const wrong: [string, Partial<Panel>, RegExp][] = [
  ["texts", { lines: [{ y: ["3"] as never, name: "l" }] }, /TypeError: the l holds "3" at 0/],
  ["a number", { lines: [{ y: 3 as never, name: "l" }] }, /TypeError: the l is number, but/],
  [
    "a table",
    { lines: [{ y: new Matrix(2, 3), name: "l" }] },
    /RangeError: the l is a matrix of 2×3/,
  ],
  ["no line", { lines: [] }, /RangeError: nothing to draw: the panel P has no line/],
  [
    "a band of another length",
    { lines: [{ y: [1, 2], name: "l", band: { low: [1], high: [1, 2] } }] },
    /RangeError: the l has 2 values and a band of 1 and 2/,
  ],
];
for (const [what, panel, message] of wrong) {
  test(`is ${what} for a curve refused, and said?`, () => {
    assert.throws(() => drawn(panel), message);
  });
}

test("is a figure of no panel refused?", () => {
  assert.throws(() => panelFigure("T", []), /RangeError: nothing to draw: there is no panel/);
});

test("are the ends of a band on a logarithmic axis gaps as well, and long ones thinned?", () => {
  const y = new Float64Array(5000).fill(1);
  const low = Float64Array.from(y, (_, i) => (i < 2500 ? 0 : 0.5));
  const { figure } = drawn({ yLog: true, lines: [{ y, name: "l", band: { low, high: y } }] });
  const [lower] = figure.data.map((trace) => trace.y as (number | null)[]);
  assert.equal(lower[0], null);
  assert.equal(lower[lower.length - 1], 0.5);
  assert.ok(figure.data.every((trace) => (trace.y as number[]).length <= 2000));
});
