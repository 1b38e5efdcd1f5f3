// npm start: JupyterLab on the notebooks. Arguments are passed on to JupyterLab, but for
// --instructor, which keeps nbgrader's panels: they are for making assignments.

const { existsSync } = require("node:fs");
const { delimiter, join } = require("node:path");
const { root } = require("./paths");
const { runServer } = require("./run-server");
const { runCommand, setUp } = require("./set-up");

/** JupyterLab asks nobody about news, and does not look for newer versions. */
const QUIET = [
  "--LabApp.news_url=None",
  "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
];

runCommand(async () => {
  const { python, env } = await setUp();
  // The project is what is served, so that lib can be edited; notebooks/ is what opens,
  // or in the handout, which has none, the project.
  const page = existsSync(join(root, "notebooks")) ? "/lab/tree/notebooks" : "/lab";
  const own = process.argv.slice(2);
  const args = own.filter((arg) => arg !== "--instructor");
  const settings = [join(__dirname, "lab"), env.JUPYTER_CONFIG_PATH].filter((path) => path);
  const panels = args.length < own.length ? {} : { JUPYTER_CONFIG_PATH: settings.join(delimiter) };
  const all = [`--LabApp.default_url=${page}`, ...QUIET, ...args];
  runServer(python, "jupyterlab", root, all, { ...env, ...panels });
});
