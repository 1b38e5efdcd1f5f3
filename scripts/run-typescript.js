// A command that is written in TypeScript, by its module from the project's root:
//   node scripts/run-typescript.js cli/main train --epochs 2
// Its `main` gets the arguments, and the tools that the set-up has made ready.

const { join } = require("node:path");
const { root } = require("./paths");
const { runCommand, setUp } = require("./set-up");

runCommand(async () => {
  const [module, ...args] = process.argv.slice(2);
  const tools = await setUp();
  // By its path: a package's "exports" are nothing to Node10 resolution.
  require(require.resolve("tsx/cjs"));
  await require(join(root, module)).main(args, tools);
});
