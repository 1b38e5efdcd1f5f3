// What the project's notebooks begin with: checked once, for all kernels that start.

const { existsSync, readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { root } = require("./paths");

/**
 * The first code cell of each notebook, which has its imports.
 *
 * @param {string} [folder] the project's; a handout has its notebooks right in it
 * @returns {string[][]} by notebook; one that is no notebook is left out
 */
function firstCells(folder = root) {
  const own = join(folder, "notebooks");
  const place = existsSync(own) ? own : folder;
  const names = readdirSync(place).filter((name) => name.endsWith(".ipynb"));
  return names.sort().flatMap((name) => {
    try {
      /** @type {{ cells: { cell_type: string, source: string | string[] }[] }} */
      const { cells } = JSON.parse(readFileSync(join(place, name), "utf8"));
      const first = cells.find(({ cell_type }) => cell_type === "code");
      return first ? [[[first.source].flat().join("")]] : [];
    } catch {
      return []; // whoever opens it is told
    }
  });
}

module.exports = { firstCells };
