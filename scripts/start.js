// npm start: JupyterLab on the notebooks. Arguments go on to JupyterLab.

const { spawn } = require("node:child_process");
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { root } = require("./paths");
const { runCommand, setUp } = require("./set-up");

runCommand(async () => {
  const { python, env } = await setUp();
  const args = [
    "-m",
    "jupyterlab",
    // The project is the root, so that lib can be edited; notebooks/ is what opens,
    // or in the handout, which has none, the root.
    `--ServerApp.root_dir=${root}`,
    `--LabApp.default_url=/lab${existsSync(join(root, "notebooks")) ? "/tree/notebooks" : ""}`,
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []), // root is usual in containers
    ...process.argv.slice(2),
  ];
  const lab = spawn(python, args, { cwd: root, env, stdio: "inherit" });
  // Ctrl-C reaches JupyterLab by itself, and it asks before it stops: wait for it.
  process.on("SIGINT", () => {});
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"]))
    process.on(signal, () => lab.kill(signal));
  lab.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGTERM" ? 0 : 1);
  });
});
