import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, test } from "node:test";

const root = join(__dirname, "..", "..");
const posix = { skip: process.platform === "win32" ? "the stand-ins are shell scripts" : false };

// npm and Python are stand-ins that note how they were called: what is tested
// is which of them the set-up calls, and what it says when they fail.
const NPM = `
require("node:fs").appendFileSync(process.env.CALLS, "npm " + process.argv.slice(2, 3) + "\\n");
if (process.env.NPM_FAILS) { console.error(process.env.NPM_FAILS); process.exit(1); }
require("node:fs").mkdirSync("node_modules", { recursive: true });
if (!require("node:fs").existsSync("node_modules/yaml"))
  require("node:fs").symlinkSync(process.env.YAML, "node_modules/yaml");
`;
const PYTHON = `#!/bin/sh
case "$2" in
  import*) echo "[\\"$0\\", $VERSION]"; [ -z "$NO_VENV" ]; exit ;;
esac
echo "python $2" >> "$CALLS"
case "$2" in
  venv) mkdir -p "$4/bin"; cp "$0" "$4/bin/python" ;;
  pip) if [ -n "$PIP_FAILS" ]; then echo "$PIP_FAILS" >&2; exit 1; fi; echo "$@" > pip-arguments ;;
esac
`;
const MAIN = `
const { runCommand, setUp } = require("./scripts/set-up");
runCommand(async () => console.log(JSON.stringify(await setUp())));
`;

describe("the set-up", posix, () => {
  const parent = mkdtempSync(join(tmpdir(), "gradbook-set-up-"));
  after(() => rmSync(parent, { recursive: true }));
  let project: string;
  let count = 0;

  beforeEach(() => {
    project = join(parent, `a folder with spaces ${count++}`);
    mkdirSync(project);
    for (const name of ["cli", "scripts", "environment.yml", "package.json", "package-lock.json"]) {
      cpSync(join(root, name), join(project, name), { recursive: true });
    }
    for (const [name, code] of [
      ["lib/matrix/build.js", ""],
      ["lib/digits/build.js", ""],
      ["lib/display/svg/build.js", ""],
      [
        "kernel/install.js",
        "exports.build = () => {}; exports.install = (prefix, notebooks) => require('node:fs').appendFileSync(process.env.CALLS, ['kernel', prefix, ...notebooks().flat()].join(' ') + '\\n')",
      ],
      ["npm-cli.js", NPM],
      ["main.js", MAIN],
      ["python", PYTHON],
    ]) {
      mkdirSync(join(project, name, ".."), { recursive: true });
      writeFileSync(join(project, name), code);
    }
    chmodSync(join(project, "python"), 0o755);
  });

  /** Runs the set-up; gives what it called, what it said, and its exit status. */
  function run(variables: NodeJS.ProcessEnv = {}) {
    const calls = join(project, "calls");
    rmSync(calls, { force: true });
    const { status, stdout, stderr } = spawnSync(process.execPath, ["main.js"], {
      cwd: project,
      encoding: "utf8",
      env: {
        PATH: process.env.PATH,
        CALLS: calls,
        YAML: join(root, "node_modules", "yaml"),
        npm_execpath: join(project, "npm-cli.js"),
        PYTHON: join(project, "python"),
        VERSION: "3, 12",
        ...variables,
      },
    });
    const called = existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : [];
    return { status, stdout, stderr, called };
  }

  const kernel = () => `kernel ${join(project, ".venv")}`;

  test("is the kernel told what the notebooks begin with?", () => {
    const cell = (source: string[], cell_type = "code") => ({ cell_type, source });
    const cells = [cell(["# One"], "markdown"), cell(["import 1;\n", "x"]), cell(["y"])];
    writeFileSync(join(project, "b.ipynb"), JSON.stringify({ cells }));
    writeFileSync(join(project, "a.ipynb"), "<<<<<<< not JSON");
    writeFileSync(join(project, "c.ipynb"), JSON.stringify({ cells: [] }));
    assert.equal(run().called.slice(-2).join("\n"), `${kernel()} import 1;\nx`);
    const own = join(project, "notebooks");
    mkdirSync(own);
    writeFileSync(join(own, "d.ipynb"), JSON.stringify({ cells: [cell(["own"])] }));
    assert.equal(run().called.at(-1), `${kernel()} own`);
  });

  test("does the first run install everything, in a folder with spaces, and say what it does?", () => {
    const { status, stdout, stderr, called } = run();
    assert.equal(status, 0, stderr);
    assert.deepEqual(called, ["npm ci", "python venv", "python pip", kernel()]);
    assert.match(stderr, /Installing the Node packages … \d+ s, done/);
    assert.match(stderr, /Installing JupyterLab and its tools … \d+ s, done/);
    assert.equal(JSON.parse(stdout).python, join(project, ".venv", "bin", "python"));
  });

  test("does pip get the pip list of environment.yml, without its comments?", () => {
    run();
    const args = readFileSync(join(project, "pip-arguments"), "utf8");
    assert.match(
      args,
      / jupyterlab==\S+ .*plotly==[\d.]+ jupyterlite-core==[\d.]+ jupyter_kernel_test/,
    );
    assert.doesNotMatch(args, /#|renderer/);
  });

  test("does the second run install nothing?", () => {
    run();
    const { called, stderr } = run();
    assert.deepEqual(called, [kernel()]);
    assert.equal(stderr, "");
  });

  test("is a half-finished installation of Node packages made anew?", () => {
    run({ NPM_FAILS: "killed" });
    mkdirSync(join(project, "node_modules"));
    assert.deepEqual(run().called, ["npm ci", "python venv", "python pip", kernel()]);
  });

  test("is a half-finished .venv made anew, and node_modules left alone?", () => {
    assert.equal(run({ PIP_FAILS: "killed" }).status, 1);
    assert.deepEqual(run().called, ["python venv", "python pip", kernel()]);
  });

  test("is .venv made anew when environment.yml changes or its Python is gone?", () => {
    run();
    writeFileSync(
      join(project, "environment.yml"),
      readFileSync(join(root, "environment.yml"), "utf8").replace("plotly==", "plotly>="),
    );
    assert.deepEqual(run().called, ["python venv", "python pip", kernel()]);
    rmSync(join(project, ".venv", "bin", "python"));
    assert.deepEqual(run().called, ["python venv", "python pip", kernel()]);
  });

  test("are the packages installed again when package-lock.json changes?", () => {
    run();
    writeFileSync(join(project, "package-lock.json"), "{}");
    assert.deepEqual(run().called, ["npm ci", kernel()]);
  });

  test("is an active conda environment of environment.yml's name used as it is?", () => {
    const conda = join(project, "conda");
    const { called } = run({ CONDA_PREFIX: conda, CONDA_DEFAULT_ENV: "gradbook" });
    assert.deepEqual(called, ["npm ci", `kernel ${conda}`]);
    const other = run({ CONDA_PREFIX: conda, CONDA_DEFAULT_ENV: "base" });
    assert.deepEqual(other.called, ["python venv", "python pip", kernel()]);
  });

  test("is a missing network named, without a stack trace?", () => {
    const npm = run({ NPM_FAILS: "npm error code ENOTFOUND" });
    assert.equal(npm.status, 1);
    assert.match(
      npm.stderr,
      /Installing the Node packages failed:[\s\S]*registry could not be reached/,
    );
    const pip = run({ PIP_FAILS: "Temporary failure in name resolution" });
    assert.match(
      pip.stderr,
      /JupyterLab and its tools failed:[\s\S]*registry could not be reached/,
    );
    assert.doesNotMatch(pip.stderr, /\n {4}at /);
  });

  test("is any other failure shown with its own words?", () => {
    const { stderr } = run({ NPM_FAILS: "npm error code ENOSPC" });
    assert.match(stderr, /ENOSPC[\s\S]*run the command again/);
    assert.doesNotMatch(stderr, /could not be reached/);
  });

  test("is a Python that is too old named, with what to do?", () => {
    const { status, stderr } = run({ VERSION: "3, 9" });
    assert.equal(status, 1);
    assert.match(stderr, /needs Python 3\.10 or newer/);
    assert.match(stderr, /Found: .*python is Python 3\.9/);
    assert.match(stderr, /PYTHON=\/path\/to\/python npm start/);
  });

  test("is a Python without venv told from one that is too old?", () => {
    assert.match(run({ NO_VENV: "1" }).stderr, /3\.12, but lacks .*apt install python3-venv/);
  });

  test("is a missing Python said, whether PYTHON names it or not?", () => {
    assert.match(run({ PYTHON: "/nowhere" }).stderr, /PYTHON is \/nowhere, which is not one/);
    const bin = join(project, "bin");
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, "node"));
    assert.match(run({ PYTHON: "", PATH: bin }).stderr, /for JupyterLab, and there is none here/);
  });
});

test("is a Node that is too old told so?", () => {
  const pretend =
    "Object.defineProperty(process, 'versions', { value: { node: '18.20.0' } }); require('./scripts/require-node.js')";
  const { status, stderr } = spawnSync(process.execPath, ["-e", pretend], {
    cwd: root,
    encoding: "utf8",
  });
  assert.equal(status, 1);
  assert.match(stderr, /needs Node\.js 20 or newer.*\n.*Install a newer one/);
});
