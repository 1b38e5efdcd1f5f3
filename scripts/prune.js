// Takes out of node_modules what is for other systems than this one.

const { existsSync, readdirSync, rmSync } = require("node:fs");
const { join } = require("node:path");

/**
 * zeromq brings its binaries for every system, 33 MB of them.
 *
 * @param {string} folder node_modules
 */
function prune(folder) {
  const binaries = join(folder, "zeromq", "build");
  const platforms = ["darwin", "linux", "win32"];
  for (const platform of platforms) {
    const all = join(binaries, platform);
    if (!existsSync(all)) continue;
    for (const arch of readdirSync(all)) {
      if (platform === process.platform && arch === process.arch) continue;
      rmSync(join(all, arch), { recursive: true, force: true });
    }
  }
}

module.exports = { prune };
