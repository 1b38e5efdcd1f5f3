// The mistakes that every class makes. Each must be named wherever it is read: by the
// handout's `npm test`, on the feedback's pages and in the instructor's tables.

import { mistakes } from "../../grading/mistakes";
import type { Mistake } from "../../grading/mistakes/mistake";

const NAMES: Record<string, string[]> = {
  "Q1.1": ["factors-left-uncancelled"],
  "Q1.3": ["W2-in-place-of-h1"],
  "Q1.5": ["1-h1-missing", "outer-product-transposed"],
  "Q2.1": [
    ...["no-half", "sum-for-mean", "b1-forgotten", "sigmoid-without-minus", "softmax-overflows"],
    ...["probs-not-normalized", "softmax-not-normalized", "probs-twice", "z1-for-h1"],
  ],
  "Q2.2": [
    ...["no-mean-in-gradient", "no-regularization-in-gradients", "no-minus-1-at-the-label"],
    ...["derivative-at-z1", "derivative-missing", "W2-not-transposed"],
    ...["bias-gradients-along-the-rows"],
  ],
  "Q2.3": [
    ...["argmin", "batches-shifted", "batches-shifted-back", "rate-not-decayed", "uphill"],
    ...["biases-not-updated", "squared-norm", "norm-of-W2-gradient"],
  ],
  "Q2.4": ["mask-at-zero"],
};

export const listed: Mistake[] = Object.entries(NAMES).flatMap(([question, names]) =>
  names.map((name) => find(question, name)),
);

/** @throws Error when it is not in the folder */
export function find(question: string, name: string): Mistake {
  const found = mistakes.find((one) => one.question === question && one.name === name);
  if (!found) throw new Error(`grading/mistakes has no ${name} of ${question}`);
  return found;
}

/** What a student who has made it is called. */
export function nameOf({ question, name }: Mistake): string {
  return `${question}-${name}`.replaceAll("/", "-");
}
