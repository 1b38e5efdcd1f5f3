// The Python that Jupyter runs in, and the kernel `tslab` that it would start.

const { spawnSync } = require("node:child_process");

const PROBE = `
import json, sys
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from jupyter_core.paths import jupyter_data_dir
try:
    spec = KernelSpecManager().get_kernel_spec("tslab")
    kernel = {"folder": spec.resource_dir, **spec.to_dict()}
except NoSuchKernel:
    kernel = None
print(json.dumps({"python": sys.executable, "prefix": sys.prefix, "data": jupyter_data_dir(), "kernel": kernel}))
`;

/**
 * @typedef {{ folder: string, argv: string[], env: Record<string, string>,
 *   metadata: { gradbook?: { installation: string, version: string } } }} Kernel
 * @typedef {{ python: string, prefix: string, data: string, kernel: Kernel | null }} Jupyter
 */

/**
 * The first Python that has Jupyter: the one PYTHON names, else the usual names.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Jupyter | null} its program, sys.prefix, the user's folder for Jupyter's data,
 *   and the kernel, if there is one
 */
function findJupyter(env = process.env) {
  for (const command of env.PYTHON ? [env.PYTHON] : ["python3", "python"]) {
    const { stdout } = spawnSync(command, ["-c", PROBE], { encoding: "utf8", env });
    if (stdout?.startsWith("{")) return JSON.parse(stdout);
  }
  return null;
}

module.exports = { findJupyter };
