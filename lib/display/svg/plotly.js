// Which plotly.js draws: the project's own minified copy, which its set-up makes,
// or the package as it was installed. On a hub the package has such a copy, too.

const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { readScript } = require("./compiled");

/** Made by build.js; plain ASCII. */
const MINIFIED = join(__dirname, "dist", "plotly.js");

/** @throws Error when neither is there */
function plotlyFile() {
  return existsSync(MINIFIED) ? MINIFIED : require.resolve("plotly.js-dist/plotly.js");
}

/** plotly.js, to be run in a window. */
const plotlyScript = () => readScript(plotlyFile());

module.exports = { MINIFIED, plotlyFile, plotlyScript };
