// Minifies plotly.js to dist/plotly.js and keeps V8's code for it, unless that was
// done for the same package and the same Node: `node lib/display/svg/build.js`.

const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } =
  require("node:fs");
const { join } = require("node:path");
const { CACHE, MINIFIED } = require("./plotly");

const dist = join(MINIFIED, "..");
const stamp = join(dist, "fingerprint");

const hash = createHash("sha256").update(`${process.version} ${process.arch}`);
for (const name of ["build", "plotly", "worker"]) {
  hash.update(readFileSync(join(__dirname, `${name}.js`)));
}
for (const name of ["esbuild", "jsdom", "plotly.js-dist"]) {
  hash.update(readFileSync(require.resolve(`${name}/package.json`)));
}
const wanted = hash.digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  mkdirSync(dist, { recursive: true });
  rmSync(stamp, { force: true });
  rmSync(CACHE, { force: true });
  const source = readFileSync(require.resolve("plotly.js-dist/plotly.js"), "utf8");
  const { code } = require("esbuild").transformSync(source, { minify: true });
  // esbuild leaves regular expressions as they are; in them an escape means the same.
  const ascii = code.replace(/[^\0-\x7f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  const made = join(dist, `plotly.${process.pid}.js`);
  writeFileSync(made, ascii);
  renameSync(made, MINIFIED);
  // Without the code it is only slower.
  spawnSync(process.execPath, [join(__dirname, "worker.js"), "--make-cache"], { stdio: "inherit" });
  writeFileSync(stamp, wanted);
}

/** The minified copy, for pages. */
module.exports = { plotly: MINIFIED };
