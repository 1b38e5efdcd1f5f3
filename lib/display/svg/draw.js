// A figure as an SVG file, drawn by Plotly in whatever window there is.

const { withoutWebgl } = require("./webgl");

/**
 * Plotly enlarges an image for export, with a canvas; the reader's program does it as well.
 *
 * @param {any} trace
 */
function asItIs(trace) {
  return trace.type === "image" ? { ...trace, zsmooth: "fast" } : trace;
}

/**
 * Has images enlarged as they are, but those that the interactive figure smooths, too.
 *
 * @param {any[]} data
 * @param {any} layout
 * @returns {(tag: string) => string}
 */
function sharpImage(data, layout) {
  const isSmooth = (/** @type {any} */ { zsmooth }) => zsmooth === "fast" || zsmooth === "best";
  const sharp = data.filter((trace) => !isSmooth(trace)).map(({ source }) => source);
  const logos = (layout.images ?? []).map((/** @type {any} */ { source }) => source);
  return (tag) => {
    const [, source] = /href="([^"]*)"/.exec(tag) ?? [];
    const smooth = logos.includes(source) || (data.some(isSmooth) && !sharp.includes(source));
    return smooth ? tag : tag.replace("<image ", '<image image-rendering="pixelated" ');
  };
}

/**
 * In the place of Plotly's, which sets a colour and takes it out of the file again.
 *
 * @param {any} plot the element with the figure
 */
function setBackground(plot) {
  plot.querySelector(".main-svg").setAttribute("style", "");
}

/**
 * Draws a figure.
 *
 * @param {any} window one with Plotly in it, and nothing else that needs its Math.random
 * @param {{ data: any[], layout: any }} figure with meta.width and meta.alt in its layout
 * @param {number} seed of Plotly's ids, which come from Math.random: the same figure shall
 *   give the same file, and two figures on a page ids that differ
 * @returns {Promise<string>} an SVG file
 */
async function drawSvg(window, figure, seed) {
  const { data, layout } = withoutWebgl(figure);
  let state = seed;
  window.Math.random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator
    return state / 2 ** 32;
  };
  const size = { width: layout.meta.width, height: layout.height };
  const options = { format: "svg", imageDataOnly: true, setBackground, ...size };
  /** @type {string} */
  const svg = await window.Plotly.toImage({ data: data.map(asItIs), layout }, options);
  const alt = layout.meta.alt.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
  return svg
    .replace("<svg ", `<svg role="img" aria-label="${alt}" `)
    .replace(/<image [^>]*>/g, sharpImage(data, layout))
    .replace(/(?<=>)(?=<(g|path|rect|defs|clipPath|image)\b)/g, "\n"); // lines, for diffs to show
}

module.exports = { drawSvg };
