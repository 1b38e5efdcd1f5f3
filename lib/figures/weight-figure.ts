// The first layer's weights as images: in greys, and in colours on one scale.

import type { AbstractMatrix } from "ml-matrix";
import type { Color } from "../formats/png";
import { baseLayout, type Figure, panelTitle, say } from "./figure";
import { divergingGrid, encodePng, type GreyImage, visualizeGrid } from "./weight-grid";

/** From the least weight over 0 to the greatest: told apart by the colour-blind, and in grey. */
const [LOW, ZERO, HIGH]: Color[] = [
  [31, 78, 156],
  [250, 250, 250],
  [232, 135, 30],
];
const PADDING: Color = [120, 120, 120];

/** Each pixel in steps of four: finer ones the eye does not see, and they make the file larger. */
const COARSE = Uint8ClampedArray.from({ length: 256 }, (_, pixel) =>
  pixel === 255 ? 255 : Math.min(127 + 4 * Math.round((pixel - 127) / 4), 254),
);

/** The colours of a `divergingGrid`. */
const DIVERGING: Color[] = Array.from({ length: 256 }, (_, i): Color => {
  if (i === 255) return PADDING;
  const t = (i - 127) / 127;
  const end = t < 0 ? LOW : HIGH;
  const mix = (c: number) => Math.round(ZERO[c] + Math.abs(t) * (end[c] - ZERO[c]));
  return [mix(0), mix(1), mix(2)];
});

/** A PNG's address for a picture's `source`. */
export function pngSource(image: GreyImage, palette?: Color[]): string {
  const bytes = encodePng(image, 1, palette);
  return `data:image/png;base64,${Buffer.from(bytes).toString("base64")}`;
}

function coarse(image: GreyImage): GreyImage {
  return { ...image, pixels: image.pixels.map((pixel) => COARSE[pixel]) };
}

/** Images in rows, on the diverging scale. */
export function divergingSource(images: AbstractMatrix): { source: string; limit: number } {
  const grid = divergingGrid(images);
  return { source: pngSource(coarse(grid), DIVERGING), limit: grid.limit };
}

/** An image on axes of its own without ticks; sharp at any size. */
export function imageTrace(source: string, axis: string, place = { x: 0, y: 0 }) {
  const axes = { xaxis: `x${axis}`, yaxis: `y${axis}` };
  const { x: x0, y: y0 } = place;
  return { type: "image", source, zsmooth: false, x0, y0, ...axes, hoverinfo: "skip" };
}

/** The axes of an image, between two shares of the width. */
export function imageAxes(axis: string, domain: [number, number]) {
  const bare = { showticklabels: false, showgrid: false, zeroline: false, ticks: "" };
  return {
    [`xaxis${axis}`]: { ...bare, domain, anchor: `y${axis}` },
    [`yaxis${axis}`]: {
      ...bare,
      anchor: `x${axis}`,
      scaleanchor: `x${axis}`,
      constrain: "domain",
      autorange: "reversed",
    },
  };
}

/** A trace that shows nothing but the scale beside an image. */
function colorBar(limit: number, axis: string, x: number) {
  const rgb = ([red, green, blue]: Color) => `rgb(${red}, ${green}, ${blue})`;
  return {
    type: "scatter",
    mode: "markers",
    x: [null],
    y: [null],
    xaxis: `x${axis}`,
    yaxis: `y${axis}`,
    showlegend: false,
    hoverinfo: "skip",
    marker: {
      color: [0],
      cmin: -limit,
      cmax: limit,
      colorscale: [
        [0, rgb(LOW)],
        [0.5, rgb(ZERO)],
        [1, rgb(HIGH)],
      ],
      showscale: true,
      colorbar: { title: { text: "weight" }, x, xanchor: "left", thickness: 14, len: 0.9 },
    },
  };
}

/**
 * The images that the hidden units answer to most, in a grid as square as
 * possible: in greys, each on its own scale, and beside it from blue over white
 * to orange, negative to positive, all on one scale.
 *
 * @param W1 D×H, the D inputs being the pixels of a square image
 * @throws RangeError when D is no square number, or a weight is not finite
 */
export function weightsFigure(W1: AbstractMatrix, title = "First-layer weights"): Figure {
  const images = W1.transpose(); // H×D
  const { source, limit } = divergingSource(images);
  const [H, side] = [images.rows, Math.sqrt(images.columns)];
  const alt = `${title}. ${H} hidden units as images of ${side} × ${side} pixels, twice: in greys, each scaled to its own range; and in colours from blue, -${say(limit)}, over white, 0, to orange, ${say(limit)}, three times the root mean square.`;
  return {
    data: [
      imageTrace(pngSource(coarse(visualizeGrid(images))), ""),
      imageTrace(source, "2"),
      colorBar(Number(limit.toPrecision(6)), "2", 0.97),
    ],
    layout: {
      ...baseLayout(title, 510),
      margin: { l: 20, r: 60, t: 80, b: 20 },
      ...imageAxes("", [0, 0.47]),
      ...imageAxes("2", [0.49, 0.96]),
      annotations: [
        panelTitle("each unit on its own scale", 0.235),
        panelTitle("all units on one scale", 0.725),
      ],
      meta: { alt, width: 900 },
    },
  };
}
