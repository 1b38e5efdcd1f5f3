// Which plotly.js draws: the project's own minified copy, which its set-up makes,
// or the package as it was installed. On a hub the package has such a copy, too.

const { existsSync, readFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { Script } = require("node:vm");

const dist = join(__dirname, "dist");
/** Made by build.js; plain ASCII. */
const MINIFIED = join(dist, "plotly.js");
/** V8's code for it, of the Node that has made it. */
const CACHE = join(dist, "plotly.cache");

/** @throws Error when neither is there */
function plotlyFile() {
  return existsSync(MINIFIED) ? MINIFIED : require.resolve("plotly.js-dist/plotly.js");
}

/** plotly.js, to be run in a window. */
function plotlyScript() {
  const file = plotlyFile();
  const cache = join(dirname(file), "plotly.cache");
  const cachedData = existsSync(cache) ? readFileSync(cache) : undefined;
  // What has a cache is ASCII, and as that it takes one byte a character in memory.
  const source = readFileSync(file, cachedData ? "latin1" : "utf8");
  return new Script(source, { filename: file, cachedData });
}

module.exports = { CACHE, MINIFIED, plotlyFile, plotlyScript };
