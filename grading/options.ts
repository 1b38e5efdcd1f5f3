// What the command lines of grading have in common.

import { UserError } from "../cli/user-error";

/** @throws UserError when an option's text is no integer of at least `least` */
export function count(
  name: string,
  text: string | undefined,
  least: number,
  otherwise: number,
): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > 2 ** 32 - 1) {
    throw new UserError(`${name} is ${text}, but must be an integer of at least ${least}.`);
  }
  return value;
}
