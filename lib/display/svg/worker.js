// The thread that draws figures as static SVG: Plotly in a page without a
// screen, which jsdom plays. Plain JavaScript, since a thread starts from a file.
//
// Started as a program, `node worker.js --make-cache`, it keeps V8's code for
// Plotly and jsdom for the threads to come.

const { createHash } = require("node:crypto");
const { parentPort, workerData } = require("node:worker_threads");
const { keepCode } = require("./compiled");
const { drawSvg } = require("./draw");
const { openPlotly } = require("./window");

/** @type {ReturnType<typeof openPlotly> | undefined} */
let window;

/**
 * @param {{ data: any[], layout: any }} figure
 * @returns {Promise<string>} an SVG file
 */
async function draw(figure) {
  window ??= openPlotly();
  const title = figure.layout.title?.text ?? "";
  const seed = createHash("sha256").update(title).digest().readUInt32LE();
  return drawSvg(window, figure, seed);
}

let isOrdered = false;

/** One after the other: two at once would share the numbers that their ids are made of. */
let last = Promise.resolve()
  .then(() => {
    window = openPlotly();
    // An order that has come in the meantime is read before the next step.
    return new Promise((resume) => setImmediate(resume));
  })
  .then(() => {
    if (isOrdered) return;
    // The first figure is slower than the next: it is drawn while nobody waits for it.
    return draw({
      data: [{ type: "scatter", y: [1, 2], showlegend: true }],
      layout: { height: 360, meta: { alt: "", width: 900 } },
    });
  })
  .then(
    () => {
      if (!process.argv.includes("--make-cache") || parentPort) return;
      keepCode();
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
  isOrdered = true;
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
