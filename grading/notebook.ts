// Notebooks as files: their cells, and what the metadata says of them.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Cell {
  id: string;
  cell_type: "code" | "markdown" | "raw";
  source: string | string[];
  outputs?: object[];
  execution_count?: number | null;
  metadata: {
    tags?: string[];
    /** nbgrader's: https://nbgrader.readthedocs.io/en/stable/contributor_guide/metadata.html */
    nbgrader?: { grade: boolean; solution: boolean; points?: number };
    /** Ours: the question a cell belongs to, "Q1.1". */
    gradbook?: { question: string; hint?: string };
  };
}

export interface Notebook {
  cells: Cell[];
}

/** The notebooks in a folder, by name, in the order they are worked through. */
export function readNotebooks(folder: string): Map<string, Notebook> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
  return new Map(
    names.sort().map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))]),
  );
}

export function sourceOf({ source }: Cell): string {
  return typeof source === "string" ? source : source.join("");
}
