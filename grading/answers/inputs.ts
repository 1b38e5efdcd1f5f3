// What the students' programs are asked to compute with: drawn from the course's
// seed, of other shapes than the notebooks' own.

import type { Sizes } from "../../lib/answers/inputs";
import type { MatrixValue } from "../../lib/answers/value";
import type { Matrix } from "../../lib/matrix";
import { RandomState } from "../../lib/random";

/** For the formulas of Problem 1: D 3 inputs, H 6 hidden units, a label between 0 and 1. */
export interface FormulaInputs {
  /** D×1 */
  h0: MatrixValue;
  /** H×D */
  W1: MatrixValue;
  /** H×1 */
  b1: MatrixValue;
  /** H×1 */
  W2: MatrixValue;
  /** 1×1 */
  b2: MatrixValue;
  y: number;
}

export function formulaInputs(seed: number): FormulaInputs {
  const random = new RandomState(seed);
  const [D, H] = [3, 6];
  const draw = (rows: number, columns: number) => plain(random.randn(rows, columns));
  const [h0, W1, b1, W2, b2] = [draw(D, 1), draw(H, D), draw(H, 1), draw(H, 1), draw(1, 1)];
  return { h0, W1, b1, W2, b2, y: 0.1 + 0.3 * random.rand() };
}

/** Other sizes than the notebook's; 23 is no multiple of 5. */
export const HIDDEN: Sizes = { N: 23, NVal: 11, D: 6, H: 7, C: 4, batchSize: 5 };

function plain(matrix: Matrix): MatrixValue {
  const { rows, columns } = matrix;
  return { rows, columns, data: matrix.to1DArray() };
}
