// Graded notebooks as formgrader and the feedback show them: formulas drawn beforehand,
// for pages that need no network, and no marks of where a solution stands.

import { Formulas } from "../../scripts/page/formulas";
import type { Cell, Notebook } from "../assignment/notebook";
import { clean } from "../submission/clean";

const MARKER = /^[ \t]*\/\/ (BEGIN|END) SOLUTION\b.*\n?/gm;

/** Fit for nbgrader and its pages. */
export function forPages(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) => {
    const plain = clean(cell);
    if (plain.cell_type === "markdown") return withFormulas(plain);
    return plain.cell_type === "code"
      ? { ...plain, source: plain.source.replace(MARKER, "") }
      : plain;
  });
  return { ...clean({ ...notebook, cells: [] }), cells };
}

/**
 * The drawn formulas stand in the metadata, beside the text with their places marked:
 * gradbook_clean.py puts them in, once it has cleaned what the student wrote.
 */
function withFormulas(cell: Cell): Cell {
  const formulas = new Formulas({ strict: false });
  const text = formulas.takeOut(cell.source);
  if (formulas.drawn.length === 0) return cell;
  const drawn = { source: cell.source, text, formulas: formulas.drawn };
  return { ...cell, metadata: { ...cell.metadata, gradbook_drawn: drawn } };
}
