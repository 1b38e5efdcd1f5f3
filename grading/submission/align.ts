// A student's notebook laid over the problem set's: the problem set's own cells
// where they are locked, the student's answers where they may answer, in the
// problem set's order, and what the student has added, where they added it.

import { type Cell, gradeId, type Notebook } from "../assignment/notebook";

/** @param handout the notebook as it was handed out, with its stubs */
export function align(handout: Notebook, student: Notebook | null): Notebook {
  const known = new Map(handout.cells.map((cell) => [gradeId(cell), cell]));
  const answers = new Map<string, Cell>();
  const added = new Map<string, Cell[]>();
  let before = "";
  for (const cell of student?.cells ?? []) {
    const id = gradeId(cell);
    const ours = known.get(id);
    if (ours) {
      before = id;
      const earlier = answers.get(id);
      // Of copies the last counts; the others run before it, as they did for the student.
      if (earlier && !isLocked(ours)) push(added, precedingId(handout, id), earlier);
      answers.set(id, cell);
    } else push(added, before, cell);
  }
  const cells = handout.cells.flatMap((ours) => {
    const id = gradeId(ours);
    const theirs = isLocked(ours) ? undefined : answers.get(id);
    return [
      emptied({
        ...(theirs ?? ours),
        metadata: ours.metadata,
        cell_type: ours.cell_type,
        id: ours.id,
      }),
      ...(added.get(id) ?? []).map(extra),
    ];
  });
  const first = (added.get("") ?? []).map(extra);
  return { ...handout, cells: [...first, ...cells].map(unique()) };
}

/**
 * What the student's own notebook has by way of code, in its order, without the given
 * cells: those are known by their names, and copies of them by what they say.
 */
export function studentCode(handout: Notebook, student: Notebook | null): Cell[] {
  const given = handout.cells.filter(({ metadata }) => metadata.nbgrader?.solution !== true);
  const names = new Set(given.map(gradeId));
  const sources = new Set(given.map(({ source }) => source.trim()));
  return (student?.cells ?? []).filter((cell) => {
    if (cell.cell_type !== "code") return false;
    return !names.has(gradeId(cell)) && !sources.has(cell.source.trim());
  });
}

function isLocked({ metadata }: Cell): boolean {
  return metadata.nbgrader?.locked === true;
}

/** A cell of the student's, without marks that nbgrader would take for its own. */
function extra(cell: Cell): Cell {
  const known = ["code", "markdown"].includes(cell.cell_type);
  return emptied({ ...cell, cell_type: known ? cell.cell_type : "raw", metadata: {} });
}

/** Not executed. */
function emptied({ id, cell_type, source, metadata, attachments }: Cell): Cell {
  const cell = { id, cell_type, source, metadata };
  if (cell_type === "code") return { ...cell, outputs: [], execution_count: null };
  return cell_type === "markdown" && attachments ? { ...cell, attachments } : cell;
}

function push(map: Map<string, Cell[]>, id: string, cell: Cell): void {
  map.set(id, [...(map.get(id) ?? []), cell]);
}

function precedingId({ cells }: Notebook, id: string): string {
  const at = cells.findIndex((cell) => gradeId(cell) === id);
  return at > 0 ? gradeId(cells[at - 1]) : "";
}

/** Gives every cell an id of its own, and one that nbformat allows. */
function unique(): (cell: Cell) => Cell {
  const seen = new Set<string>();
  return (cell) => {
    const own = /^[a-zA-Z0-9-_]{1,50}$/.test(cell.id) ? cell.id : "added";
    let id = own;
    for (let n = 2; seen.has(id); n++) id = `${own}-${n}`;
    seen.add(id);
    return { ...cell, id };
  };
}
