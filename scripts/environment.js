// environment.yml is the one place where Python versions are pinned.

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { parse } = require("yaml");
const { root } = require("./paths");

/**
 * @param {string} [file] from the project's root
 * @returns {{ name: string, pip: string[] }} the environment's name for conda,
 *   and the requirements of its pip list
 */
function readEnvironment(file = "environment.yml") {
  const { name, dependencies } = parse(readFileSync(join(root, file), "utf8"));
  return {
    name,
    pip: dependencies.find((/** @type {{ pip?: string[] }} */ entry) => entry.pip).pip,
  };
}

module.exports = { readEnvironment };
