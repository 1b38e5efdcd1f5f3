// npm run grade-one: one submission, graded. Where it is given what it needs
// (--reference), nothing of Python is.

const { prepareNode, runCommand, setUp } = require("./set-up");

runCommand(async () => {
  await prepareNode();
  // By its path: a package's "exports" are nothing to Node10 resolution.
  require(require.resolve("tsx/cjs"));
  await require("../grading/one/main").main(process.argv.slice(2), setUp);
});
