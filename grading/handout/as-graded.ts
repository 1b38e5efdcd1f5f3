// A handout's folder as grading will read it: for `npm test`, which runs what is graded.

import type { Notebook } from "../assignment/notebook";
import { align } from "../submission/align";
import { type Handout, readSubmission } from "../submission/submission";

/** The handout's own notebooks and modules, as a file that it keeps beside them. */
export interface KeptHandout {
  handout: [string, Notebook][];
  modules: Record<string, string>;
}

export interface AsGraded {
  /** By file name; null where there is none that can be read. */
  notebooks: Map<string, Notebook | null>;
  /** lib's modules by path: the handout's, and the student's in and beside them. */
  modules: Record<string, string>;
  /** Which files were taken for what, and what is odd about them. */
  remarks: string[];
  /** Whether something is written in words in no answer's place. */
  elsewhere: boolean;
}

export function asGraded(folder: string, kept: KeptHandout): AsGraded {
  const given: Handout = { ...kept, handout: new Map(kept.handout) };
  const { notebooks, modules, remarks, beside } = readSubmission(folder, "", given);
  const overlays = [...given.handout].map(([name, model]) => {
    const student = notebooks.get(name) ?? null;
    return { name, student, ...align(model, student) };
  });
  return {
    notebooks: new Map(overlays.map(({ name, student, notebook }) => [name, student && notebook])),
    modules: { ...given.modules, ...modules },
    remarks,
    elsewhere: beside !== null || overlays.some(({ elsewhere }) => elsewhere.length > 0),
  };
}
