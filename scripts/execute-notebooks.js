// Runs notebooks from a fresh kernel with nbconvert.

const { readdirSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { runChild } = require("./children");
const { joinStreams } = require("./join-streams");
const { root } = require("./paths");

const folder = join(root, "notebooks");

/** The names of the project's notebooks, in the order they are worked through. */
const notebooks = readdirSync(folder)
  .filter((name) => name.endsWith(".ipynb"))
  .sort();

/**
 * Executes one of the project's notebooks; stops at the first cell that fails.
 *
 * @param {string} name such as "1-backpropagation.ipynb"
 * @param {object} options
 * @param {string} options.python the environment's interpreter
 * @param {NodeJS.ProcessEnv} options.env
 * @param {string} options.outputDir where the executed notebook goes
 * @returns {Promise<string>} the path of the executed notebook
 * @throws {Error} with nbconvert's output when a cell fails
 */
async function executeNotebook(name, { python, env, outputDir }) {
  const args = ["-m", "nbconvert", "--to", "notebook", "--execute", "--output-dir", outputDir];
  // The times of the run would make every execution differ.
  const settings = ["--ExecutePreprocessor.record_timing=False", "--log-level=WARN"];
  const all = [...args, ...settings, join(folder, name)];
  const { status, stderr } = await runChild(python, all, { cwd: root, env });
  if (status !== 0) throw new Error(`${name} did not run to its end:\n${stderr}`);
  const executed = join(outputDir, name);
  const notebook = JSON.parse(readFileSync(executed, "utf8"));
  for (const cell of notebook.cells) if (cell.outputs) cell.outputs = joinStreams(cell.outputs);
  writeFileSync(executed, `${JSON.stringify(notebook, null, 1)}\n`);
  return executed;
}

module.exports = { notebooks, executeNotebook };
