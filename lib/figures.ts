// Plotly figures as plain JSON. Nothing here knows of Jupyter: plots.ts shows them.

import type { TrainHistory } from "./mlp";

/** What `application/vnd.plotly.v1+json` holds. */
export interface Figure {
  /** The traces. */
  data: Record<string, unknown>[];
  /** Axes, titles and size, 900×360 pixels. */
  layout: Record<string, unknown>;
}

/** A curve: its values at 1, 2, 3 … */
export interface Line {
  /** At least one value, all of them finite. */
  y: number[];
  /** What the legend calls it. */
  name: string;
  /** Colours that differ in lightness too, so that they can be told apart in grey. */
  color?: string;
  /** Default "solid". */
  dash?: "solid" | "dash";
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
  /** From the lowest to the topmost. */
  lines: Line[];
}

const BLUE = "#1f4e9c";
const ORANGE = "#e8871e";

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
 * Panels side by side under one title; a legend where a panel has several lines.
 *
 * @example
 * ```ts
 * import { panelFigure } from "gradbook";
 *
 * const line = { y: [3, 1.5, 0.7], name: "loss" };
 * const panel = { title: "Loss", xTitle: "epoch", yTitle: "loss", lines: [line] };
 * const { data, layout } = panelFigure("Training", [panel]);
 * console.log(data[0].y, layout.width); // [ 3, 1.5, 0.7 ] 900
 * // In a page: Plotly.newPlot(element, data, layout)
 * ```
 *
 * @throws RangeError when there is nothing to draw, or a value is not finite
 */
export function panelFigure(title: string, panels: Panel[]): Figure {
  const annotations: object[] = [];
  const hasLegend = panels.some((panel) => panel.lines.length > 1);
  const layout: Figure["layout"] = {
    title: { text: title, x: 0.02, xanchor: "left" },
    width: 900,
    height: 360,
    margin: { l: 60, r: 20, t: 80, b: 50 },
    font: { family: "sans-serif", size: 12 },
    paper_bgcolor: "white",
    plot_bgcolor: "white",
    showlegend: hasLegend,
    ...(hasLegend && { legend: { x: 0.99, xanchor: "right", y: 0.05, yanchor: "bottom" } }),
    annotations,
  };
  const gap = 0.09;
  const width = (1 - gap * (panels.length - 1)) / panels.length;
  const data = panels.flatMap((panel, k) => {
    const axis = k === 0 ? "" : String(k + 1);
    const start = k * (width + gap);
    const end = k === panels.length - 1 ? 1 : start + width; // never above 1 by rounding
    layout[`xaxis${axis}`] = {
      ...axisStyle(panel.xTitle),
      domain: [start, end],
      anchor: `y${axis}`,
    };
    layout[`yaxis${axis}`] = {
      ...axisStyle(panel.yTitle),
      anchor: `x${axis}`,
      ...(panel.yRange && { range: panel.yRange }),
    };
    annotations.push({
      text: `<b>${panel.title}</b>`,
      showarrow: false,
      xref: "paper",
      yref: "paper",
      x: start + width / 2,
      xanchor: "center",
      y: 1.02,
      yanchor: "bottom",
    });
    return panel.lines.map((line) => trace(panel, line, axis));
  });
  return { data, layout };
}

function axisStyle(title: string) {
  return { title: { text: title }, gridcolor: "#e3e3e3", zeroline: false, showline: true };
}

function trace(panel: Panel, line: Line, axis: string): Figure["data"][number] {
  if (line.y.length === 0) throw new RangeError(`nothing to draw: the ${line.name} is empty`);
  const bad = line.y.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new RangeError(
      `cannot draw: the ${line.name} is ${line.y[bad]} at ${panel.xTitle} ${bad + 1}`,
    );
  }
  return {
    type: "scatter",
    mode: line.y.length === 1 ? "markers" : "lines",
    name: line.name,
    x0: 1,
    dx: 1,
    // Six digits are finer than a screen and keep the notebook small.
    y: line.y.map((value) => Number(value.toPrecision(6))),
    xaxis: `x${axis}`,
    yaxis: `y${axis}`,
    line: { color: line.color ?? BLUE, dash: line.dash ?? "solid", width: 1.5 },
    showlegend: panel.lines.length > 1,
  };
}
