// Which cell of a student's notebook stands for which of the problem set's: by its name,
// else by what it says, else by the place that it has between others.

import { type Cell, gradeId, type Notebook } from "../assignment/notebook";

/**
 * For each of the student's cells the name of the problem set's that it stands for; ""
 * for one of the student's own. Copies have the same.
 */
export function match(handout: Notebook, student: Notebook): string[] {
  const names = recognize(handout, student);
  matchByPlace(handout, student, names);
  return names;
}

/** The same without regard to places: by name and by text only. */
export function recognize(handout: Notebook, student: Notebook): string[] {
  const known = new Set(handout.cells.map(gradeId));
  const names = student.cells.map((cell) => (known.has(gradeId(cell)) ? gradeId(cell) : ""));
  const free = handout.cells.filter((cell) => !names.includes(gradeId(cell)));
  for (const [i, cell] of student.cells.entries()) {
    if (names[i] !== "") continue;
    const same = free.findIndex((ours) => {
      // A given text to which something was added is still that text.
      const given = ours.metadata.nbgrader?.solution !== true;
      return sameText(ours.source, cell.source) || (given && holds(cell.source, ours.source));
    });
    if (same >= 0) names[i] = gradeId(free.splice(same, 1)[0]);
  }
  return names;
}

/**
 * An answer's cell that is gone, and one of the student's own between the same
 * neighbours: the answer in a new cell.
 */
function matchByPlace(handout: Notebook, { cells }: Notebook, names: string[]): void {
  const order = handout.cells.map(gradeId);
  let gap: Cell[] = [];
  let before = -1;
  const close = (end: number) => {
    const between = cells
      .map((_, i) => i)
      .filter((i) => i > before && i < end && names[i] === "" && cells[i].source.trim() !== "");
    const kinds = (some: Cell[]) =>
      some
        .map((cell) => cell.cell_type === "code")
        .sort()
        .join();
    if (between.length === gap.length && kinds(gap) !== kinds(between.map((i) => cells[i]))) {
      // As many, of other kinds: in their order.
      for (const [k, i] of between.entries()) names[i] = gradeId(gap[k]);
    }
    for (const isText of [true, false]) {
      const ours = gap.filter((cell) => {
        return (cell.cell_type !== "code") === isText && !names.includes(gradeId(cell));
      });
      const theirs = between.filter((i) => {
        return (cells[i].cell_type !== "code") === isText && names[i] === "";
      });
      for (const [k, i] of theirs.slice(0, ours.length).entries()) names[i] = gradeId(ours[k]);
    }
    // What is left is an answer in another kind of cell.
    const ours = gap.filter((cell) => !names.includes(gradeId(cell)));
    const theirs = between.filter((i) => names[i] === "");
    for (const [k, i] of theirs.slice(0, ours.length).entries()) names[i] = gradeId(ours[k]);
    gap = [];
  };
  for (const [at, ours] of handout.cells.entries()) {
    const there = names.indexOf(order[at]);
    if (there < 0) {
      if (ours.metadata.nbgrader?.solution) gap.push(ours);
    } else if (there > before) {
      if (gap.length > 0) close(there);
      before = there;
    }
  }
  if (gap.length > 0) close(cells.length);
}

/** Whether two texts differ in white space at most. */
export function sameText(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function holds(text: string, part: string): boolean {
  return part.length > 20 && plain(text).includes(plain(part));
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Whether anything is to be read in a text. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
