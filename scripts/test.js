// npm test: sets up what is missing and runs every test, or those named:
//   npm test -- test/lib test/kernel/errors.test.ts

const { readdirSync, statSync } = require("node:fs");
const { join, resolve } = require("node:path");
const { UserError } = require("../cli/user-error");
const { runChild } = require("./children");
const { root } = require("./paths");
const { runCommand, setUp } = require("./set-up");

/** @param {string} path a folder of tests, or a test */
function testsIn(path) {
  if (!statSync(path, { throwIfNoEntry: false })) throw new UserError(`There is no ${path}.`);
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join(path, name))
    .sort();
}

runCommand(async () => {
  const { python, env } = await setUp();
  const named = process.argv.slice(2).map((path) => resolve(path));
  const files = (named.length ? named : [join(root, "test")]).flatMap(testsIn);
  if (files.length === 0) throw new UserError("There is no test in what was named.");
  const args = [
    "--import",
    "tsx",
    "--test",
    // Also where no terminal is: it ends with what failed, so that the end of a log says it.
    "--test-reporter=spec",
    "--test-concurrency=2",
    "--test-timeout=600000",
    ...files,
  ];
  const { status } = await runChild(process.execPath, args, {
    cwd: root,
    env: { ...env, GRADBOOK_PYTHON: python },
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
});
