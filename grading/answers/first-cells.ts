// What the kernels of a class begin with, checked once for all of them: the handout's
// modules and cells, but not lib/mlp.ts, which is each student's own. Made outside the
// cage, of nothing that a student wrote, and shown in it to be read only.

import { join } from "node:path";
import { makeSnapshot } from "../../kernel/install";
import { root } from "../../scripts/paths";
import { firstCells } from "../assignment/first-cells";
import type { Notebook } from "../assignment/notebook";
import { WORK } from "../sandbox/program";

/**
 * Writes a startup snapshot for kernels whose programs see files where a cage shows them.
 *
 * @param file where to
 * @param base what workspaces are made from
 * @returns whether there is one: not every Node can make one
 */
export function snapshotFirstCells(file: string, base: string, handout: Iterable<Notebook>) {
  const places: [string, string][] = [
    [WORK, base],
    ["/node_modules", join(root, "node_modules")],
  ];
  return makeSnapshot(file, WORK, { places, notebooks: firstCells(handout) });
}
