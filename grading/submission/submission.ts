// What a student handed in: two notebooks and lib/mlp.ts, found with patience, read
// with care. Nothing else of the folder is used, and no link is followed.

import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { gradeId, type Notebook, parseNotebook } from "../assignment/notebook";

const LARGEST_NOTEBOOK = 50 * 2 ** 20;
const MOST_CELLS = 1000;
const LARGEST_MODULE = 2 ** 20;
const DEEPEST = 5;
const LEFT_OUT = /^(\..*|node_modules|dist|data|kernel|scripts|__MACOSX|__pycache__)$/;

/** A submission as it is graded. */
export interface Submission {
  student: string;
  /** By file name; null where there is none that can be read. */
  notebooks: Map<string, Notebook | null>;
  /** The modules of the student's own, by path: lib/mlp.ts and what it may import. */
  modules: Record<string, string>;
  /** What is odd about the files, for the instructor and the student. */
  remarks: string[];
}

/**
 * Reads a student's folder. Never throws for what is in it.
 *
 * @param expected the notebooks of the problem set, by file name
 * @param ours the modules of the handout, by path: a student's of the same name is not taken
 */
export function readSubmission(
  folder: string,
  student: string,
  expected: Map<string, Notebook>,
  ours: string[],
): Submission {
  const remarks: string[] = [];
  const files = filesIn(folder, remarks);
  const notebooks: Submission["notebooks"] = new Map();
  const candidates = files.filter((file) => file.endsWith(".ipynb"));
  const taken = new Set<string>();
  for (const [name, model] of expected) {
    notebooks.set(name, findNotebook(folder, candidates, name, model, taken, remarks));
  }
  return { student, notebooks, modules: readModules(folder, files, ours, remarks), remarks };
}

/** Plain files below the folder, the ones nearest to it first. */
function filesIn(folder: string, remarks: string[]): string[] {
  const files: string[] = [];
  let level = [folder];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const next: string[] = [];
    for (const parent of level) {
      for (const entry of readdirSync(parent, { withFileTypes: true })) {
        const path = join(parent, entry.name);
        if (LEFT_OUT.test(entry.name)) continue;
        if (entry.isDirectory()) next.push(path);
        else if (entry.isFile()) files.push(path);
        else remarks.push(`${relative(folder, path)} is a link or no file: not used`);
      }
    }
    level = next.sort();
  }
  return files;
}

/** By its name; else one that has another, but most of the problem set's cells. */
function findNotebook(
  folder: string,
  candidates: string[],
  name: string,
  model: Notebook,
  taken: Set<string>,
  remarks: string[],
): Notebook | null {
  const named = candidates.find((file) => basename(file) === name);
  const others = candidates.filter((file) => file !== named && !taken.has(file));
  for (const file of named ? [named] : others) {
    const shown = relative(folder, file);
    const read = readNotebook(file);
    if (typeof read === "string") {
      if (file === named) remarks.push(`${shown} cannot be read: ${read}`);
      continue;
    }
    const known = new Set(model.cells.map(gradeId));
    const shared = new Set(read.cells.map(gradeId).filter((id) => known.has(id))).size;
    if (file !== named && shared * 2 < known.size) continue;
    if (file !== named) remarks.push(`${shown} is taken as ${name}`);
    taken.add(file);
    return read;
  }
  if (!named) remarks.push(`there is no ${name}`);
  return null;
}

function readNotebook(file: string): Notebook | string {
  const { size } = lstatSync(file);
  if (size > LARGEST_NOTEBOOK) return `it has ${size} bytes`;
  try {
    const notebook = parseNotebook(readFileSync(file, "utf8"));
    const { length } = notebook.cells;
    if (length > MOST_CELLS) return `it has ${length} cells, but may have ${MOST_CELLS}`;
    // Of the metadata only the name counts; the rest may be anything.
    const cells = notebook.cells.map((cell) => ({ ...cell, id: gradeId(cell), metadata: {} }));
    return { ...notebook, cells, metadata: {} };
  } catch (error) {
    return (error as Error).message.slice(0, 200);
  }
}

/** lib/mlp.ts, and modules beside and below it whose names are not those of the handout's. */
function readModules(
  folder: string,
  files: string[],
  ours: string[],
  remarks: string[],
): Record<string, string> {
  const modules: Record<string, string> = {};
  const main = files.find((file) => /[\\/]lib[\\/]mlp\.ts$/.test(file));
  const bare = main ?? files.find((file) => basename(file) === "mlp.ts");
  if (!bare) {
    remarks.push("there is no lib/mlp.ts");
    return modules;
  }
  if (!main) remarks.push(`${relative(folder, bare)} is taken as lib/mlp.ts`);
  const lib = join(bare, "..");
  // ./matrix could be matrix.ts, matrix.js or matrix/index.ts: whatever begins alike.
  const stems = new Set(ours.map((path) => path.split("/")[1].replace(/\..*/, "")));
  for (const file of files) {
    const inner = relative(lib, file).split(sep).join("/");
    const beside = main && !inner.startsWith("../") && /\.ts$/.test(file);
    const own = beside && !stems.has(inner.replace(/[./].*/, ""));
    if (file !== bare && !own) continue;
    const path = file === bare ? "lib/mlp.ts" : `lib/${inner}`;
    const { size } = lstatSync(file);
    if (size > LARGEST_MODULE) remarks.push(`${path} has ${size} bytes: not used`);
    else modules[path] = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  }
  return modules;
}
