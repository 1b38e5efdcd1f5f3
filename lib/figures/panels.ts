// Panels side by side: axes with curves.

import type { TrainHistory } from "../training";
import { type Curve, curvesOf, describe, extremes, notesOn, type Panel, tracesOf } from "./curves";
import { BLUE, baseLayout, type Figure, type FigureLayout, ORANGE, panelTitle } from "./figure";

/** In the line of the title, at its other end. */
const LEGEND = { orientation: "h", x: 1, xanchor: "right", y: 1.14, yanchor: "bottom" };

/** Rows of text below the axes, in pixels. */
const NOTE_ROW = 15;

/** The loss over the iterations. */
export function lossPanel(history: TrainHistory, yRange?: [number, number]): Panel {
  return {
    title: "Loss",
    xTitle: "iteration",
    yTitle: "loss",
    yRange,
    lines: [{ y: history.lossHistory, name: "loss" }],
  };
}

/** The Frobenius norm of the loss gradient at W1 over the iterations. */
export function gradMagnitudePanel(history: TrainHistory, yRange?: [number, number]): Panel {
  return {
    title: "Gradient at W1",
    xTitle: "iteration",
    yTitle: "Frobenius norm",
    yRange,
    lines: [{ y: history.gradMagnitudeHistory, name: "gradient norm" }],
  };
}

/** Training and validation accuracy over the epochs. */
export function accuracyPanel(history: TrainHistory): Panel {
  return {
    title: "Accuracy",
    xTitle: "epoch",
    yTitle: "share of right predictions",
    yRange: [0, 1],
    lines: [
      { y: history.trainAccHistory, name: "training (last batch)", color: ORANGE, dash: "dash" },
      { y: history.valAccHistory, name: "validation", color: BLUE },
    ],
  };
}

/**
 * Panels side by side under one title; a legend where a panel has several
 * lines. A line of more than 2,000 values is thinned to the least and the
 * greatest of each stretch, and the figure says so.
 *
 * @example
 * ```ts
 * import { panelFigure } from "gradbook";
 *
 * const line = { y: [3, 1.5, 0.7], name: "loss" };
 * const panel = { title: "Loss", xTitle: "epoch", yTitle: "loss", lines: [line] };
 * const { data, layout } = panelFigure("Training", [panel]);
 * console.log(data[0].y, layout.height); // [ 3, 1.5, 0.7 ] 360
 * console.log(layout.meta.alt); // Training. Loss by epoch: loss from 3 to 0.7.
 * // In a page: Plotly.newPlot(element, data, layout)
 * ```
 *
 * @param right a share of the width, 0 to 1, that is left free for more
 * @throws RangeError when there is no panel or no line, a line has no value, or a range is none
 * @throws TypeError when a line holds something else than numbers
 */
export function panelFigure(title: string, panels: Panel[], right = 0): Figure {
  if (panels.length === 0) throw new RangeError("nothing to draw: there is no panel");
  const drawn = panels.map((panel) => ({ panel, curves: curvesOf(panel) }));
  const notes = drawn.map(({ panel, curves }) => [
    ...new Set(curves.map((curve) => notesOn(curve, panel).join("<br>")).filter(Boolean)),
  ]);
  const rows = Math.max(...notes.map((said) => said.join("<br>").split("<br>").length));
  const below = notes.some((said) => said.length > 0) ? 5 + NOTE_ROW * rows : 0;
  const hasLegend = panels.some((panel) => panel.lines.length > 1);
  const annotations: object[] = [];
  const words = drawn.map(({ panel, curves }) => describe(panel, curves));
  const layout: FigureLayout = {
    ...baseLayout(title, 360 + below),
    margin: { l: 60, r: 20, t: 80, b: 50 + below },
    showlegend: hasLegend,
    ...(hasLegend && { legend: LEGEND }),
    annotations,
    meta: { alt: [`${title}.`, ...words].join(" "), width: 900 },
  };
  const gap = 0.09;
  const width = (1 - right - gap * (panels.length - 1)) / panels.length;
  const known = new Set<string>(); // names in the legend: it lists each once
  const data = drawn.flatMap(({ panel, curves }, k) => {
    const axis = k === 0 ? "" : String(k + 1);
    const start = k * (width + gap);
    const end = Math.min(start + width, 1); // never above 1 by rounding
    layout[`xaxis${axis}`] = {
      ...axisStyle(panel.xTitle),
      domain: [start, end],
      anchor: `y${axis}`,
    };
    layout[`yaxis${axis}`] = {
      ...axisStyle(panel.yTitle),
      anchor: `x${axis}`,
      ...scale(panel, curves),
    };
    annotations.push(panelTitle(panel.title, start + width / 2));
    if (notes[k].length > 0) annotations.push(note(notes[k].join("<br>"), start + width / 2));
    return curves.flatMap((curve) => {
      const showlegend = curves.length > 1 && !known.has(curve.name);
      if (showlegend) known.add(curve.name);
      return tracesOf(curve, panel, axis, showlegend);
    });
  });
  return { data, layout };
}

/** Range, kind and steps of the y axis, as Plotly has them: exponents on a logarithmic axis. */
function scale({ title, yRange, yLog }: Panel, curves: Curve[]) {
  const isEnd = (end: number) => Number.isFinite(end) && (!yLog || end > 0);
  if (yRange && !(yRange.length === 2 && yRange.every(isEnd) && yRange[0] !== yRange[1])) {
    throw new RangeError(
      `the yRange of the panel ${title} is ${yRange.join(" to ")}, but must be two different ${yLog ? "numbers above 0, as its axis is logarithmic" : "finite numbers"}`,
    );
  }
  const ends = yRange && (yLog ? yRange.map(Math.log10) : yRange);
  const range =
    yRange && ends ? withMargins(ends, yRange, curves) : yLog ? undefined : around(curves);
  if (!yLog) return range ? { range } : {};
  return { ...(range && { range }), type: "log", ...powersOfTen(ends ?? exponents(curves)) };
}

/** A little more than the range where a curve would lie on its end, under the frame. */
function withMargins(ends: number[], values: number[], curves: Curve[]): number[] {
  const margin = 0.02 * (ends[1] - ends[0]);
  const lower = Math.min(...values);
  return ends.map((end, k) => {
    const value = values[k];
    // The frame has lines at its lower end only.
    const hides = ({ y }: Curve) =>
      staysAt(y, value, value === lower ? Math.min(2, y.length) : y.length);
    if (!curves.some(hides)) return end;
    return k === 0 ? end - margin : end + margin;
  });
}

/** Whether so many values in a row are this one. */
function staysAt(y: ArrayLike<number>, value: number, count: number): boolean {
  let found = 0;
  for (let i = 0; i < y.length && found < count; i++) found = y[i] === value ? found + 1 : 0;
  return found === count;
}

/** Of curves that all stand still at one value, other than 0: from 0 to twice the value. */
function around(curves: Curve[]): number[] | undefined {
  const [least, greatest] = drawnEnds(curves);
  const isStill = least === greatest && least !== 0 && curves.every(({ band }) => !band);
  return isStill && Number.isFinite(2 * least)
    ? [Math.min(0, 2 * least), Math.max(0, 2 * least)]
    : undefined;
}

function axisStyle(title: string) {
  return { title: { text: title }, gridcolor: "#e3e3e3", zeroline: false, showline: true };
}

function note(text: string, x: number) {
  const place = { xref: "paper", x, xanchor: "center", yref: "paper", y: 0, yanchor: "top" };
  return { text, showarrow: false, ...place, yshift: -54, font: { size: 11, color: "#555555" } };
}

/** Of what is drawn, from the least to the greatest. */
function exponents(curves: Curve[]): number[] {
  return drawnEnds(curves).map(Math.log10);
}

/** The least and the greatest value that is drawn. */
function drawnEnds(curves: Curve[]): [number, number] {
  const all = curves.map(({ y, canDraw }) => extremes(y, canDraw));
  return [
    Math.min(...all.map(({ least }) => least)),
    Math.max(...all.map(({ greatest }) => greatest)),
  ];
}

/** A step that labels powers of ten, ten or so; without two of them it is Plotly's to choose. */
function powersOfTen(range: number[]): { dtick?: number } {
  const count = Math.floor(Math.max(...range)) - Math.ceil(Math.min(...range)) + 1;
  return count >= 2 && Number.isFinite(count) ? { dtick: Math.ceil(count / 10) } : {};
}
