// Scripts, with V8's code for them beside their files where that has been kept.

const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { cachedDataVersionTag } = require("node:v8");
const { Script } = require("node:vm");

/** @type {Map<string, Script>} */
const known = new Map();

/**
 * V8 takes its code for a script in the same version, with the same flags, only.
 *
 * @param {string} file
 */
const codeOf = (file) => file.replace(/js$/, `${cachedDataVersionTag().toString(16)}.cache`);

/**
 * A script, to be run in whatever context.
 *
 * @param {string} file
 */
function readScript(file) {
  const code = codeOf(file);
  const cachedData = existsSync(code) ? readFileSync(code) : undefined;
  // What has code kept is ASCII, and as that it takes one byte a character in memory.
  const source = readFileSync(file, cachedData ? "latin1" : "utf8");
  const script = new Script(source, { filename: file, cachedData });
  known.set(file, script);
  return script;
}

/** Keeps V8's code for the scripts that were read, with what has been compiled so far. */
function keepCode() {
  for (const [file, script] of known) writeFileSync(codeOf(file), script.createCachedData());
}

module.exports = { keepCode, readScript };
