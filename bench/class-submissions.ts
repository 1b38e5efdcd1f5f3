// A class for the measurements, made from few: right ones, and some with a mistake.

import { linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { MLP } from "../grading/submission/modules";
import { root } from "../scripts/paths";

/** Changes to what the solution has, in lib/mlp.ts or in a notebook. */
const KINDS: [RegExp, string][] = [
  [/$^/, ""],
  [/const dJ_db2 = [^\n"\\]+/, "const dJ_db2 = h2 + y;"],
  [/const dJ_da2 = [^\n"\\]+/, "const dJ_da2 = y - h2;"],
];

/** How many kinds there are; submission n is of kind n modulo that. */
export const KIND_COUNT = KINDS.length;

/**
 * Writes a folder for each student.
 *
 * @param kinds how many of the kinds there are in it; the first is right
 */
export function writeSubmissions(folder: string, count: number, kinds = KIND_COUNT): void {
  const mlp = readFileSync(join(root, MLP), "utf8");
  const names = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));
  const folders = Array.from({ length: count }, (_, n) => {
    return join(folder, `student${String(n).padStart(5, "0")}`, "mlp");
  });
  for (const [n, own] of folders.entries()) {
    const [from, to] = KINDS[n % kinds];
    mkdirSync(dirname(join(own, MLP)), { recursive: true });
    // No two are the same.
    writeFileSync(join(own, MLP), `${mlp.replace(from, to)}\n// ${n}\n`);
    for (const name of names) {
      // With their outputs notebooks are large: those of a kind are one file.
      if (n >= kinds) linkSync(join(folders[n % kinds], name), join(own, name));
      else {
        const text = readFileSync(join(root, "notebooks", name), "utf8");
        writeFileSync(join(own, name), text.replace(from, to));
      }
    }
  }
}
