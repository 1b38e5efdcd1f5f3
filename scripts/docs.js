// npm run docs: the API reference, from the docstrings, to dist/docs/.

const { join } = require("node:path");
const { root } = require("./paths");
const { runStep } = require("./run-step");
const { runCommand, setUp } = require("./set-up");

runCommand(async () => {
  await setUp();
  const typedoc = join(root, "node_modules", "typedoc", "bin", "typedoc");
  await runStep("Writing dist/docs/index.html", process.execPath, [typedoc], { cwd: root });
});
