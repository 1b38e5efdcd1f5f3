// npm run install-kernel -- --check: what a JupyterLab lacks to run the handout.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../cli/user-error";
import { readEnvironment } from "../../scripts/environment";
import { findJupyter, type Kernel } from "../../scripts/find-jupyter";
import { root } from "../../scripts/paths";
import { kernelFolder, type Place } from "./place";
import { isWhole, readRecord } from "./version";

/** JupyterLab's version that the handout is made for: its first number. */
const LAB = "4";

interface Facts {
  versions: Record<string, string | null>;
  renderer: { version: string; dependencies?: Record<string, string> } | null;
  said: string;
}

/**
 * Looks at the JupyterLab of the Python that is found first.
 *
 * @param place where the kernel ought to come from, if that is asked
 * @returns what is there and right, and what is not with what to do
 * @throws UserError when there is no Python with Jupyter
 */
export function check(place: Place | null): { right: string[]; wrong: string[] } {
  const jupyter = findJupyter();
  if (!jupyter) {
    throw new UserError(
      "No Python with Jupyter was found. Activate its environment, or name its interpreter: PYTHON=/path/to/python npm run install-kernel -- --check",
    );
  }
  const { python, kernel } = jupyter;
  const wrong = kernel
    ? kernelProblems(kernel, place)
    : [`Jupyter (${python}) knows no kernel tslab: npm run install-kernel -- --sys-prefix`];
  const { stdout, stderr } = spawnSync(python, [join(__dirname, "check.py")], { encoding: "utf8" });
  if (!stdout.startsWith("{")) throw new UserError(`${python} failed:\n${stderr}`);
  const facts: Facts = JSON.parse(stdout);
  wrong.push(...labProblems(facts));
  if (kernel && facts.said !== "4")
    wrong.push(`A cell that imports ml-matrix fails: ${facts.said}`);
  const { jupyterlab } = facts.versions;
  const right = [
    `Python      ${python}`,
    `JupyterLab  ${jupyterlab ?? "none"}`,
    `Plotly      ${facts.renderer ? `its renderer ${facts.renderer.version}` : "no renderer"}`,
    `kernel      ${kernel ? kernel.folder : "none"}`,
    `runs from   ${kernel?.metadata.gradbook?.installation ?? kernel?.argv.at(-2) ?? "nowhere"}`,
  ];
  return { right, wrong };
}

function kernelProblems({ folder, argv, metadata }: Kernel, place: Place | null): string[] {
  if (place && kernelFolder(place) !== folder) {
    return [
      `Jupyter takes the kernel tslab from ${folder}, not from ${kernelFolder(place)}: ${existsSync(kernelFolder(place)) ? "remove the former, or set JUPYTER_PREFER_ENV_PATH=1" : `nothing is installed in ${place.name}`}`,
    ];
  }
  const installation = metadata.gradbook?.installation;
  if (!installation)
    return [
      `The kernel tslab in ${folder} is not one that \`npm run install-kernel\` has installed, so it runs only where its packages are`,
    ];
  const again = "install again";
  const record = readRecord(installation);
  if (!record) return [`${installation} is gone or was not finished: ${again}`];
  if (!isWhole(installation)) return [`${installation} has lost or changed files: ${again}`];
  const [node] = argv;
  const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
  const found = stdout?.trim() || "missing";
  const wrong =
    found === record.node
      ? []
      : [`${node} is ${found}, but ${record.node} was there at the installation: ${again}`];
  if (place && !place.shared) return wrong;
  return [...wrong, ...[node, installation, folder].flatMap(openness)];
}

/** Whether a path can be reached by other users and not changed by them. */
function openness(path: string): string[] {
  if (process.platform === "win32" || !existsSync(path)) return [];
  const wrong: string[] = [];
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    const { mode } = statSync(at);
    const sticky = mode & 0o1000;
    if (!(mode & 0o001)) wrong.push(`${path} cannot be reached by other users: chmod o+x ${at}`);
    if (mode & 0o002 && !sticky) wrong.push(`${at} can be changed by other users: chmod o-w ${at}`);
  }
  return wrong;
}

function labProblems({ versions, renderer }: Facts): string[] {
  const wrong: string[] = [];
  const { jupyterlab, nbclient, nbformat } = versions;
  if (jupyterlab?.split(".")[0] !== LAB) {
    const found = jupyterlab ? `is ${jupyterlab}` : "is missing";
    wrong.push(`JupyterLab ${found}, and ${LAB} is supported: pip install "jupyterlab~=${LAB}.0"`);
  }
  const plotly = readEnvironment().pip.find((pinned) => pinned.split("==")[0] === "plotly");
  if (!renderer) {
    wrong.push(`JupyterLab has no renderer for Plotly's figures: pip install ${plotly}`);
  } else {
    const draws = /\d+/.exec(renderer.dependencies?.["plotly.js"] ?? "")?.[0];
    const ours = majorOf("plotly.js-dist");
    if (draws !== ours) {
      wrong.push(
        `Plotly's renderer ${renderer.version} draws with plotly.js ${draws ?? "of no known version"}, and the figures are made for ${ours}: pip install ${plotly}`,
      );
    }
  }
  if (!nbclient || !nbformat) {
    wrong.push(
      "The handout's `npm test` needs nbclient and nbformat: pip install nbclient nbformat",
    );
  }
  return wrong;
}

function majorOf(name: string): string {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return devDependencies[name].split(".")[0];
}
