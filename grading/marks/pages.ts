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
  const drawn = drawnIn(cell.source);
  if (drawn.formulas.length === 0) return cell;
  return { ...cell, metadata: { ...cell.metadata, gradbook_drawn: drawn } };
}

interface Drawn {
  source: string;
  text: string;
  formulas: string[];
}

/** Most texts are the handout's, the same for all students: those seen last are kept. */
const KEPT = 200;
/** Characters of a text that is kept. */
const LONGEST = 20_000;
const kept = new Map<string, Drawn>();

function drawnIn(source: string): Drawn {
  let drawn = kept.get(source);
  if (!drawn) {
    const formulas = new Formulas({ strict: false });
    drawn = { source, text: formulas.takeOut(source), formulas: formulas.drawn };
  }
  if (source.length > LONGEST) return drawn;
  kept.delete(source);
  kept.set(source, drawn);
  const [oldest] = kept.keys();
  if (kept.size > KEPT) kept.delete(oldest);
  return drawn;
}
