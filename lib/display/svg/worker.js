// The thread that draws figures as static SVG: Plotly in a page without a
// screen, which jsdom plays. Plain JavaScript, since a thread starts from a file.
//
// Started as a program, `node worker.js --make-cache`, it keeps V8's code for
// Plotly for the threads to come.

const { createHash } = require("node:crypto");
const { writeFileSync } = require("node:fs");
const { parentPort } = require("node:worker_threads");
const { CACHE } = require("./plotly");
const { withoutWebgl } = require("./webgl");
const { openPlotly } = require("./window");

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

/** @type {ReturnType<typeof openPlotly> | undefined} */
let opened;

/**
 * Draws a figure.
 *
 * @param {{ data: any[], layout: any }} figure
 * @returns {Promise<string>} an SVG file
 */
async function draw(figure) {
  opened ??= openPlotly();
  const { Plotly, Math: random } = opened.window;
  const { data, layout } = withoutWebgl(figure);
  // Plotly's ids come from Math.random: the same figure shall give the same file,
  // and two figures on a page ids that differ.
  let seed = createHash("sha256")
    .update(layout.title?.text ?? "")
    .digest()
    .readUInt32LE();
  random.random = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator
    return seed / 2 ** 32;
  };
  const size = { width: layout.meta.width, height: layout.height };
  const options = { format: "svg", imageDataOnly: true, ...size };
  /** @type {string} */
  const svg = await Plotly.toImage({ data: data.map(asItIs), layout }, options);
  const alt = layout.meta.alt.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
  return svg
    .replace("<svg ", `<svg role="img" aria-label="${alt}" `)
    .replace(/<image [^>]*>/g, sharpImage(data, layout))
    .replace(/(?<=>)(?=<(g|path|rect|defs|clipPath|image)\b)/g, "\n"); // lines, for diffs to show
}

/** One after the other: two at once would share the numbers that their ids are made of. */
let last = draw({
  // The first figure is slower than the next: it is drawn before anyone waits for it.
  data: [{ type: "scatter", y: [1, 2], showlegend: true }],
  layout: { height: 360, meta: { alt: "", width: 900 } },
}).then(
  () => {
    if (!process.argv.includes("--make-cache") || parentPort) return;
    writeFileSync(CACHE, /** @type {any} */ (opened).script.createCachedData());
    process.exit();
  },
  () => {}, // a figure that is asked for will say so
);

parentPort?.on("message", ({ figure, port, done }) => {
  last = last.then(async () => {
    try {
      port.postMessage({ svg: await draw(figure) });
    } catch (error) {
      port.postMessage({ problem: error instanceof Error ? error.message : String(error) });
    }
    Atomics.store(done, 0, 1);
    Atomics.notify(done, 0);
  });
});
