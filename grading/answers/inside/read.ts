// Loaded by a cell of the grader's: puts out the values of other cells' variables.

import { encode } from "../../../lib/answers/encode";
import type { Values } from "../../../lib/answers/value";
import { display } from "../../../lib/display/output";
import { VALUES } from "../value";

declare const __tslab__: { exports: Record<string, unknown> };

export function read(names: string[]): void {
  const values: Values = {};
  for (const name of names) values[name] = encode(__tslab__.exports[name]);
  display({ [VALUES]: values, "text/plain": "values" });
}
