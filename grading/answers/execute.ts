// Executes a student's notebook for people to read: what comes out of it is shown,
// and counts for nothing.

import type { Cell, Notebook } from "../assignment/notebook";
import type { CagedKernel } from "./cells";

/** How an execution went. */
export interface Executed {
  notebook: Notebook;
  /** What ended it before its last cell, as a sentence; empty if nothing did. */
  crash: string;
}

/**
 * Runs the cells in order. One that fails does not keep the others from running; one
 * that ends the kernel does.
 *
 * @param seconds a cell's longest
 */
export async function execute(
  kernel: CagedKernel,
  notebook: Notebook,
  seconds: number,
): Promise<Executed> {
  let crash = "";
  const cells: Cell[] = [];
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "code" || crash) {
      cells.push(cell);
      continue;
    }
    const { outputs, executionCount, detail } = await kernel.execute(cell.source, { seconds });
    if (!kernel.alive) {
      crash = `${detail}; the cells below were not run`;
      outputs.push({ output_type: "stream", name: "stderr", text: `Grading: ${crash}\n` });
    }
    cells.push({ ...cell, outputs, execution_count: executionCount });
  }
  return { notebook: { ...notebook, cells }, crash };
}
