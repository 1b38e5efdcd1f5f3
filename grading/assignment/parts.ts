// What is marked: the problem set's graded cells, as the solved notebooks have them.

import type { Notebook } from "./notebook";

/** One graded cell: a question, or the part of one that is marked on its own. */
export interface Part {
  /** Its notebook's file name. */
  notebook: string;
  /** Its grade_id. */
  id: string;
  /** "Q1.1" */
  question: string;
  points: number;
  /** Values that must be right: variables, or entries of a probe's answer. */
  values?: string[];
  /** How the network is asked; without it the values are variables of the notebook. */
  probe?: string;
  /** Marked by hand. */
  byHand: boolean;
}

/**
 * The graded cells in the notebooks' order.
 *
 * @throws Error when a graded cell says neither how it is marked nor of what question it is
 */
export function partsOf(notebook: string, { cells }: Notebook): Part[] {
  const graded = cells.filter(({ metadata }) => metadata.nbgrader?.grade);
  return graded.map(({ id, metadata: { nbgrader, gradbook } }) => {
    const byHand = nbgrader?.solution === true;
    const { question, values, probe } = gradbook ?? {};
    if (!question) throw new Error(`${notebook}: cell ${id} is graded, but names no question`);
    if (!byHand && !values && !probe) {
      throw new Error(`${notebook}: cell ${id} is graded, but names neither values nor a probe`);
    }
    return { notebook, id, question, points: nbgrader?.points ?? 0, values, probe, byHand };
  });
}

/** The answer cells' names, by question: where a student writes what a part's values are. */
export function answerCells({ cells }: Notebook): Map<string, string> {
  const answers = cells.filter(
    ({ cell_type, metadata }) => cell_type === "code" && metadata.nbgrader?.solution,
  );
  return new Map(answers.map((cell) => [cell.metadata.gradbook?.question ?? "", cell.id]));
}
