// Loaded by a cell of the grader's: puts out the values of other cells' variables.

import { encode } from "../../../lib/answers/encode";
import type { Values } from "../../../lib/answers/value";
import { display } from "../../../lib/display/output";
import { VALUES } from "../value";

/** @param scope the cells' variables, which are what a cell has as its `exports` */
export function read(names: string[], scope: Record<string, unknown>): void {
  const values: Values = {};
  for (const name of names) values[name] = encode(scope[name]);
  display({ [VALUES]: values, "text/plain": "values" });
}
