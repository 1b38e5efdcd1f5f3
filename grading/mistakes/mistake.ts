// A mistake that students make: a small patch of the solution, and what is to be said
// to who has made it.

export interface Mistake {
  /** Its name in mistakes.csv. */
  name: string;
  /** "Q2.2": the question that it costs. */
  question: string;
  /** Texts of the solution, each of which is there once, and what stands in their places. */
  patch: [of: string, by: string][];
  /** What is wrong, in the words of the formulas, and where to look. */
  says: string;
}

/**
 * The text with the patch made.
 *
 * @throws Error when a text that is to be replaced is not there, or more than once
 */
export function patched(text: string, { patch }: Mistake): string {
  return patch.reduce((now, [of, by]) => {
    const count = now.split(of).length - 1;
    if (count !== 1) throw new Error(`"${of}" is in it ${count} times, but must be once`);
    return now.replace(of, () => by);
  }, text);
}
