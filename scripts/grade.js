// npm run grade: a class's submissions, graded.

const { runCommand, setUp } = require("./set-up");

runCommand(async () => {
  const tools = await setUp();
  // By its path: a package's "exports" are nothing to Node10 resolution.
  require(require.resolve("tsx/cjs"));
  await require("../grading/main").main(process.argv.slice(2), tools);
});
