// Everything that decides what a submission gets, beside the submission itself.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/paths";
import { readFolder } from "../handout/files";

/**
 * Of this Gradbook and the Node that runs it: two machines of the same grade the same.
 *
 * @param seed of the hidden values
 */
export function graderFingerprint(seed: number): string {
  const hash = createHash("sha256").update(`${seed} ${process.version}`);
  for (const folder of ["lib", "kernel", "grading"]) {
    for (const [path, text] of readFolder(root, folder, /\.(ts|js|py)$/)) hash.update(path + text);
  }
  for (const name of readdirSync(join(root, "notebooks")).sort()) {
    if (name.endsWith(".ipynb")) hash.update(readFileSync(join(root, "notebooks", name)));
  }
  return hash.update(readFileSync(join(root, "package-lock.json"))).digest("hex");
}
