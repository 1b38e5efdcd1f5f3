// The peers, in an environment of their own: bench/.venv and
// bench/node_modules. What is there and whole is left alone.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readEnvironment } from "../scripts/environment";
import { findPython } from "../scripts/find-python";
import { pythonIn, windows } from "../scripts/paths";
import { runStep } from "../scripts/run-step";

const venv = join(__dirname, ".venv");
const manifest = join(__dirname, "package.json");

/** @returns the interpreter that has the Python peers */
export async function install(all: boolean): Promise<string> {
  const pins = JSON.parse(readFileSync(manifest, "utf8"));
  const python = pythonIn(venv);
  // NumPy and the tools that run a notebook: the project's own versions.
  const shared = readEnvironment().pip.filter((entry) =>
    /^(numpy|nbconvert|nbclient)\b/.test(entry),
  );
  const wanted = [...shared, ...pins.python.usual, ...(all ? pins.python.all : [])];
  if (!holds(venv, wanted) || !existsSync(python)) {
    const fresh = !existsSync(python);
    if (fresh) {
      await runStep("Making bench/.venv", findPython(), ["-m", "venv", venv], { cwd: __dirname });
    }
    const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", ...wanted];
    await runStep("Installing the Python peers", python, pip, { cwd: __dirname });
    mark(venv, wanted);
  }
  const modules = join(__dirname, "node_modules");
  const packages = Object.entries(pins.dependencies).map(([name, version]) => `${name}@${version}`);
  if (all && !holds(modules, packages)) {
    const npm = process.env.npm_execpath?.endsWith(".js")
      ? [process.execPath, process.env.npm_execpath]
      : [windows ? "npm.cmd" : "npm"];
    const [command, ...args] = [...npm, "install", "--no-package-lock", "--no-audit", "--no-fund"];
    await runStep("Installing the Node peers", command, args, { cwd: __dirname });
    mark(modules, packages);
  }
  return python;
}

/** Whether everything wanted was installed there; more may be. */
function holds(folder: string, wanted: string[]): boolean {
  const stamp = join(folder, ".gradbook");
  if (!existsSync(stamp)) return false;
  const held = readFileSync(stamp, "utf8").split("\n");
  return wanted.every((entry) => held.includes(entry));
}

// Written last: an installation that was stopped has none.
function mark(folder: string, held: string[]): void {
  writeFileSync(join(folder, ".gradbook"), held.join("\n"));
}
