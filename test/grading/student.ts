// The handout as a student has it: unpacked, in a folder of its own, with a Python
// environment of its own that borrows the project's packages.

import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cell, Notebook } from "../../grading/assignment/notebook";
import { pythonIn, root, windows } from "../../scripts/paths";
import { jupyterEnv } from "../../scripts/set-up";
import { python } from "../python";

/** The project's Python, and the variables for Jupyter's tools. */
export const tools = { python, env: jupyterEnv(python) };

const folders: string[] = [];

/** A new folder below the system's temporary one. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "gradbook handout "));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** A copy of what the handout is made from, to be changed. */
export function copyOfSources(): string {
  const copy = temporaryFolder();
  const names = ["notebooks", "cli", "lib", "kernel", "scripts", "environment.yml"];
  const files = [
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "LICENSE",
    ".npmrc",
    ".gitignore",
  ];
  for (const name of [...names, ...files]) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  return copy;
}

export function readNotebook(folder: string, name: string): Notebook {
  return JSON.parse(readFileSync(join(folder, name), "utf8"));
}

/** A cell's text, which the file may hold line by line. */
export function sourceOf({ source }: Cell): string {
  return [source].flat().join("");
}

/** Changes a notebook's cell. */
export function editCell(folder: string, name: string, id: string, edit: (cell: Cell) => void) {
  const notebook = readNotebook(folder, name);
  const cell = notebook.cells.find((cell) => cell.id === id);
  if (!cell) throw new Error(`${name} has no cell ${id}`);
  edit(cell);
  writeFileSync(join(folder, name), JSON.stringify(notebook, null, 1));
}

/** Unpacks the handout; gives the folder in which it lies. */
export function unpack(zip: string): string {
  const folder = temporaryFolder();
  execFileSync(python, ["-m", "zipfile", "-e", zip, folder]);
  return join(folder, "mlp");
}

/** A student's machine: runs commands in an unpacked handout. */
export class Student {
  private readonly environment = join(temporaryFolder(), "mlp");

  constructor(readonly folder: string) {
    execFileSync(python, ["-m", "venv", "--without-pip", this.environment]);
    const packages = execFileSync(
      python,
      ["-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
      { encoding: "utf8" },
    );
    const own = windows
      ? join(this.environment, "Lib")
      : join(
          this.environment,
          "lib",
          ...readdirSync(join(this.environment, "lib")).filter((name) => /^python/.test(name)),
        );
    writeFileSync(join(own, "site-packages", "borrowed.pth"), packages);
  }

  /** `npm start` or `npm test`, as in an active conda environment. */
  npm(...args: string[]) {
    const env = { ...this.env(), CONDA_PREFIX: this.environment, CONDA_DEFAULT_ENV: "mlp" };
    const npm = process.env.npm_execpath?.endsWith(".js")
      ? [process.execPath, process.env.npm_execpath]
      : [windows ? "npm.cmd" : "npm"];
    return this.run(npm[0], [...npm.slice(1), ...args], env);
  }

  /** Runs a notebook from its first cell to its last; gives the executed cells. */
  async execute(name: string): Promise<Cell[]> {
    const target = join(temporaryFolder(), "executed");
    mkdirSync(target);
    const args = ["-m", "nbconvert", "--to", "notebook", "--execute", "--allow-errors"];
    const { status, stderr } = await this.run(
      pythonIn(this.environment),
      [...args, "--output-dir", target, join(this.folder, name)],
      this.env(),
    );
    if (status !== 0) throw new Error(stderr);
    return readNotebook(target, name).cells;
  }

  private async run(command: string, args: string[], env: NodeJS.ProcessEnv) {
    const child = spawn(command, args, { cwd: this.folder, env });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    const status = await new Promise<number | null>((done) => child.on("close", done));
    return { status, stdout, stderr };
  }

  private env(): NodeJS.ProcessEnv {
    const { PATH, HOME } = process.env;
    return {
      PATH,
      HOME,
      JUPYTER_PREFER_ENV_PATH: "1",
      MNIST_DIR: "", // the embedded digits, whatever else is here
      npm_config_prefer_offline: "true",
    };
  }
}
