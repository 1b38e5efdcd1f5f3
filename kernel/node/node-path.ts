// Packages that are nowhere above the code that imports them are those of NODE_PATH, as
// for Node's own require(): on a hub, the installation's. The compiler looks for packages in
// /node_modules last, so that is where it finds these.
import fs from "node:fs";
import path from "node:path";

const LAST = /^(?:[A-Za-z]:)?\/node_modules(?=\/|$)/;

const folders = (process.env.NODE_PATH ?? "").split(path.delimiter).filter((name) => name !== "");

/** Where the file or folder at a path is. */
export function located(name: string): string {
  if (folders.length === 0 || !LAST.test(name) || fs.existsSync(name)) return name;
  const rest = name.replace(LAST, "");
  const found = folders.map((folder) => folder + rest).find((place) => fs.existsSync(place));
  return found ?? name;
}
