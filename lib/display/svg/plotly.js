// Which plotly.js there is: the project's own copies, which its set-up makes, or the
// package as it was installed. On a hub the package has such copies, too.

const { existsSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { readScript } = require("./compiled");

const dist = join(__dirname, "dist");
/** Made by bundle.js, plain ASCII: all of it, for pages. */
const MINIFIED = join(dist, "plotly.js");
/** What this is called: the same without the kinds that SVGs are drawn without (webgl.js). */
const DRAWS = "plotly-svg.js";

const packageFile = () => require.resolve("plotly.js-dist/plotly.js");

/** @throws Error when neither is there */
function plotlyFile() {
  return existsSync(MINIFIED) ? MINIFIED : packageFile();
}

/**
 * plotly.js for SVGs, to be run in a window.
 *
 * @throws Error when it is not there
 */
function plotlyScript() {
  const own = join(dist, DRAWS);
  if (existsSync(own)) return readScript(own);
  const beside = join(dirname(packageFile()), DRAWS);
  return readScript(existsSync(beside) ? beside : plotlyFile());
}

module.exports = { DRAWS, MINIFIED, plotlyFile, plotlyScript };
