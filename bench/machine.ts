// The machine that the figures are of.

import { execFileSync } from "node:child_process";
import { cpus, release, totalmem, type } from "node:os";

export function describeHost(): string[] {
  const all = cpus();
  return [
    `${all[0]?.model.trim() ?? "unknown processor"}, ${all.length} cores, ${Math.round(totalmem() / 2 ** 30)} GB of memory`,
    `${type()} ${release()}`,
  ];
}

/** @param python that has NumPy */
export function describeMachine(python: string): string[] {
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
    ...describeHost(),
    `Node ${process.versions.node}, Python ${pythonVersion}, NumPy ${numpy} with ${blas}`,
  ];
}
