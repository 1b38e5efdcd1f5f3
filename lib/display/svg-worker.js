// The thread that draws figures as static SVG: Plotly in a page without a
// screen, which jsdom plays. Plain JavaScript, since a thread starts from a file.

const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { parentPort } = require("node:worker_threads");

/** Widths of characters in ems, as DejaVu Sans has them, the widest of the usual fonts. */
const WIDTHS = [
  { characters: "ijl.,:;|!' ", em: 0.32 },
  { characters: "frtI()[]/-", em: 0.4 },
  { characters: "mMW%@", em: 0.95 },
  { characters: "w", em: 0.82 },
  { characters: "ABCDEGHKNOPQRSUVXYZ", em: 0.7 },
];
const EM = new Map(WIDTHS.flatMap(({ characters, em }) => [...characters].map((c) => [c, em])));

/**
 * @param {string} text
 * @param {number} size of the font, in pixels
 */
function textWidth(text, size) {
  let width = 0;
  for (const character of text) width += EM.get(character) ?? 0.62;
  return width * size;
}

/**
 * jsdom lays nothing out: where the texts in an element are is told from their
 * characters, positions and transforms. Plotly places them by that.
 *
 * @param {any} element
 */
function box(element) {
  const texts = element.matches("text") ? [element] : [...element.querySelectorAll("text")];
  const corners = texts.flatMap((text) => textCorners(text));
  if (corners.length === 0) corners.push([0, 0]);
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return { x: left, y: top, left, right, top, bottom, width: right - left, height: bottom - top };
}

/**
 * @param {any} text
 * @returns {[number, number][]}
 */
function textCorners(text) {
  const size = Number.parseFloat(inherited(text, "font-size")) || 12;
  const lines = [...text.querySelectorAll("tspan.line")];
  const said = (lines.length > 0 ? lines : [text]).map((line) => line.textContent);
  const width = Math.max(...said.map((line) => textWidth(line, size)));
  const anchor = inherited(text, "text-anchor");
  const start = anchor === "middle" ? -width / 2 : anchor === "end" ? -width : 0;
  const left = Number(text.getAttribute("x")) + start;
  const top = Number(text.getAttribute("y")) - size;
  const [right, bottom] = [left + width, top + 1.3 * size * said.length];
  /** @type {[number, number][]} */
  let corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ];
  for (let at = text; at?.getAttribute; at = at.parentNode) {
    const steps = [...(at.getAttribute("transform") ?? "").matchAll(/(\w+)\(([^)]*)\)/g)].reverse();
    for (const [, kind, numbers] of steps) {
      const given = numbers.split(/[ ,]+/).map(Number);
      corners = corners.map((corner) => moved(kind, given, corner));
    }
  }
  return corners;
}

/**
 * A point after one step of an SVG transform.
 *
 * @param {string} kind
 * @param {number[]} given
 * @param {[number, number]} point
 * @returns {[number, number]}
 */
function moved(kind, given, [x, y]) {
  if (kind === "translate") return [x + given[0], y + (given[1] ?? 0)];
  if (kind === "scale") return [x * given[0], y * (given[1] ?? given[0])];
  if (kind !== "rotate") return [x, y];
  const [degrees, cx = 0, cy = 0] = given;
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  return [cx + cos * (x - cx) - sin * (y - cy), cy + sin * (x - cx) + cos * (y - cy)];
}

/**
 * @param {any} element
 * @param {string} property
 */
function inherited(element, property) {
  for (let at = element; at?.style; at = at.parentNode) {
    const value = at.style.getPropertyValue(property) || at.getAttribute(property);
    if (value) return value;
  }
  return "";
}

/**
 * The part of a canvas that heat maps need: filled rectangles, as a PNG.
 *
 * @param {any} canvas
 */
function context(canvas) {
  if (canvas.drawn) return canvas.drawn;
  const { PNG } = require("pngjs");
  const png = new PNG({ width: canvas.width, height: canvas.height });
  png.data.fill(0);
  canvas.toDataURL = () => `data:image/png;base64,${PNG.sync.write(png).toString("base64")}`;
  canvas.drawn = {
    fillStyle: "",
    /** @param {number[]} place */
    fillRect(...place) {
      const [left, top, width, height] = place.map(Math.round);
      const [r, g, b, a] = /** @type {string[]} */ (this.fillStyle.match(/[\d.]+/g)).map(Number);
      for (let y = top; y < Math.min(top + height, png.height); y++) {
        for (let x = left; x < Math.min(left + width, png.width); x++) {
          png.data.set([r, g, b, Math.round(255 * (a ?? 1))], 4 * (y * png.width + x));
        }
      }
    },
    /** @param {string} text */
    measureText: (text) => ({ width: textWidth(text, 12) }),
    getImageData: () => png,
    clearRect() {},
    drawImage() {},
  };
  return canvas.drawn;
}

/** A window with Plotly in it. */
function openPlotly() {
  /** @type {(name: string) => any} jsdom brings no types */
  const load = require;
  const { JSDOM } = load("jsdom");
  const { window } = new JSDOM("<!doctype html>", { runScripts: "outside-only" });
  Object.assign(window, { TextDecoder, CSS: { supports: () => true } });
  window.URL.createObjectURL = () => "";
  const { prototype } = window.Element;
  Object.assign(prototype, {
    getBBox: /** @this {any} */ function () {
      return box(this);
    },
    getBoundingClientRect: /** @this {any} */ function () {
      return box(this);
    },
    getComputedTextLength: /** @this {any} */ function () {
      return box(this).width;
    },
    getTotalLength: () => 0,
    getPointAtLength: () => ({ x: 0, y: 0 }),
  });
  window.HTMLCanvasElement.prototype.getContext = /** @this {any} */ function () {
    return context(this);
  };
  // Plotly waits for an image to load before it draws it; here its address is all it takes.
  window.HTMLImageElement.prototype.setAttribute = /** @this {any} */ function (
    /** @type {string} */ name,
    /** @type {string} */ value,
  ) {
    prototype.setAttribute.call(this, name, value);
    if (name === "src") queueMicrotask(() => this.onload?.());
  };
  window.eval(readFileSync(require.resolve("plotly.js-cartesian-dist-min"), "utf8"));
  return window;
}

/**
 * Plotly enlarges an image for export, with a canvas; the reader's program does it as well.
 *
 * @param {any} trace
 */
function asItIs(trace) {
  return trace.type === "image" ? { ...trace, zsmooth: "fast" } : trace;
}

/** @type {any} */
let opened;

/**
 * Draws a figure.
 *
 * @param {{ data: any[], layout: any }} figure
 * @returns {Promise<string>} an SVG file
 */
async function draw({ data, layout }) {
  opened ??= openPlotly();
  // Plotly's ids come from Math.random: the same figure shall give the same file,
  // and two figures on a page ids that differ.
  let seed = createHash("sha256")
    .update(layout.title?.text ?? "")
    .digest()
    .readUInt32LE();
  opened.Math.random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator
    return seed / 2 ** 32;
  };
  const size = { width: layout.meta.width, height: layout.height };
  const options = { format: "svg", imageDataOnly: true, ...size };
  /** @type {string} */
  const svg = await opened.Plotly.toImage({ data: data.map(asItIs), layout }, options);
  const alt = layout.meta.alt.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
  return svg
    .replace("<svg ", `<svg role="img" aria-label="${alt}" `)
    .replace(/<image /g, '<image image-rendering="pixelated" ')
    .replace(/(?<=>)(?=<(g|path|rect|defs|clipPath|image)\b)/g, "\n"); // lines, for diffs to show
}

parentPort?.on("message", async ({ figure, port, done }) => {
  try {
    port.postMessage({ svg: await draw(figure) });
  } catch (error) {
    port.postMessage({ problem: error instanceof Error ? error.message : String(error) });
  }
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
});

// The first figure is slower than the next: it is drawn before anyone waits for it.
draw({
  data: [{ type: "scatter", y: [1, 2], showlegend: true }],
  layout: { height: 360, meta: { alt: "", width: 900 } },
}).catch(() => {}); // a figure that is asked for will say so
