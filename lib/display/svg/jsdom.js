// jsdom: the project's own copy in one file, which its set-up makes, or the package,
// whose 500 files take three times as long to load.

const { existsSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname, join } = require("node:path");
const { readScript } = require("./compiled");

/** Made by bundle.js; a function of what a module has. */
const BUNDLE = join(__dirname, "dist", "jsdom.js");

/** What of that is for requests and cookies: a page that loads nothing does without. */
const NETWORK = ["http", "https", "http-proxy-agent", "https-proxy-agent", "tldts", "ws", "zlib"];

/** Which looks for a file beside it, below the package's main file. */
const LOOKS = join("jsdom", "living", "xhr", "XMLHttpRequest-impl.js");

/**
 * @returns {any} the package's exports; jsdom brings no types
 * @throws Error when the package is not installed
 */
function loadJsdom() {
  const main = require.resolve("jsdom");
  if (!existsSync(BUNDLE)) return require(main);
  const module = { exports: {} };
  const place = createRequire(join(dirname(main), LOOKS));
  const load = (/** @type {string} */ name) => (NETWORK.includes(name) ? {} : place(name));
  readScript(BUNDLE).runInThisContext()(module, module.exports, Object.assign(load, place));
  return module.exports;
}

module.exports = { BUNDLE, NETWORK, loadJsdom };
