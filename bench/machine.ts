// The machine that the figures are of.

import { execFileSync } from "node:child_process";
import { cpus, release, totalmem, type } from "node:os";

export function describeMachine(python: string): string[] {
  const all = cpus();
  const [pythonVersion, numpy, blas] = execFileSync(
    python,
    [
      "-c",
      "import platform, numpy; print(platform.python_version(), numpy.__version__, numpy.show_config(mode='dicts')['Build Dependencies']['blas']['name'])",
    ],
    { encoding: "utf8" },
  )
    .trim()
    .split(" ");
  return [
    `${all[0]?.model.trim() ?? "unknown processor"}, ${all.length} cores, ${Math.round(totalmem() / 2 ** 30)} GB of memory`,
    `${type()} ${release()}`,
    `Node ${process.versions.node}, Python ${pythonVersion}, NumPy ${numpy} with ${blas}`,
  ];
}
