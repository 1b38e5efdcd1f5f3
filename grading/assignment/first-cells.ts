// What all who work on the problem set begin with, as code that can be checked once for all.

import type { Notebook } from "./notebook";

/** A line that imports what differs from student to student. */
const OWN = /^import\b.*"\.\/lib\/mlp";$/;

/** By notebook the handout's code, without what imports lib/mlp.ts. */
export function firstCells(handout: Iterable<Notebook>): string[][] {
  return [...handout].map(({ cells }) =>
    cells.filter((cell) => cell.cell_type === "code").map(({ source }) => withoutOwn(source)),
  );
}

function withoutOwn(source: string): string {
  const lines = source.split("\n");
  return lines.filter((line) => !OWN.test(line)).join("\n");
}
