// Writes plotly.js, minified, for pages and for SVGs, and jsdom into a file each in dist/.
// build.js runs it where they are not there.

const { readFileSync, renameSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const esbuild = require("esbuild");
const { BUNDLE, NETWORK } = require("./jsdom");
const { DRAWS, MINIFIED } = require("./plotly");
const { AS_SVG, MISSING } = require("./webgl");

const source = readFileSync(require.resolve("plotly.js-dist/plotly.js"), "utf8");
write(MINIFIED, minified(source));
write(join(dirname(MINIFIED), DRAWS), minified(forSvg(source)));
const { outputFiles } = esbuild.buildSync({
  entryPoints: [require.resolve("jsdom")],
  bundle: true,
  minify: true,
  write: false,
  platform: "node",
  format: "cjs",
  target: "node20",
  // What it does without, and the program of a process that it starts.
  external: ["canvas", "./xhr-sync-worker.js", ...NETWORK],
  banner: { js: "(function (module, exports, require) {" },
  footer: { js: "})" },
  logLevel: "error",
});
write(BUNDLE, outputFiles[0].text);

/** @param {string} code */
function minified(code) {
  return esbuild.transformSync(code, { minify: true }).code;
}

/**
 * plotly.js without the kinds of traces that SVGs are drawn without: half of the time that
 * it takes to start is theirs.
 *
 * @param {string} source
 */
function forSvg(source) {
  const kinds = [...AS_SVG.keys(), ...MISSING.keys()];
  /** @type {string[]} */
  const found = [];
  const line = new RegExp(`^ *require_(${kinds.join("|")})\\d*\\(\\),\\n`, "gm");
  const rest = source.replace(line, (_, kind) => {
    found.push(kind);
    return "";
  });
  if (found.sort().join() !== kinds.sort().join())
    throw new Error(`plotly.js lists ${found}, where bundle.js expects ${kinds}, once each`);
  return rest;
}

/**
 * Writes a script in ASCII. esbuild leaves regular expressions as they are; in them an
 * escape means the same.
 *
 * @param {string} file
 * @param {string} code
 */
function write(file, code) {
  const ascii = code.replace(/[^\0-\x7f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  const made = `${file}.${process.pid}`;
  writeFileSync(made, ascii);
  renameSync(made, file);
}
