// A Python that can make the environment JupyterLab runs in.

const { spawnSync } = require("node:child_process");
const { windows } = require("./paths");
const { SetUpError } = require("./set-up-error");

const NEEDED = [3, 10];
const PROBE =
  "import sys, json; print(json.dumps([sys.executable, *sys.version_info[:2]])); import venv, ensurepip";

/**
 * The first usable interpreter: the one PYTHON names, else the usual names.
 *
 * @returns {string} its path
 * @throws {SetUpError} saying what was found and what to do
 */
function findPython(env = process.env) {
  const newest = [14, 13, 12, 11, 10].map((minor) => [`python3.${minor}`]);
  const usual = [["python3"], ["python"], ...(windows ? [["py", "-3"]] : newest)];
  const candidates = env.PYTHON ? [[env.PYTHON]] : usual;
  const found = [];
  for (const [command, ...args] of candidates) {
    const probe = spawnSync(command, [...args, "-c", PROBE], { encoding: "utf8", env });
    if (probe.error || !probe.stdout?.startsWith("[")) continue;
    const [path, major, minor] = JSON.parse(probe.stdout.split("\n")[0]);
    const newEnough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
    if (newEnough && probe.status === 0) return path;
    found.push(
      newEnough
        ? `${path} is Python ${major}.${minor}, but lacks its modules venv and ensurepip (on Debian and Ubuntu: sudo apt install python3-venv)`
        : `${path} is Python ${major}.${minor}`,
    );
  }
  const what = env.PYTHON ? `PYTHON is ${env.PYTHON}, which is not one` : "there is none here";
  throw new SetUpError(
    `Gradbook needs Python ${NEEDED.join(".")} or newer for JupyterLab${found.length ? "" : `, and ${what}`}.\n` +
      found.map((line) => `Found: ${line}.\n`).join("") +
      "Install one from python.org or your package manager, or name one: PYTHON=/path/to/python npm start",
  );
}

module.exports = { findPython };
