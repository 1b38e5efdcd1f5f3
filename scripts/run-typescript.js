// A command that is written in TypeScript, by its module from the project's root:
//   node scripts/run-typescript.js cli/main train --epochs 2
// Its `main` gets the arguments, and the tools that the set-up has made ready. After
// --set-up-later it gets the set-up instead: it may do without Python.

const { join } = require("node:path");
const { root } = require("./paths");
const { prepareNode, runCommand, setUp } = require("./set-up");

runCommand(async () => {
  const given = process.argv.slice(2);
  const later = given[0] === "--set-up-later";
  const [module, ...args] = later ? given.slice(1) : given;
  const tools = await (later ? prepareNode() : setUp());
  // By its path: a package's "exports" are nothing to Node10 resolution.
  require(require.resolve("tsx/cjs"));
  await require(join(root, module)).main(args, later ? setUp : tools);
});
