// JupyterHub as its documentation has it installed: from PyPI, its proxy from npm. Both
// when they are first asked for, into a folder of the project's own.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../scripts/paths";
import { runStep } from "../../../scripts/run-step";
import { installEnvironment, npm } from "../../../scripts/set-up";

const PROXY = "configurable-http-proxy";
const VERSION = "5.3.0";

/** @returns the environment's folder, and the proxy's program in it, from that folder */
export async function installHub(): Promise<{ environment: string; proxy: string }> {
  const file = "grading/hub/environment.yml";
  const environment = await installEnvironment(file, ".venv-hub", "Installing JupyterHub");
  const folder = join(environment, "node_modules", PROXY);
  const manifest = join(folder, "package.json");
  const there = existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).version;
  if (there !== VERSION) {
    const [command, ...args] = [...npm(), "install", "--no-save", "--loglevel=error"];
    const all = [...args, "--prefix", environment, `${PROXY}@${VERSION}`];
    await runStep("Installing JupyterHub's proxy", command, all, { cwd: root });
  }
  return { environment, proxy: join("node_modules", PROXY, "bin", PROXY) };
}
