// npm run bench -- --hub: what kernels of an installation take on a hub, beside ipykernel's,
// and how many students a machine has room for.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { UserError } from "../cli/user-error";
import { install as installKernel } from "../grading/hub/make";
import { placeAt } from "../grading/hub/place";
import { root } from "../scripts/paths";
import { writeDigits } from "./digits";
import { CLASS, type Kernels, type Memories, type Notebooks, page, TOGETHER } from "./hub-page";
import { NAME, toNotebook } from "./notebooks";
import { Progress } from "./progress";
import { withoutSettings } from "./run-peer";

const SERVERS = 4;
/** Seconds: after the first cell, and after the notebook. */
const REST = 30;
const REST_AFTER = 60;

/**
 * @param python the project's interpreter, and the peers'
 * @returns the page, bench/HUB.md
 */
export async function benchHub(python: { ours: string; peers: string }): Promise<string> {
  if (process.platform !== "linux") {
    throw new UserError("npm run bench -- --hub reads /proc, so it needs Linux");
  }
  const folder = mkdtempSync(join(tmpdir(), "gradbook-bench-hub-"));
  try {
    return await measure(python, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(python: { ours: string; peers: string }, folder: string): Promise<string> {
  const prefix = join(folder, "prefix");
  await installKernel(placeAt(prefix), (line) => console.error(line));
  const twin = join(folder, "twin");
  const run = runner(prefix, python, layTwin(twin, python.peers));
  const ours = { kernel: "tslab", folder: layStudent(join(folder, "mlp")), first: "1 + 1" };
  const theirs = { kernel: "python3", folder: twin, first: "1 + 1" };
  const cells = {
    ours: codeOf(JSON.parse(readFileSync(join(root, "notebooks", NAME), "utf8"))),
    twin: codeOf(toNotebook(readFileSync(join(__dirname, "peers", "twin.py"), "utf8"))),
  };
  const progress = new Progress(560);
  const many = { count: TOGETHER, rest: REST };
  const all = { count: CLASS, rest: REST, rest_after: REST_AFTER };
  const task = <T>(name: string, seconds: number, job: object) =>
    progress.task(name, seconds, async () => run<T>(job));
  const found = {
    many: await task<Kernels>(`${TOGETHER} kernels`, 30, { ...ours, ...many }),
    manyPython: await task<Kernels>(`${TOGETHER} of ipykernel`, 30, { ...theirs, ...many }),
    alone: await task<Notebooks>("notebook 2 alone", 90, {
      ...ours,
      ...all,
      count: 1,
      rest_after: 0,
      cells: cells.ours,
    }),
    class: await task<Notebooks>(`notebook 2 by ${CLASS}`, 150, {
      ...ours,
      ...all,
      cells: cells.ours,
    }),
    classPython: await task<Notebooks>(`its twin by ${CLASS}`, 170, {
      ...theirs,
      ...all,
      cells: cells.twin,
    }),
    servers: await task<Memories>("JupyterLab's server", 30, {
      servers: SERVERS,
      folder: ours.folder,
      rest: REST,
    }),
  };
  progress.end();
  return page(found);
}

/** Runs hub.py where Jupyter sees the installation and the peers' kernel. */
function runner(prefix: string, python: { ours: string; peers: string }, cache: string) {
  const places = [prefix, dirname(dirname(python.peers))];
  const paths = places.map((place) => join(place, "share", "jupyter"));
  const env = {
    ...withoutSettings(process.env),
    JUPYTER_PATH: paths.join(delimiter),
    JUPYTER_PREFER_ENV_PATH: "1",
    // Eight of NumPy's with threads of their own get into each other's way: minutes, not one.
    OPENBLAS_NUM_THREADS: "1",
    MNIST_DIR: "",
    SCIKIT_LEARN_DATA: cache,
  };
  return <T>(job: object): T => {
    const args = [join(__dirname, "hub.py"), JSON.stringify(job)];
    const program = "servers" in job ? python.ours : python.peers;
    return JSON.parse(execFileSync(program, args, { env, encoding: "utf8" }));
  };
}

/** The solved problem set as a student has it: without packages. */
function layStudent(folder: string): string {
  mkdirSync(folder);
  for (const name of ["lib", "package.json", "tsconfig.json"]) {
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !path.includes(join("svg", "dist")),
    });
  }
  return folder;
}

/** Makes the folder of the Python twin, with what it imports; gives its data's folder. */
function layTwin(folder: string, python: string): string {
  const peers = join(__dirname, "peers");
  mkdirSync(folder);
  cpSync(join(peers, "numpy_peer.py"), join(folder, "numpy_peer.py"));
  const [digits, cache] = ["digits", "scikit_learn_data"].map((name) => join(folder, name));
  writeDigits(digits);
  execFileSync(python, [join(peers, "fill_cache.py"), digits, cache]);
  return cache;
}

function codeOf(notebook: object): string[] {
  const { cells } = notebook as { cells: { cell_type: string; source: string | string[] }[] };
  return cells
    .filter((cell) => cell.cell_type === "code")
    .map(({ source }) => (Array.isArray(source) ? source.join("") : source))
    .filter((source) => source.trim() !== "");
}
