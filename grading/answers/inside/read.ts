// Loaded by a cell of the grader's: puts out the values of other cells' variables.

import { encode } from "../../../lib/answers/encode";
import type { Values } from "../../../lib/answers/value";
import { display } from "../../../lib/display/output";
import { VALUES } from "../value";

/** @param scope what cells have declared: their `exports` */
export function read(scope: Record<string, unknown>, names: string[]): void {
  const values: Values = {};
  for (const name of names) values[name] = encode(scope[name]);
  display({ [VALUES]: values, "text/plain": "values" });
}
