// Puts plotly.js, minified, for pages and for SVGs, and jsdom into a file each in dist/ and
// keeps V8's code for what draws SVGs, unless that was done for the same packages and the same Node:
// `node lib/display/svg/build.js`.

const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { MINIFIED } = require("./plotly");

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
for (const name of [
  "build",
  "bundle",
  "compiled",
  "jsdom",
  "plotly",
  "webgl",
  "window",
  "worker",
]) {
  hash.update(readFileSync(join(__dirname, `${name}.js`)));
}
for (const name of ["esbuild", "jsdom", "plotly.js-dist"]) {
  hash.update(readFileSync(require.resolve(`${name}/package.json`)));
}
const wanted = hash.digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  if (!run([join(__dirname, "bundle.js")])) process.exit(1);
  for (const flags of FLAGS) {
    // Without the code it is only slower.
    run([...flags, join(__dirname, "worker.js"), "--make-cache"]);
  }
  writeFileSync(stamp, wanted);
}

/**
 * A process of its own for each step, one after the other: that takes half of the memory.
 *
 * @param {string[]} args Node's
 * @returns whether it came to its end
 */
function run(args) {
  return spawnSync(process.execPath, args, { stdio: "inherit" }).status === 0;
}

/** The minified copy, for pages. */
module.exports = { plotly: MINIFIED };
