// What the notebooks' checks hold answers against, and what they can say of wrong ones.
// Nothing here, where the solutions are; the handout has this file with the values that
// the solutions and known mistakes give for its inputs.

import type { Hints, KnownMistake } from "./explain";
import type { Answers } from "./judge";
import type { Values } from "./value";

export interface Known {
  hints: Hints;
  /** Of Problem 1, by question. */
  formulas: Record<string, Values>;
  /** Of the notebook's second network, drawn from this seed. */
  seed: number;
  network: Answers;
  mistakes: KnownMistake[];
}

export const known: Known | null = null as Known | null;
