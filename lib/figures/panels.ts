// Plotly figures as plain JSON. Nothing here knows of Jupyter: plots.ts shows them.

import type { TrainHistory } from "../training";
import { thin } from "./thin";

/** What `application/vnd.plotly.v1+json` holds. */
export interface Figure {
  /** The traces. */
  data: Record<string, unknown>[];
  /** Axes, titles and size; its width is that of the page. */
  layout: FigureLayout;
}

/** Plotly's layout, and what else is to be known of a figure. */
export interface FigureLayout extends Record<string, unknown> {
  /** In pixels. */
  height: number;
  /** What Plotly keeps without using it. */
  meta: FigureMeta;
}

/** For those who show a figure otherwise. */
export interface FigureMeta {
  /** What is to be seen, in words. */
  alt: string;
  /** Of a static picture, in pixels. */
  width: number;
}

/** A curve: its values at 1, 2, 3 … */
export interface Line {
  /** At least one value. One that is NaN or infinite is a gap, and the figure says so. */
  y: ArrayLike<number>;
  /** What the legend calls it. */
  name: string;
  /** Where its first value lies on the x axis. Default 1. */
  start?: number;
  /** Colours that differ in lightness too, so that they can be told apart in grey. */
  color?: string;
  /** Default "solid". */
  dash?: "solid" | "dash";
  /** A shaded range around the curve, as many values as it has. */
  band?: {
    /** Lower ends. */
    low: number[];
    /** Upper ends. */
    high: number[];
  };
}

/** Axes with their curves. */
export interface Panel {
  /** Above the axes. */
  title: string;
  /** Below the x axis. */
  xTitle: string;
  /** Beside the y axis. */
  yTitle: string;
  /** Fixed range of y; the data's own without it. */
  yRange?: [number, number];
  /** Powers of ten at equal distances on the y axis. Default false. */
  yLog?: boolean;
  /** From the lowest to the topmost. */
  lines: Line[];
}

/** Two colours that colour-blind eyes tell apart, and that are dark and light in grey. */
export const BLUE = "#1f4e9c";
export const ORANGE = "#e8871e";

/** In the line of the title, at its other end. */
const LEGEND = { orientation: "h", x: 1, xanchor: "right", y: 1.14, yanchor: "bottom" };

/** More points than this on 900 pixels only make the file large. */
const MOST_POINTS = 2000;

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
 * @throws RangeError when a line has no value
 */
export function panelFigure(title: string, panels: Panel[], right = 0): Figure {
  for (const { y, name } of panels.flatMap((panel) => panel.lines)) {
    if (y.length === 0) throw new RangeError(`nothing to draw: the ${name} is empty`);
  }
  const annotations: object[] = [];
  const notes = panels.map((panel) => panel.lines.map(noteOn).find(Boolean) ?? "");
  const hasNotes = notes.some(Boolean);
  const hasLegend = panels.some((panel) => panel.lines.length > 1);
  const layout: FigureLayout = {
    ...baseLayout(title, hasNotes ? 395 : 360),
    margin: { l: 60, r: 20, t: 80, b: hasNotes ? 85 : 50 },
    showlegend: hasLegend,
    ...(hasLegend && { legend: LEGEND }),
    annotations,
    meta: { alt: [`${title}.`, ...panels.map(describe)].join(" "), width: 900 },
  };
  const gap = 0.09;
  const width = (1 - right - gap * (panels.length - 1)) / panels.length;
  const known = new Set<string>(); // names in the legend: it lists each once
  const data = panels.flatMap((panel, k) => {
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
      ...(panel.yRange && { range: panel.yRange }),
      ...(panel.yLog && { type: "log", dtick: 1 }),
    };
    annotations.push(panelTitle(panel.title, start + width / 2));
    if (notes[k]) annotations.push(note(notes[k], start + width / 2));
    return panel.lines.flatMap((line) => {
      const showlegend = panel.lines.length > 1 && !known.has(line.name);
      if (showlegend) known.add(line.name);
      return traces(panel, line, axis, showlegend);
    });
  });
  return { data, layout };
}

/** What all figures have. */
export function baseLayout(title: string, height: number) {
  return {
    title: { text: title, x: 0.02, xanchor: "left" },
    autosize: true,
    height,
    font: { family: "Arial, Helvetica, sans-serif", size: 12, color: "#222222" },
    paper_bgcolor: "white",
    plot_bgcolor: "white",
  };
}

/** The title of a part of a figure, around a place from 0, left, to 1. */
export function panelTitle(text: string, x: number) {
  return {
    text: `<b>${text}</b>`,
    showarrow: false,
    xref: "paper",
    yref: "paper",
    x,
    xanchor: "center",
    y: 1.02,
    yanchor: "bottom",
  };
}

/** Numbers as texts say them: 10,000 and 0.1234. */
export function say(value: number): string {
  if (!Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

function note(text: string, x: number) {
  const place = { xref: "paper", x, xanchor: "center", yref: "paper", y: 0, yanchor: "top" };
  return { text, showarrow: false, ...place, yshift: -54, font: { size: 11, color: "#555555" } };
}

function axisStyle(title: string) {
  return { title: { text: title }, gridcolor: "#e3e3e3", zeroline: false, showline: true };
}

/** What is not drawn of a line; empty if all is. */
function noteOn({ y, name, start = 1 }: Line): string {
  const bad = Array.prototype.findIndex.call(y, (value) => !Number.isFinite(value));
  if (bad >= 0) {
    const count = Array.prototype.filter.call(y, (value) => !Number.isFinite(value)).length;
    return `${name} is ${y[bad]} at ${say(bad + start)}:<br>${say(count)} of ${say(y.length)} values not drawn`;
  }
  const { bucket } = thin(y, MOST_POINTS);
  return bucket === 1 ? "" : `drawn: least and greatest<br>of every ${say(bucket)} values`;
}

/** A panel in words. */
function describe({ title, xTitle, lines }: Panel): string {
  const said = lines.map((line) => {
    const { y, name } = line;
    if (y.length === 1) return `${name} ${say(y[0])}`;
    const { y: finite } = thin(Array.prototype.filter.call(y, Number.isFinite), 2);
    const [first, last] = [y[0], y[y.length - 1]].map(say);
    const low = Math.min(...(finite as number[]));
    const high = Math.max(...(finite as number[]));
    const ends = [y[0], y[y.length - 1]];
    const between = [
      ends.includes(low) || finite.length === 0 ? "" : `least ${say(low)}`,
      ends.includes(high) || finite.length === 0 ? "" : `greatest ${say(high)}`,
    ].filter(Boolean);
    const range = between.length > 0 ? ` (${between.join(", ")})` : "";
    return `${name} from ${first} to ${last}${range}`;
  });
  const notes = lines.map((line) => noteOn(line).replace("<br>", " ")).filter(Boolean);
  return `${title} by ${xTitle}: ${[...said, ...notes].join("; ")}.`;
}

function traces(panel: Panel, line: Line, axis: string, showlegend: boolean): Figure["data"] {
  const { y, name, start = 1, color = BLUE, dash = "solid", band } = line;
  const { at, y: drawn, bucket } = thin(y, MOST_POINTS);
  const axes = { xaxis: `x${axis}`, yaxis: `y${axis}` };
  const trace = {
    type: "scatter",
    mode: at.length === 1 ? "markers" : "lines",
    name,
    ...(bucket === 1 ? { x0: start, dx: 1 } : { x: at.map((i) => i + start) }),
    // Six digits are finer than a screen and keep the notebook small.
    y: drawn.map((value) => value && Number(value.toPrecision(6))),
    ...axes,
    ...(at.length === 1 ? { marker: { color } } : { line: { color, dash, width: 1.5 } }),
    legendgroup: name,
    showlegend,
    hovertemplate: `${panel.xTitle} %{x}: %{y}`,
  };
  if (!band) return [trace];
  const edge = (values: number[]) => ({
    type: "scatter",
    mode: "lines",
    x0: start,
    dx: 1,
    y: values.map((value) => Number(value.toPrecision(6))),
    ...axes,
    line: { width: 0, color },
    legendgroup: name,
    showlegend: false,
    hoverinfo: "skip",
  });
  const fillcolor = color === BLUE ? "rgba(31, 78, 156, 0.2)" : "rgba(232, 135, 30, 0.25)";
  return [edge(band.low), { ...edge(band.high), fill: "tonexty", fillcolor }, trace];
}
