const { readdirSync, rmSync } = require("node:fs");
const { join } = require("node:path");

/**
 * Whether a process is there, whoever's it is.
 *
 * @param {number} pid
 * @returns {boolean}
 */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * Removes what processes that have ended have left in a folder.
 *
 * @param {string} folder
 * @param {RegExp} name of what is a process's own, with its number as the first group
 * @returns {string[]} what belongs to those that run
 */
function removeLeft(folder, name) {
  return readdirSync(folder).filter((entry) => {
    const found = name.exec(entry);
    if (!found) return false;
    if (isRunning(Number(found[1]))) return true;
    rmSync(join(folder, entry), { recursive: true, force: true });
    return false;
  });
}

module.exports = { isRunning, removeLeft };
