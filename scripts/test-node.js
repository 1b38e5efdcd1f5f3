// npm run test:node -- MAJOR [TEST …]: runs tests with another Node, all of them or
// those named, such as
//   npm run test:node -- 24 test/kernel
// That Node is npm's package of it, in dist/node/.

const { delimiter, dirname, join } = require("node:path");
const { runChild } = require("./children");
const { fetchNode, VERSIONS } = require("./node-versions");
const { runCommand, setUp } = require("./set-up");
const { SetUpError } = require("./set-up-error");

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
