// npm run cli -- train …: the command line, from the sources. npm run mnist is
// one of its commands.

const { runCommand, setUp } = require("./set-up");

runCommand(async () => {
  await setUp();
  // By its path: a package's "exports" are nothing to Node10 resolution.
  require(require.resolve("tsx/cjs"));
  await require("../cli/main").main(process.argv.slice(2));
});
