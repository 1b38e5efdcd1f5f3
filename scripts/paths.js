// Where things are in this checkout.

const { join, resolve } = require("node:path");

const root = resolve(__dirname, "..");
const windows = process.platform === "win32";

/**
 * The interpreter inside a Python environment.
 *
 * @param {string} environment its folder
 */
function pythonIn(environment) {
  return windows ? join(environment, "Scripts", "python.exe") : join(environment, "bin", "python");
}

module.exports = { root, windows, pythonIn };
