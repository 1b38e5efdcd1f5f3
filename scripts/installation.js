// The handout on a hub: where its folder has no packages of its own, those that have been
// installed there for all (npm run install-kernel) serve it, and nothing is installed.

const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { findJupyter } = require("./find-jupyter");
const { root } = require("./paths");

/**
 * Looks for the installation, and says so if it is of another version than the handout.
 *
 * @returns {{ python: string, packages: string } | null} the Python that has Jupyter, and
 *   the installation's node_modules; null where the handout is to install what it needs
 */
function findInstallation() {
  // Only a handout names the kernel that it is made with.
  const { kernel: wanted } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  if (!wanted || existsSync(join(root, "node_modules"))) return null;
  const jupyter = findJupyter({ ...process.env, JUPYTER_PREFER_ENV_PATH: "1" });
  const found = jupyter?.kernel?.metadata.gradbook;
  const packages = found && join(found.installation, "node_modules");
  if (!jupyter || !found || !packages || !existsSync(packages)) return null;
  if (found.version !== wanted) {
    const older = found.version.localeCompare(wanted, "en", { numeric: true }) < 0;
    console.error(
      `These files are of version ${wanted}, the installation is ${older ? "older" : "newer"}, ${found.version}: should something not work, ask for files and installation of the same version.`,
    );
  }
  return { python: jupyter.python, packages };
}

module.exports = { findInstallation };
