// Where in what was handed in the problem set lies: students hand in mlp, a folder with
// mlp in it, mlp in mlp, or the three files.

import { type Entry, listed } from "./entries";
import { Refusal } from "./refusal";

const NOTEBOOKS = ["1-backpropagation.ipynb", "2-multilayer-perceptron.ipynb"];
const MODULE = "mlp.ts";

/** Whether there is anything to grade. */
export function hasWork(entries: Entry[]): boolean {
  return entries.some(({ path }) => /\.ipynb$/i.test(path) || nameOf(path) === MODULE);
}

/**
 * The entries of the problem set, their paths from its own root.
 *
 * @throws Refusal when two places hold it alike
 */
export function layOut(entries: Entry[]): { entries: Entry[]; remarks: string[] } {
  const root = findRoot(entries.map(({ path }) => path));
  const prefix = root === "" ? "" : `${root}/`;
  const inside = entries
    .filter(({ path }) => path.startsWith(prefix))
    .map((entry) => ({ ...entry, path: entry.path.slice(prefix.length) }));
  const outside = entries.filter(({ path }) => !path.startsWith(prefix)).map(({ path }) => path);
  const remarks = listed(`beside ${root}, not taken`, outside);
  const bare = inside.find(({ path }) => path === MODULE);
  if (bare && !inside.some(({ path }) => path === `lib/${MODULE}`)) {
    bare.path = `lib/${MODULE}`;
    remarks.push(`${MODULE} is taken as lib/${MODULE}`);
  }
  return { entries: inside, remarks };
}

function findRoot(paths: string[]): string {
  const places = new Map<string, Set<string>>();
  for (const path of paths) {
    const name = nameOf(path);
    if (!NOTEBOOKS.includes(name) && name !== MODULE) continue;
    const folder = name === MODULE ? parent(path).replace(/(^|\/)lib$/i, "") : parent(path);
    places.set(folder, (places.get(folder) ?? new Set()).add(name));
  }
  const found = [...places.values()].flatMap((names) => [...names]);
  if (new Set(found).size === found.length) {
    // Each is there once at most: the folder above them all, renamed notebooks included.
    const renamed = found.length < 3 ? paths.filter((path) => /\.ipynb$/i.test(path)) : [];
    return commonFolder([...places.keys(), ...renamed.map(parent)]);
  }
  const rank = ([folder, names]: [string, Set<string>]) =>
    1000 * names.size - folder.split("/").length - (folder === "" ? 0 : 1);
  const best = [...places].sort((a, b) => rank(b) - rank(a));
  if (rank(best[0]) === rank(best[1])) {
    throw new Refusal(
      `both ${best[0][0]} and ${best[1][0]} could be what was handed in; leave one of them`,
    );
  }
  return best[0][0];
}

function commonFolder(folders: string[]): string {
  const [first, ...others] = folders.map((folder) => (folder === "" ? [] : folder.split("/")));
  let n = 0;
  while (n < first.length && others.every((names) => names[n] === first[n])) n++;
  return first.slice(0, n).join("/");
}

function parent(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).toLowerCase();
}
