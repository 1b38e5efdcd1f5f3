// Where in what was handed in the problem set lies: students hand in mlp, a folder with
// mlp in it, mlp in mlp, or the three files. Which of several files counts is for
// grading to say, which looks into them.

import { isNetworkName } from "../submission/modules";
import { isNotebookName } from "../submission/notebooks";
import type { Entry } from "./entries";

const MODULE = "mlp.ts";

/** Whether there is anything to grade. */
export function hasWork(entries: Entry[]): boolean {
  return entries.some(({ path }) => isNotebookName(nameOf(path)) || isNetworkName(nameOf(path)));
}

/** The entries, their paths from the innermost folder that holds them all. */
export function layOut(entries: Entry[]): { entries: Entry[]; remarks: string[] } {
  const root = commonFolder(entries.map(({ path }) => parent(path))).replace(/(^|\/)lib$/i, "");
  const prefix = root === "" ? "" : `${root}/`;
  const inside = entries.map((entry) => ({ ...entry, path: entry.path.slice(prefix.length) }));
  const bare = inside.find(({ path }) => path === MODULE);
  if (!bare || inside.some(({ path }) => path !== MODULE && isNetworkName(nameOf(path)))) {
    return { entries: inside, remarks: [] };
  }
  bare.path = `lib/${MODULE}`;
  return { entries: inside, remarks: [`${MODULE} is taken as lib/${MODULE}`] };
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
