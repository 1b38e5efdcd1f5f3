// Panels as a plain SVG in a millisecond: for the picture of a running training,
// which lives for less than half a second. What stays is drawn by Plotly.

import { type Curve, curvesOf, extremes, type Panel } from "../figures/curves";
import { say } from "../figures/figure";
import { alone, thin } from "../figures/thin";

/** Sizes in pixels; axes lie inside their panel. */
const [WIDTH, HEIGHT, PANEL] = [900, 260, 225];
const AXES = { left: 48, right: 8, top: 62, bottom: 42 };
/** Two for each pixel of an axis. */
const MOST_POINTS = 300;

/** An image beside the panels. */
export interface Inset {
  /** Above it. */
  title: string;
  /** Its address. */
  source: string;
}

/** Panels side by side, and an image at the right end. */
export function sketch(heading: string, panels: Panel[], inset?: Inset): string {
  const parts = panels.map((panel, k) => drawPanel(panel, k * PANEL));
  if (inset) {
    const place = `x="${3 * PANEL + 30}" y="${AXES.top}" width="170" height="170"`;
    parts.push(label(inset.title, 3 * PANEL + 115, AXES.top - 8, "middle", "bold"));
    parts.push(`<image ${place} style="image-rendering: pixelated" href="${inset.source}"/>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${toXml(heading)}" font-family="Arial, Helvetica, sans-serif" font-size="12" fill="#222222" style="background: white; max-width: 100%"><rect width="100%" height="100%" fill="white"/>${label(heading, 18, 24, "start", "normal", 16)}${parts.join("")}</svg>`;
}

function drawPanel(panel: Panel, left: number): string {
  const [x0, x1] = [left + AXES.left, left + PANEL - AXES.right];
  const [y0, y1] = [HEIGHT - AXES.bottom, AXES.top];
  const curves = curvesOf(panel).map((curve) => ({ curve, ...thin(curve.y, MOST_POINTS) }));
  const all = curves.map(({ curve }) => extremes(curve.y));
  const greatest = Math.max(...all.map(({ greatest }) => greatest));
  const [low, high] = panel.yRange ?? [Math.min(0, ...all.map(({ least }) => least)), greatest];
  const span = high > low ? high - low : 1;
  const length = Math.max(2, ...curves.map(({ curve }) => curve.y.length));
  const x = (i: number) => x0 + (i / (length - 1)) * (x1 - x0);
  const y = (value: number) => y0 - ((value - low) / span) * (y0 - y1);
  const middle = (x0 + x1) / 2;
  const parts = [label(panel.title, middle, y1 - 8, "middle", "bold")];
  for (const value of Number.isFinite(high) ? [low, low + span / 2, low + span] : []) {
    parts.push(
      `<path d="M${x0} ${y(value)}H${x1}" stroke="#e3e3e3"/>`,
      label(say(Number(value.toPrecision(3))), x0 - 5, y(value) + 4, "end"),
    );
  }
  parts.push(
    `<path d="M${x0} ${y1}V${y0}H${x1}" fill="none" stroke="#444444"/>`,
    label(say(1), x0, y0 + 16, "middle"),
    label(say(length), x1, y0 + 16, "end"),
    label(panel.xTitle, middle, y0 + 32, "middle"),
    ...curves.map(({ curve, at, y: drawn }) => {
      return path(
        curve,
        at.map(x),
        drawn.map((value) => (value === null ? null : y(value))),
      );
    }),
  );
  if (curves.length > 1) {
    curves.forEach(({ curve }, k) => {
      const row = y0 - 10 - 16 * (curves.length - 1 - k);
      parts.push(
        `<path d="M${x1 - 28} ${row - 4}H${x1}" ${stroke(curve)}/>`,
        label(curve.name, x1 - 33, row, "end"),
      );
    });
  }
  return parts.join("");
}

/** The curve, and points that have a gap on both sides as dots. */
function path(curve: Curve, xs: number[], ys: (number | null)[]): string {
  let pen = "M";
  const single = alone(ys);
  const steps = ys.map((y, i) => {
    const step = y === null || single[i] ? "" : `${pen}${xs[i].toFixed(1)} ${y.toFixed(1)}`;
    pen = step ? "L" : "M";
    return step;
  });
  const dots = ys.map((y, i) =>
    single[i] ? `<circle cx="${xs[i]}" cy="${y}" r="3" fill="${curve.color}"/>` : "",
  );
  return `<path d="${steps.join("")}" ${stroke(curve)}/>${dots.join("")}`;
}

function stroke({ color, dash }: Curve): string {
  const dashes = dash === "dash" ? ' stroke-dasharray="6 4"' : "";
  return `fill="none" stroke="${color}" stroke-width="1.5"${dashes}`;
}

function label(
  text: string,
  x: number,
  y: number,
  anchor: "start" | "middle" | "end",
  weight: "normal" | "bold" = "normal",
  size = 12,
): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" font-weight="${weight}" font-size="${size}">${toXml(text)}</text>`;
}

function toXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
}
