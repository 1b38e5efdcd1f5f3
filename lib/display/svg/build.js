// Puts plotly.js, minified, for pages and for SVGs, and jsdom into a file each in dist/ and
// keeps V8's code for what draws SVGs, unless that was done for the same packages and the same Node:
// `node lib/display/svg/build.js`.

const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } =
  require("node:fs");
const { join } = require("node:path");
const { BUNDLE, NETWORK } = require("./jsdom");
const { DRAWS, MINIFIED } = require("./plotly");
const { AS_SVG, MISSING } = require("./webgl");

const dist = join(MINIFIED, "..");
const stamp = join(dist, "fingerprint");
/**
 * Flags that threads run with: none, and those of kernels (kernel/install.js).
 *
 * @type {string[][]}
 */
const FLAGS = [[]];
if (Number.parseInt(process.versions.node, 10) >= 24)
  FLAGS.push(["--experimental-wasm-revectorize"]);

const hash = createHash("sha256").update(`${process.version} ${process.arch}`);
for (const name of ["build", "compiled", "jsdom", "plotly", "webgl", "window", "worker"]) {
  hash.update(readFileSync(join(__dirname, `${name}.js`)));
}
for (const name of ["esbuild", "jsdom", "plotly.js-dist"]) {
  hash.update(readFileSync(require.resolve(`${name}/package.json`)));
}
const wanted = hash.digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const esbuild = require("esbuild");
  const source = readFileSync(require.resolve("plotly.js-dist/plotly.js"), "utf8");
  const minified = (/** @type {string} */ code) =>
    esbuild.transformSync(code, { minify: true }).code;
  write(MINIFIED, minified(source));
  write(join(dist, DRAWS), minified(forSvg(source)));
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
  for (const flags of FLAGS) {
    // Without the code it is only slower.
    const args = [...flags, join(__dirname, "worker.js"), "--make-cache"];
    spawnSync(process.execPath, args, { stdio: "inherit" });
  }
  writeFileSync(stamp, wanted);
}

/**
 * plotly.js without the kinds of traces that SVGs are drawn without: half of the time that
 * it takes to start is theirs.
 *
 * @param {string} source
 */
function forSvg(source) {
  const kinds = [...AS_SVG.keys(), ...MISSING.keys()];
  return kinds.reduce((rest, kind) => {
    const [before, after, ...more] = rest.split(
      new RegExp(`^ *require_${kind}\\d*\\(\\),\\n`, "m"),
    );
    if (after === undefined || more.length > 0)
      throw new Error(`plotly.js does not list ${kind} once, as lib/display/svg/build.js expects`);
    return before + after;
  }, source);
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

/** The minified copy, for pages. */
module.exports = { plotly: MINIFIED };
