// Curves on the axes of a panel: what is drawn of them, and what is said.

import { BLUE, type Figure, say } from "./figure";
import { type Numbers, toNumbers } from "./numbers";
import { alone, thin } from "./thin";

/** A curve: its values at 1, 2, 3 … */
export interface Line {
  /**
   * At least one value. One that the axis has no place for is a gap, and the
   * figure says so: NaN, infinity and, on a logarithmic axis, 0 and less.
   */
  y: Numbers;
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
    low: Numbers;
    /** Upper ends. */
    high: Numbers;
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
  /** Fixed range of y, in the units of the data; the data's own without it. */
  yRange?: [number, number];
  /** Powers of ten at equal distances on the y axis. Default false. */
  yLog?: boolean;
  /** From the lowest to the topmost. */
  lines: Line[];
}

/** A line with its values as numbers, and what its axis has a place for. */
export interface Curve extends Line {
  y: ArrayLike<number>;
  start: number;
  color: string;
  dash: "solid" | "dash";
  /** Whether a value can be drawn. */
  canDraw: (value: number) => boolean;
}

/** More points than this on 900 pixels only make the file large. */
const MOST_POINTS = 2000;

/**
 * The lines of a panel as they are drawn.
 *
 * @throws RangeError when there is no line, or one is empty or has a band of another length
 * @throws TypeError when one holds something else than numbers
 */
export function curvesOf({ title, lines, yLog }: Panel): Curve[] {
  if (lines.length === 0) throw new RangeError(`nothing to draw: the panel ${title} has no line`);
  const canDraw = yLog ? (value: number) => value > 0 && value < Infinity : Number.isFinite;
  return lines.map((line) => {
    const { name, start = 1, color = BLUE, dash = "solid" } = line;
    const y = toNumbers(line.y, name);
    if (y.length === 0) throw new RangeError(`nothing to draw: the ${name} is empty`);
    const band = line.band && {
      low: toNumbers(line.band.low, `lower end of ${name}`),
      high: toNumbers(line.band.high, `upper end of ${name}`),
    };
    if (band && (band.low.length !== y.length || band.high.length !== y.length)) {
      throw new RangeError(
        `the ${name} has ${y.length} values and a band of ${band.low.length} and ${band.high.length}, but there must be as many of each`,
      );
    }
    return { ...line, y, name, start, color, dash, band, canDraw };
  });
}

/** What is not drawn of a curve, in lines of text; none if all is. */
export function notesOn({ y, name, start, canDraw }: Curve, { yRange, yLog }: Panel): string[] {
  const bad = Array.prototype.findIndex.call(y, (value) => !canDraw(value));
  if (bad >= 0) {
    const count = Array.prototype.filter.call(y, (value) => !canDraw(value)).length;
    const why = yLog && Number.isFinite(y[bad]) ? " (logarithmic axis)" : "";
    return [
      `${name} is ${y[bad]} at ${say(bad + start)}${why}:`,
      `${say(count)} of ${say(y.length)} values not drawn`,
    ];
  }
  const { bucket } = thin(y, MOST_POINTS);
  const outside = yRange && beyond(y, yRange);
  if (outside) return [`${name} is not on the axis:`, outside];
  return bucket === 1 ? [] : ["drawn: least and greatest", `of every ${say(bucket)} values`];
}

/** Says it when all of a curve lies beyond one end of the axis. */
function beyond(y: ArrayLike<number>, range: [number, number]): string | undefined {
  const { least, greatest } = extremes(y);
  const [low, high] = [Math.min(...range), Math.max(...range)];
  if (least > high) return `all values are above ${say(high)}`;
  return greatest < low ? `all values are below ${say(low)}` : undefined;
}

/** Of the values that count; infinite ones, Infinity first, where there is none. */
export function extremes(
  y: ArrayLike<number>,
  counts: (value: number) => boolean = Number.isFinite,
): { least: number; greatest: number } {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < y.length; i++) {
    if (!counts(y[i])) continue;
    least = Math.min(least, y[i]);
    greatest = Math.max(greatest, y[i]);
  }
  return { least, greatest };
}

/** A panel in words. */
export function describe(panel: Panel, curves: Curve[]): string {
  const said = curves.map(({ y, name }) => {
    if (y.length === 1) return `${name} ${say(y[0])}`;
    const ends = [y[0], y[y.length - 1]];
    const { least, greatest } = extremes(y);
    const none = least > greatest;
    const between = [
      none || ends.includes(least) ? "" : `least ${say(least)}`,
      none || ends.includes(greatest) ? "" : `greatest ${say(greatest)}`,
    ].filter(Boolean);
    const range = between.length > 0 ? ` (${between.join(", ")})` : "";
    return `${name} from ${say(ends[0])} to ${say(ends[1])}${range}`;
  });
  const notes = curves.map((curve) => notesOn(curve, panel).join(" ")).filter(Boolean);
  return `${panel.title} by ${panel.xTitle}: ${[...said, ...notes].join("; ")}.`;
}

/** The traces of a curve, its band below it. */
export function tracesOf(
  { y, name, start, color, dash, band, canDraw }: Curve,
  { xTitle }: Panel,
  axis: string,
  showlegend: boolean,
): Figure["data"] {
  const axes = { xaxis: `x${axis}`, yaxis: `y${axis}` };
  const points = thin(y, MOST_POINTS, canDraw);
  const drawn = rounded(points.y);
  const single = alone(drawn);
  const trace = {
    type: "scatter",
    mode: drawn.length === 1 ? "markers" : single.includes(true) ? "lines+markers" : "lines",
    name,
    ...places(points, start),
    y: drawn,
    ...axes,
    ...(drawn.length > 1 && { line: { color, dash, width: 1.5 } }),
    ...(single.includes(true) && { marker: { color, size: single.map((is) => (is ? 6 : 0)) } }),
    ...(drawn.length === 1 && { marker: { color } }),
    legendgroup: name,
    showlegend,
    hovertemplate: `${xTitle} %{x}: %{y}`,
  };
  if (!band) return [trace];
  const edge = (ends: ArrayLike<number>) => {
    const thinned = thin(ends, MOST_POINTS, canDraw);
    return {
      type: "scatter",
      mode: "lines",
      ...places(thinned, start),
      y: rounded(thinned.y),
      ...axes,
      line: { width: 0, color },
      legendgroup: name,
      showlegend: false,
      hoverinfo: "skip",
    };
  };
  const [low, high] = [band.low, band.high].map((ends) => edge(ends as ArrayLike<number>));
  const fillcolor = color === BLUE ? "rgba(31, 78, 156, 0.2)" : "rgba(232, 135, 30, 0.25)";
  return [low, { ...high, fill: "tonexty", fillcolor }, trace];
}

function places({ at, bucket }: { at: number[]; bucket: number }, start: number) {
  return bucket === 1 ? { x0: start, dx: 1 } : { x: at.map((i) => i + start) };
}

/**
 * Six digits are finer than a screen and keep the notebook small; more where the
 * values differ only in later ones.
 */
function rounded(y: (number | null)[]): (number | null)[] {
  const { least, greatest } = extremes(y.map((value) => value ?? Number.NaN));
  const times = Math.max(Math.abs(least), Math.abs(greatest)) / (greatest - least);
  const more = greatest > least ? Math.max(0, Math.floor(Math.log10(times)) - 1) : 0;
  return y.map((value) => value && Number(value.toPrecision(Math.min(6 + more, 17))));
}
