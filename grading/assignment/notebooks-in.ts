// The notebooks of a folder.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Notebook, parseNotebook } from "./notebook";

/** By file name, in the order they are worked through. */
export function readNotebooks(folder: string): Map<string, Notebook> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
  return new Map(
    names.sort().map((name) => [name, parseNotebook(readFileSync(join(folder, name), "utf8"))]),
  );
}
