// Notebooks as the tests read them.

import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Output =
  | { output_type: "stream"; name: string; text: string | string[] }
  | {
      output_type: "display_data" | "execute_result";
      data: Record<string, unknown>;
      metadata: object;
    }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

export interface Cell {
  id: string;
  cell_type: "code" | "markdown";
  source: string | string[];
  execution_count?: number | null;
  outputs?: Output[];
}

export interface Notebook {
  cells: Cell[];
  metadata: { kernelspec: { name: string } };
}

export function readNotebook(path: string): Notebook {
  return JSON.parse(readFileSync(path, "utf8"));
}

export const folder = join(__dirname, "..", "..", "notebooks");

/** Text is stored whole or as a list of lines. */
export function textOf(text: string | string[]): string {
  return typeof text === "string" ? text : text.join("");
}

export function codeCells({ cells }: Notebook): Cell[] {
  return cells.filter((cell) => cell.cell_type === "code");
}
