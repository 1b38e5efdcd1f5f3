// A Jupyter server in the foreground, until the user ends it.

const { spawn } = require("node:child_process");
const { endsWithCommand } = require("./children");

/**
 * Runs one of Jupyter's servers, and passes on its exit status.
 *
 * @param {string} python the environment's interpreter
 * @param {string} module such as "jupyterlab"
 * @param {string} folder what it serves, and where it looks for settings
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function runServer(python, module, folder, args, env) {
  const all = [
    "-m",
    module,
    `--ServerApp.root_dir=${folder}`,
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []), // root is usual in containers
    ...args,
  ];
  const server = endsWithCommand(spawn(python, all, { cwd: folder, env, stdio: "inherit" }));
  // On a terminal Ctrl-C reaches it by itself, and it asks before it stops: wait for it.
  if (process.stdin.isTTY) process.on("SIGINT", () => {});
  server.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGTERM" ? 0 : 1);
  });
}

module.exports = { runServer };
