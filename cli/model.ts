// The network that a command reads.

import { PIXELS } from "../lib/mnist";
import { load, type SavedModel } from "../lib/weights";
import type { Arguments } from "./command";
import { UsageError } from "./usage-error";

/**
 * The network in the file that stands first, for digits of 784 pixels.
 *
 * @returns what `load` gives; the mean zeros if the file has none
 * @throws UsageError when no file is named
 * @throws Error naming the file, and what is wrong with it
 */
export function readModel({ positionals }: Arguments): Required<SavedModel> {
  const [path] = positionals;
  if (path === undefined) throw new UsageError("no file with weights given");
  const { model, inputMean = new Float64Array(PIXELS) } = load(path);
  const [D, C] = [model.params.W1.rows, model.params.W2.columns];
  if (D !== PIXELS || C !== 10) {
    throw new Error(
      `${path} is a network of ${D} inputs and ${C} classes, expected ${PIXELS} and 10`,
    );
  }
  return { model, inputMean };
}
