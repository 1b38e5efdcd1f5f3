// npm run collect: what students handed in, laid out as grading reads it.

const { runCommand, setUp } = require("./set-up");

runCommand(async () => {
  await setUp();
  // By its path: a package's "exports" are nothing to Node10 resolution.
  require(require.resolve("tsx/cjs"));
  await require("../grading/collect/main").main(process.argv.slice(2));
});
