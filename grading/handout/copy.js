// The folder that `npm test` runs the notebooks in, and a startup snapshot for kernels that
// work there, in which all that students have in common is checked already.

const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, mkdtempSync, readFileSync } = require("node:fs");
const { realpathSync, rmSync, symlinkSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { makeSnapshot } = require("../../kernel/install");
const { removeLeft } = require("../../scripts/is-running");
const { root } = require("../../scripts/paths");
const { firstCells } = require("../assignment/first-cells");

/** Kernels that start from a snapshot work in one folder only. */
const USUAL = ".check";

/**
 * A new folder. It is inside the project's, so that it has the project's packages; where an
 * installation has these, nothing is written there, and a link leads to them.
 *
 * @param {string} [packages] the installation's
 * @returns {{ folder: string, usual: boolean, remove: () => void }} whether it is the one that
 *   snapshots are made for, which one run at a time can have
 */
function makeFolder(packages) {
  if (packages) {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "gradbook-check-")));
    symlinkSync(packages, join(folder, "node_modules"), "junction");
    return { folder, usual: false, remove: () => rmSync(folder, { recursive: true, force: true }) };
  }
  const own = `${USUAL}-${process.pid}`;
  mkdirSync(join(root, own));
  const usual = removeLeft(root, /^\.check-(\d+)$/).every((name) => name === own);
  const folder = join(realpathSync(root), usual ? USUAL : own);
  if (usual) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  }
  const remove = () => {
    if (usual) rmSync(folder, { recursive: true, force: true });
    rmSync(join(root, own), { recursive: true, force: true });
  };
  return { folder, usual, remove };
}

/**
 * The snapshot for the usual folder, made when there is none yet for this handout and this
 * Node. Where Node can make none, kernels start from their own.
 *
 * @param {string} folder with all that runs
 * @param {import("./as-graded").KeptHandout} kept
 * @returns {string} its path, empty if there is none
 */
function snapshotFor(folder, kept) {
  const place = join(root, "node_modules", ".cache", "gradbook");
  const [blob, stamp] = [join(place, "check.blob"), join(place, "check.stamp")];
  const built = readFileSync(join(root, "kernel", "dist", "fingerprint"), "utf8");
  const wanted = createHash("sha256")
    .update(built + folder + JSON.stringify(kept))
    .digest("hex");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    process.stderr.write("Making ready for checks, once …\n");
    mkdirSync(place, { recursive: true });
    const notebooks = firstCells(kept.handout.map(([, notebook]) => notebook));
    makeSnapshot(blob, folder, { places: [], notebooks });
    writeFileSync(stamp, wanted);
  }
  return existsSync(blob) ? blob : "";
}

module.exports = { makeFolder, snapshotFor };
