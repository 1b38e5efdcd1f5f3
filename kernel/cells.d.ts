// What cells have beside Node's globals; see node/stdin.ts and browser/modules/input.ts.

/**
 * Asks the user, and waits for the answer.
 *
 * @param message what is asked
 * @param initial what an empty answer stands for
 * @returns the answer
 * @throws InputError where there is nobody to ask, as in nbconvert and in grading
 */
declare function prompt(message?: string, initial?: string): string;
