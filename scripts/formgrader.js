// npm run formgrader -- --out DIR: nbgrader's pages for marking by hand, on what
// npm run grade has left in DIR. Other arguments are passed on to the Jupyter server.

const { existsSync } = require("node:fs");
const { join, resolve } = require("node:path");
const { UserError } = require("../cli/user-error");
const { runServer } = require("./run-server");
const { runCommand, setUp } = require("./set-up");

const HELP = `Usage: npm run formgrader -- --out DIR [options of the Jupyter server]

Opens nbgrader's formgrader on the class that \`npm run grade -- --out DIR\` has
graded, for the parts that are marked by hand. Afterwards the same \`npm run grade\`
transfers the marks and comments to grades.csv and the feedback.
`;

runCommand(async () => {
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(HELP);
    return;
  }
  const at = args.indexOf("--out");
  const [, out] = at < 0 ? [] : args.splice(at, 2);
  if (!out) throw new UserError(`--out is missing: the folder of the grades.\n\n${HELP}`);
  const course = resolve(out, "course");
  if (!existsSync(join(course, "gradebook.db"))) {
    throw new UserError(
      `Nothing has been graded into ${out} yet: npm run grade -- --submissions DIR --out ${out}`,
    );
  }
  const { python, env } = await setUp();
  // By way of the login page, which leaves the cookie that formgrader's requests need.
  const page = "--ServerApp.default_url=/login?next=/formgrader/gradebook/mlp";
  const settings = { ...env, JUPYTER_CONFIG_DIR: join(course, ".jupyter") };
  runServer(python, "jupyter_server", course, [page, ...args], settings);
});
