// A student's files as grading will read them: for `npm test` and the site's "Check", which
// run what is graded.

import type { Notebook } from "../assignment/notebook";
import { align } from "../submission/align";
import type { Listing } from "../submission/files";
import { type Handout, readSubmission } from "../submission/submission";
import { type Cell, judge, UNWRITTEN, type Verdict } from "./judge";

/** The handout's own notebooks and modules, as a file that it and the site keep beside them. */
export interface KeptHandout {
  handout: [string, Notebook][];
  modules: Record<string, string>;
}

export interface AsGraded {
  /** By file name; null where there is none that can be read. */
  notebooks: Map<string, Notebook | null>;
  /** The student's modules by path, which stand in the place of the handout's or beside them. */
  modules: Record<string, string>;
  /** Which files were taken for what, and what is odd about them. */
  remarks: string[];
  /** Whether something is written in words in no answer's place. */
  elsewhere: boolean;
}

/** A notebook that was run: its cells with their outputs, or what has kept it from that. */
export interface Executed {
  cells: Cell[];
  /** Empty when there is nothing. */
  problem: string;
}

const ELSEWHERE: Verdict = {
  status: "not solved yet",
  why: "nothing is written in its cell: what you wrote elsewhere waits for a person",
};

export function asGraded(listing: Listing, kept: KeptHandout): AsGraded {
  const given: Handout = { ...kept, handout: new Map(kept.handout) };
  const { notebooks, modules, remarks, beside } = readSubmission(listing, "", given);
  const overlays = [...given.handout].map(([name, model]) => {
    const student = notebooks.get(name) ?? null;
    return { name, student, ...align(model, student) };
  });
  return {
    notebooks: new Map(overlays.map(({ name, student, notebook }) => [name, student && notebook])),
    modules,
    remarks,
    elsewhere: beside !== null || overlays.some(({ elsewhere }) => elsewhere.length > 0),
  };
}

/** Why a notebook of `taken` is not there to be run. */
export function missing({ remarks }: AsGraded, notebook: string): Executed {
  const problem = remarks.find((remark) => remark.includes(notebook)) ?? `there is no ${notebook}`;
  return { cells: [], problem };
}

/** What is said of a question of a notebook that was run. */
export function verdictOn(question: string, taken: AsGraded, executed: Executed): Verdict {
  const { cells, problem } = executed;
  if (problem) return { status: "wrong", why: problem };
  const verdict = judge(question, cells);
  return verdict.why === UNWRITTEN && taken.elsewhere ? ELSEWHERE : verdict;
}
