// A class for the measurements, made from few: right ones, and some with a mistake.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
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
 * @param first number of a student
 * @param comment that makes a submission another one
 * @param kinds how many of the kinds there are in it; the first is right
 */
export function writeSubmissions(
  folder: string,
  count: number,
  { first = 0, kinds = KIND_COUNT, comment = "" } = {},
): void {
  const mlp = readFileSync(join(root, MLP), "utf8");
  const names = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));
  for (let n = first; n < first + count; n++) {
    const own = join(folder, `student${String(n).padStart(5, "0")}`, "mlp");
    const [from, to] = KINDS[n % kinds];
    mkdirSync(dirname(join(own, MLP)), { recursive: true });
    // No two are the same.
    writeFileSync(join(own, MLP), `${mlp.replace(from, to)}\n// ${n} ${comment}\n`);
    for (const name of names) {
      const text = readFileSync(join(root, "notebooks", name), "utf8");
      writeFileSync(join(own, name), text.replace(from, to));
    }
  }
}
