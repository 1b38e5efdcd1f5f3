// The thread that draws figures as static SVG: Plotly in a page without a
// screen, which jsdom plays. Plain JavaScript, since a thread starts from a file.
//
// Started as a program, `node worker.js --make-cache`, it keeps V8's code for
// Plotly for the threads to come.

const { createHash } = require("node:crypto");
const { writeFileSync } = require("node:fs");
const { parentPort, workerData } = require("node:worker_threads");
const { drawSvg } = require("./draw");
const { CACHE } = require("./plotly");
const { openPlotly } = require("./window");

/** @type {ReturnType<typeof openPlotly> | undefined} */
let opened;

/**
 * @param {{ data: any[], layout: any }} figure
 * @returns {Promise<string>} an SVG file
 */
async function draw(figure) {
  opened ??= openPlotly();
  const title = figure.layout.title?.text ?? "";
  const seed = createHash("sha256").update(title).digest().readUInt32LE();
  return drawSvg(opened.window, figure, seed);
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

let drawn = 0;
/** @type {NodeJS.Timeout | undefined} */
let resting;

/** Offers to end when no figure comes; whoever has started the thread decides. */
function rest() {
  clearTimeout(resting);
  resting = setTimeout(() => parentPort?.postMessage(drawn), workerData.rest);
}

if (parentPort) last = last.then(rest);

parentPort?.on("message", ({ figure, port, done }) => {
  last = last.then(async () => {
    try {
      port.postMessage({ svg: await draw(figure) });
    } catch (error) {
      port.postMessage({ problem: error instanceof Error ? error.message : String(error) });
    }
    Atomics.store(done, 0, 1);
    Atomics.notify(done, 0);
    drawn++;
    rest();
  });
});
