// What is looked at in the answers to a question of Problem 1.

import type { Answered, KnownMistake } from "./explain";
import type { Values } from "./value";

/** Digits that a formula gives and a difference quotient does not. */
export const FORMULA_TOLERANCE = 1e-12;

/**
 * @param right in the order in which they are asked for
 * @param have from a student's process
 */
export function answeredFormulas(
  question: string,
  right: Values,
  have: Values,
  mistakes: KnownMistake[],
): Answered {
  const steps = Object.keys(right).map((name) => ({ call: name, names: [name] }));
  return {
    way: "part",
    sides: { part: { steps, right, have } },
    tolerance: FORMULA_TOLERANCE,
    mistakes: mistakes.filter((mistake) => mistake.question === question),
    scale: { constants: {}, weights: {} },
  };
}
