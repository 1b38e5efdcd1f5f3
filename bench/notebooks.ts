// Notebook 2 from its first cell to its last by nbconvert, and its Python twin.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BLOB, makeSnapshot } from "../kernel/install";
import { firstCells } from "../scripts/first-cells";
import { root } from "../scripts/paths";
import { writeDigits } from "./digits";
import { withoutSettings } from "./run-peer";

export const NAME = "2-multilayer-perceptron.ipynb";

/** Seconds. */
export interface NotebookRun {
  whole: number;
  /** The cell of the first figure. */
  figure: number;
}

export interface Notebooks {
  ours: () => NotebookRun;
  twin: () => NotebookRun;
  /** With NumPy on one thread: batches of 16 are small for two. */
  twinOne: () => NotebookRun;
}

/**
 * @param python the project's interpreter, and the peers'
 * @returns what runs each once and says how long it took
 */
export function prepareNotebooks(
  python: { ours: string; peers: string },
  folder: string,
): Notebooks {
  mkdirSync(folder, { recursive: true });
  // As a new set-up leaves it: lib may have changed since.
  makeSnapshot(BLOB, root, { places: [], notebooks: firstCells() });
  const digits = join(folder, "digits");
  const cache = join(folder, "scikit_learn_data");
  const peers = join(__dirname, "peers");
  writeDigits(digits);
  execFileSync(python.peers, [join(peers, "fill_cache.py"), digits, cache]);
  const twin = join(folder, NAME);
  writeFileSync(twin, JSON.stringify(toNotebook(readFileSync(join(peers, "twin.py"), "utf8"))));

  const out = join(folder, "executed");
  const run = (interpreter: string, path: string, env: NodeJS.ProcessEnv) => {
    const args = ["-m", "nbconvert", "--to", "notebook", "--execute", "--log-level=WARN"];
    const start = performance.now();
    execFileSync(interpreter, [...args, "--output-dir", out, path], {
      cwd: root,
      env: { ...withoutSettings(process.env), JUPYTER_PREFER_ENV_PATH: "1", ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const whole = (performance.now() - start) / 1000;
    return { whole, figure: firstFigure(readFileSync(join(out, NAME), "utf8")) };
  };
  // The kernel runs in the notebook's folder, and finds its module there.
  cpSync(join(peers, "numpy_peer.py"), join(folder, "numpy_peer.py"));
  const inPython = { SCIKIT_LEARN_DATA: cache };
  // An empty MNIST_DIR: the embedded digits, for the twin has these.
  return {
    ours: () => run(python.ours, join(root, "notebooks", NAME), { MNIST_DIR: "" }),
    twin: () => run(python.peers, twin, inPython),
    twinOne: () => run(python.peers, twin, { ...inPython, OPENBLAS_NUM_THREADS: "1" }),
  };
}

/**
 * Seconds of the first cell with a figure, in an executed notebook.
 *
 * @throws Error when there is none
 */
export function firstFigure(notebook: string): number {
  for (const { outputs = [], metadata } of JSON.parse(notebook).cells) {
    const isFigure = ({ data = {} }: { data?: object }) =>
      Object.keys(data).some((type) => /^image\/|plotly/.test(type));
    const times = metadata.execution;
    if (!outputs.some(isFigure) || !times) continue;
    const [start, end] = ["iopub.execute_input", "shell.execute_reply"].map((key) =>
      Date.parse(times[key]),
    );
    return (end - start) / 1000;
  }
  throw new Error("no cell of the executed notebook has a figure");
}

/** A notebook of a script whose cells begin with "# %%". */
export function toNotebook(script: string): object {
  const cells = script.split(/^# %%/m).slice(1);
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "python3", display_name: "Python 3", language: "python" } },
    cells: cells.map((cell, i) => {
      const [first, ...lines] = cell.split("\n");
      const text = lines.join("\n").trim();
      const base = { id: `cell-${i}`, metadata: {} };
      return first.includes("[markdown]")
        ? { ...base, cell_type: "markdown", source: text.replace(/^# ?/gm, "") }
        : { ...base, cell_type: "code", source: text, outputs: [], execution_count: null };
    }),
  };
}
