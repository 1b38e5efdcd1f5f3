// A command that is written in TypeScript, with the arguments it was called with.

const { runCommand, setUp } = require("./set-up");

/**
 * Runs a command that is written in TypeScript: `main` of a module, with the user's
 * arguments and the tools that the set-up has made ready.
 *
 * @param {string} module from the scripts' folder
 */
function runTypeScript(module) {
  runCommand(async () => {
    const tools = await setUp();
    // By its path: a package's "exports" are nothing to Node10 resolution.
    require(require.resolve("tsx/cjs"));
    await require(module).main(process.argv.slice(2), tools);
  });
}

module.exports = { runTypeScript };
