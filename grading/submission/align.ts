// A student's notebook laid over the problem set's: the problem set's own cells
// where they are locked, the student's answers where they may answer, in the
// problem set's order, and what the student has added, where they added it.

import { type Cell, gradeId, type Notebook } from "../assignment/notebook";
import { hasWords, match, sameText } from "./match";

export interface Aligned {
  notebook: Notebook;
  /** Answers in words in whose place nothing is written, by name. */
  empty: string[];
  /** What is written in words in no answer's place: where, and the words. */
  elsewhere: { where: string; words: string }[];
}

/** @param handout the notebook as it was handed out, with its stubs */
export function align(handout: Notebook, student: Notebook | null): Aligned {
  const names = student ? match(handout, student) : [];
  const known = new Map(handout.cells.map((cell) => [gradeId(cell), cell]));
  const answers = new Map<string, Cell>();
  const added = new Map<string, Cell[]>();
  const elsewhere: Aligned["elsewhere"] = [];
  const add = (id: string, cell: Cell, where: string) => {
    added.set(id, [...(added.get(id) ?? []), cell]);
    if (isText(cell) && (hasWords(cell.source) || cell.attachments)) {
      elsewhere.push({ where, words: cell.source + Object.keys(cell.attachments ?? {}) });
    }
  };
  let before = "";
  for (const [i, cell] of (student?.cells ?? []).entries()) {
    const ours = known.get(names[i]);
    if (!ours) {
      add(before, cell, before ? `after ${before}` : "at the top");
      continue;
    }
    before = names[i];
    if (isLocked(ours)) {
      // Words that were added to a given text stay beside it.
      if (isText(ours) && !sameText(cell.source, ours.source)) {
        add(before, { ...cell, cell_type: "markdown" }, `in ${before}, which is given`);
      }
      continue;
    }
    const earlier = answers.get(before);
    // Of copies the last that says something counts; the others run before it, as they
    // did for the student.
    if (earlier && saysNothing(cell, ours)) continue;
    if (earlier && !saysNothing(earlier, ours)) {
      const preceding = precedingId(handout, before);
      added.set(preceding, [...(added.get(preceding) ?? []), earlier]);
    }
    answers.set(before, cell);
  }
  const cells = handout.cells.flatMap((ours) => {
    const id = gradeId(ours);
    const theirs = answers.get(id);
    const cell = theirs ? { ...theirs, source: sourceAs(ours, theirs) } : ours;
    return [
      emptied({ ...cell, metadata: ours.metadata, cell_type: ours.cell_type, id: ours.id }),
      ...(added.get(id) ?? []).map(extra),
    ];
  });
  const first = (added.get("") ?? []).map(extra);
  const empty = handout.cells
    .filter((ours) => isText(ours) && ours.metadata.nbgrader?.solution)
    .filter((ours) => saysNothing(answers.get(gradeId(ours)) ?? ours, ours))
    .map(gradeId);
  const notebook = { ...handout, cells: [...first, ...cells].map(unique()) };
  return { notebook, empty, elsewhere };
}

/**
 * What the student's own notebook has by way of code, in its order, without the given
 * cells: those are known by their names, and copies of them by what they say. An answer
 * is code whatever kind of cell it was made.
 */
export function studentCode(handout: Notebook, student: Notebook | null): Cell[] {
  const names = student ? match(handout, student) : [];
  const ours = new Map(handout.cells.map((cell) => [gradeId(cell), cell]));
  const given = handout.cells.filter(({ metadata }) => metadata.nbgrader?.solution !== true);
  const sources = new Set(given.map(({ source }) => source.trim()));
  return (student?.cells ?? []).flatMap((cell, i): Cell[] => {
    const own = ours.get(names[i]);
    if (own && own.metadata.nbgrader?.solution !== true) return [];
    if ((own ?? cell).cell_type !== "code" || sources.has(cell.source.trim())) return [];
    // Under the name that it stands for, which mistakes are told by.
    const id = own ? gradeId(own) : cell.id;
    return [{ ...cell, id, cell_type: "code", source: own ? sourceAs(own, cell) : cell.source }];
  });
}

/** An answer in code that was made a text may stand between a text's marks for code. */
function sourceAs(ours: Cell, theirs: Cell): string {
  if (isText(ours) || !isText(theirs)) return theirs.source;
  return /^\s*```[^\n]*\n([\s\S]*?)\n?```\s*$/.exec(theirs.source)?.[1] ?? theirs.source;
}

/** Whether an answer is the stub, or blank. */
function saysNothing(answer: Cell, stub: Cell): boolean {
  if (answer.attachments && Object.keys(answer.attachments).length > 0) return false;
  return answer.source.trim() === "" || sameText(answer.source, stub.source);
}

function isText({ cell_type }: Cell): boolean {
  return cell_type !== "code";
}

function isLocked({ metadata }: Cell): boolean {
  return metadata.nbgrader?.locked === true;
}

/** A cell of the student's, without marks that nbgrader would take for its own. */
function extra(cell: Cell): Cell {
  return emptied({ ...cell, cell_type: isText(cell) ? "markdown" : "code", metadata: {} });
}

/** Not executed. */
function emptied({ id, cell_type, source, metadata, attachments }: Cell): Cell {
  const cell = { id, cell_type, source, metadata };
  if (cell_type === "code") return { ...cell, outputs: [], execution_count: null };
  return cell_type === "markdown" && attachments ? { ...cell, attachments } : cell;
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
