// What a figure is: Plotly's JSON, and what all of ours have in common. Nothing here
// knows of Jupyter: plots.ts shows figures.

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

/** Two colours that colour-blind eyes tell apart, and that are dark and light in grey. */
export const BLUE = "#1f4e9c";
export const ORANGE = "#e8871e";

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
