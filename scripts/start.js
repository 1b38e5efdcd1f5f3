// npm start: JupyterLab on the notebooks. Arguments are passed on to JupyterLab.

const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { root } = require("./paths");
const { runServer } = require("./run-server");
const { runCommand, setUp } = require("./set-up");

runCommand(async () => {
  const { python, env } = await setUp();
  // The project is what is served, so that lib can be edited; notebooks/ is what opens,
  // or in the handout, which has none, the project.
  const page = existsSync(join(root, "notebooks")) ? "/lab/tree/notebooks" : "/lab";
  const args = [`--LabApp.default_url=${page}`, ...process.argv.slice(2)];
  runServer(python, "jupyterlab", root, args, env);
});
