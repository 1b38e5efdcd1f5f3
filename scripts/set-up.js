// Installs what is missing, all of it inside the project: node_modules, .venv
// and the kernel in it. What is there and whole is left alone, so that a second
// run takes no time.

const { createHash } = require("node:crypto");
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { delimiter, dirname, join } = require("node:path");
const { UserError } = require("../cli/user-error");
const { endWithChildren } = require("./children");
const { findInstallation } = require("./installation");
const { findPython } = require("./find-python");
const { firstCells } = require("./first-cells");
const { pythonIn, root, windows } = require("./paths");
const { runStep } = require("./run-step");

/**
 * Makes the project ready.
 *
 * @returns {Promise<{ python: string, env: NodeJS.ProcessEnv, packages?: string }>} the
 *   environment's interpreter, and the variables to run Jupyter's tools with; in a handout
 *   that uses a hub's installation also the folder of its packages
 * @throws {SetUpError} saying what is missing and what to do
 */
async function setUp() {
  const installation = findInstallation();
  if (installation) {
    const { python, packages } = installation;
    return { python, env: jupyterEnv(python), packages };
  }
  await prepareNode();
  const environment = await installPythonPackages();
  require("../kernel/install").install(environment, firstCells);
  const python = pythonIn(environment);
  return { python, env: jupyterEnv(python) };
}

/** Makes ready what needs no Python: the packages, the kernel, what is built of lib. */
async function prepareNode() {
  await installNodePackages();
  // The handout brings what the first two make.
  for (const folder of ["matrix", "digits", "display/svg"]) {
    const program = join(root, "lib", folder, "build.js");
    if (existsSync(program)) require(program);
  }
  require("../kernel/install").build(firstCells);
}

/** How npm is called: it names its own script when it runs us, else it must be on the path. */
function npm() {
  return process.env.npm_execpath?.endsWith(".js")
    ? [process.execPath, process.env.npm_execpath]
    : [windows ? "npm.cmd" : "npm"];
}

async function installNodePackages() {
  const folder = join(root, "node_modules");
  const stamp = stampOf(join(root, "package-lock.json"), process.platform, process.arch);
  if (isWhole(folder, stamp)) return;
  const [command, ...args] = [...npm(), "ci", "--no-audit", "--no-fund", "--loglevel=error"];
  await runStep("Installing the Node packages", command, args, { cwd: root });
  require("./prune").prune(folder);
  markWhole(folder, stamp);
}

/** @returns {Promise<string>} the folder of the environment */
function installPythonPackages() {
  return installEnvironment("environment.yml", ".venv", "Installing JupyterLab and its tools");
}

/**
 * What grading on a cluster needs, installed when it is first asked for.
 *
 * @returns {Promise<string>} the interpreter of the environment with Dask
 */
async function installCluster() {
  const file = "grading/cluster/environment.yml";
  return pythonIn(await installEnvironment(file, ".venv-cluster", "Installing Dask"));
}

/**
 * Makes a Python environment in the project's folder, unless it is there and whole.
 *
 * @param {string} file with the packages, from the project's root
 * @param {string} name of the environment's folder
 * @param {string} label what the installation is called
 * @returns {Promise<string>} the folder of the environment
 */
async function installEnvironment(file, name, label) {
  const { name: conda, pip } = require("./environment").readEnvironment(file);
  if (process.env.CONDA_PREFIX && process.env.CONDA_DEFAULT_ENV === conda) {
    return process.env.CONDA_PREFIX; // made by `conda env create`, and active
  }
  const folder = join(root, name);
  const python = pythonIn(folder);
  // An environment holds absolute paths: a moved project needs a new one.
  const stamp = stampOf(join(root, file), root);
  if (isWhole(folder, stamp) && existsSync(python)) return folder;
  const base = findPython();
  const options = { cwd: root };
  await runStep(`Making ${name}`, base, ["-m", "venv", "--clear", folder], options);
  const install = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", ...pip];
  await runStep(label, python, install, options);
  markWhole(folder, stamp);
  return folder;
}

/**
 * What an installation depends on, as one line.
 *
 * @param {string} file
 * @param {string[]} more
 */
function stampOf(file, ...more) {
  return createHash("sha256").update(readFileSync(file)).update(more.join("\n")).digest("hex");
}

// The stamp is written last: an installation that was stopped has none.
const STAMP = ".gradbook";

/** @param {string} folder @param {string} stamp */
function isWhole(folder, stamp) {
  const file = join(folder, STAMP);
  return existsSync(file) && readFileSync(file, "utf8") === stamp;
}

/** @param {string} folder @param {string} stamp */
function markWhole(folder, stamp) {
  writeFileSync(join(folder, STAMP), stamp);
}

/**
 * The variables to run Jupyter's tools with. They call one another by name; and a
 * kernel of the same name in the user's home would else be taken first.
 *
 * @param {string} python the environment's interpreter
 */
function jupyterEnv(python) {
  const path = [dirname(python), process.env.PATH].join(delimiter);
  return { ...process.env, PATH: path, JUPYTER_PREFER_ENV_PATH: "1" };
}

/**
 * Runs a command's main function; what went wrong is said without a stack trace, and what
 * it has started ends with it.
 *
 * @param {() => Promise<void>} main
 */
function runCommand(main) {
  endWithChildren();
  main().catch((error) => {
    const forUser = error instanceof UserError;
    console.error(forUser ? `\n${error.message}` : error);
    process.exitCode = forUser ? error.exitStatus : 1;
  });
}

module.exports = {
  installCluster,
  installEnvironment,
  jupyterEnv,
  npm,
  prepareNode,
  setUp,
  runCommand,
};
