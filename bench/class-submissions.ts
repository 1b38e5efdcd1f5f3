// A class for the measurements, made from few: right ones, and some with a mistake.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readNotebooks } from "../grading/assignment/notebook";
import { MLP } from "../grading/submission/modules";
import { root } from "../scripts/paths";

/** Changes to what the solution has, in lib/mlp.ts or in a notebook. */
const KINDS: [RegExp, string][] = [
  [/$^/, ""],
  [/const dJ_db2 = [^\n]+/, "const dJ_db2 = h2 + y;"],
  [/const dJ_da2 = [^\n]+/, "const dJ_da2 = y - h2;"],
];

/**
 * Writes a folder for each student.
 *
 * @param count of students; by default one of each kind
 * @returns how many there are
 */
export function writeSubmissions(folder: string, count = KINDS.length): number {
  const notebooks = readNotebooks(join(root, "notebooks"));
  const mlp = readFileSync(join(root, MLP), "utf8");
  for (let n = 0; n < count; n++) {
    const own = join(folder, `student${String(n).padStart(5, "0")}`, "mlp");
    const [from, to] = KINDS[n % KINDS.length];
    mkdirSync(dirname(join(own, MLP)), { recursive: true });
    // No two are the same.
    writeFileSync(join(own, MLP), `${mlp.replace(from, to)}\n// ${n}\n`);
    for (const [name, notebook] of notebooks) {
      const cells = notebook.cells.map((cell) => ({
        ...cell,
        source: cell.source.replace(from, to),
      }));
      writeFileSync(join(own, name), JSON.stringify({ ...notebook, cells }));
    }
  }
  return count;
}
