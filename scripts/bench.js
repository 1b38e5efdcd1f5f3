// npm run bench: the MNIST run timed beside its peers.

const { runCommand, setUp } = require("./set-up");

runCommand(async () => {
  // By its path: a package's "exports" are nothing to Node10 resolution.
  if (!require("node:fs").existsSync(require("node:path").join(__dirname, "..", "node_modules"))) {
    await setUp();
  }
  require(require.resolve("tsx/cjs"));
  await require("../bench/main").main(process.argv.slice(2), setUp);
});
