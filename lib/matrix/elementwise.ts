// Operations element by element: of two matrices, and of a matrix and a vector.

import * as blocks from "./blocks";
import { Multiple } from "./lazy";
import type { Block } from "./memory";
import { type Operand, shapeOf } from "./operand";

/**
 * A op= B
 *
 * @throws RangeError naming both shapes when they are not equal
 */
export function combine(op: blocks.Operation, A: Operand, B: Operand): void {
  if (B.rows !== A.rows || B.columns !== A.columns) {
    throw new RangeError(
      `Matrices dimensions must be equal: they are ${shapeOf(A)} and ${shapeOf(B)}`,
    );
  }
  const { lazy } = B;
  if (lazy instanceof Multiple && (op === blocks.ADD || op === blocks.SUB)) {
    A.addMultiple(lazy, op === blocks.ADD ? 1 : -1);
  } else {
    const b = B.block();
    blocks.combine(op, A.changing(), 1, A.rows * A.columns, b, 0, 1);
  }
}

/**
 * A op= a vector, for each row or each column.
 *
 * @throws RangeError when the vector has another length
 */
export function combineVector(
  op: blocks.Operation,
  A: Operand,
  vector: Block,
  by: "row" | "column",
): void {
  if (vector.length !== (by === "row" ? A.columns : A.rows)) {
    const what = by === "row" ? "columns" : "rows";
    throw new RangeError(
      `vector size must be the same as the number of ${what}: it is ${vector.length}, the matrix ${shapeOf(A)}`,
    );
  }
  const stride = by === "row" ? 0 : 1;
  blocks.combine(op, A.changing(), A.rows, A.columns, vector, stride, 1 - stride);
}
