// A Matrix with the interface of ml-matrix, its numbers in one flat array, and
// fast kernels behind the operations that training a network needs. What is
// not overridden here or in inherited.ts is ml-matrix's own code, working
// through get and set.

import { AbstractMatrix, Matrix as PlainMatrix } from "ml-matrix";
import * as blocks from "./blocks";
import { Lazy, Loan } from "./lazy";
import {
  BLOCK,
  type Block,
  currentScope,
  newBlock,
  newBlockIn,
  type Scope,
  zeroBlock,
} from "./memory";
import { type Factor, multiply } from "./product";

export type MaybeMatrix = AbstractMatrix | ArrayLike<ArrayLike<number>>;
type VectorLike = ArrayLike<number> | AbstractMatrix;

/** "3×4", as errors name shapes. */
export function shapeOf({ rows, columns }: { rows: number; columns: number }): string {
  return `${rows}×${columns}`;
}

/** A dense matrix of 64-bit floats, rows×columns. */
export class Matrix extends AbstractMatrix {
  declare rows: number;
  declare columns: number;
  /** Its numbers; undefined as long as they are not computed. */
  private block: Block | undefined;
  /** What they are computed from, until then. */
  private lazy: Lazy<Matrix> | undefined;
  private loans: Loan<Matrix>[] | undefined;

  /**
   * Zeros of a shape, or a copy of a matrix or of an array of rows.
   *
   * @param store for internal use: its numbers, not copied
   * @throws TypeError or RangeError, as ml-matrix's does
   */
  constructor(rows: number | MaybeMatrix, columns?: number, store?: Block | Lazy<Matrix>) {
    super();
    if (typeof rows === "number" && Number.isInteger(rows) && rows >= 0) {
      if (!Number.isInteger(columns) || (columns as number) < 0) {
        throw new TypeError("nColumns must be a positive integer");
      }
      this.rows = rows;
      this.columns = columns as number;
      if (store instanceof Lazy) this.lazy = store;
      else this.block = store ?? zeroBlock(rows * this.columns);
    } else {
      const from = AbstractMatrix.isMatrix(rows) ? rows : new PlainMatrix(rows as number[][]);
      this.rows = from.rows;
      this.columns = from.columns;
      this.block = newBlock(from.rows * from.columns);
      copyNumbers(this.block, from);
    }
  }

  // ---- storage ----

  /** The block, computed now if it was not yet. */
  [BLOCK](): Block {
    return this.block ?? this.compute();
  }

  private compute(): Block {
    const lazy = this.lazy as Lazy<Matrix>;
    const { rows, columns } = lazy.source();
    const from = lazy.source()[BLOCK]();
    const block = newBlockIn(lazy.scope, rows * columns);
    if (lazy.transposed) blocks.transpose(block, from, rows, columns);
    else blocks.scale(block, from, lazy.factor);
    lazy.drop();
    this.block = block;
    this.lazy = undefined;
    return block;
  }

  /** The block, to be changed: what is still to be computed from it gets a copy first. */
  private changing(): Block {
    const block = this[BLOCK]();
    if (this.loans !== undefined) this.copyForBorrowers(this.loans, block);
    block.squares = undefined;
    return block;
  }

  private copyForBorrowers(loans: Loan<Matrix>[], block: Block): void {
    for (const loan of loans) {
      if (loan.users === 0) continue;
      loan.matrix = new Matrix(this.rows, this.columns, copyOf(block, loan.scope));
    }
    this.loans = undefined;
  }

  private lend(transposed: boolean, factor: number): Matrix {
    this[BLOCK]().numbers(); // throws now, not later, if they were given back
    const scope = currentScope();
    const lazy = new Lazy(this.loanIn(scope), transposed, factor, scope);
    return transposed
      ? new Matrix(this.columns, this.rows, lazy)
      : new Matrix(this.rows, this.columns, lazy);
  }

  /** The loan of a tidy(); those that nobody uses any more are forgotten. */
  private loanIn(scope: Scope | undefined): Loan<Matrix> {
    const loans: Loan<Matrix>[] = [];
    let found: Loan<Matrix> | undefined;
    for (const loan of this.loans ?? []) {
      if (loan.users === 0) continue;
      loans.push(loan);
      if (loan.scope === scope) found = loan;
    }
    if (found === undefined) {
      found = new Loan<Matrix>(this, scope);
      loans.push(found);
    }
    this.loans = loans;
    return found;
  }

  /** As a factor of a product: a transpose is read where it lies. */
  asFactor(): Factor {
    if (this.lazy?.transposed) {
      const source = this.lazy.source();
      return { block: source[BLOCK](), rowStride: 1, columnStride: source.columns };
    }
    return { block: this[BLOCK](), rowStride: this.columns, columnStride: 1 };
  }

  // ---- elements ----

  override get(row: number, column: number): number {
    if (column < 0 || column >= this.columns) return undefined as unknown as number; // as ml-matrix
    return this.numbers()[this.rowStart(row) + column];
  }

  override set(row: number, column: number, value: number): this {
    const start = this.rowStart(row);
    if (column >= 0 && column < this.columns) this.changing().numbers()[start + column] = value;
    return this;
  }

  private numbers(): Float64Array {
    return this[BLOCK]().numbers();
  }

  private rowStart(row: number): number {
    if (row < 0 || row >= this.rows) {
      throw new TypeError(`row ${row} of a ${shapeOf(this)} matrix`);
    }
    return row * this.columns;
  }

  override to1DArray(): number[] {
    return blocks.arrayOf(this.numbers());
  }

  override to2DArray(): number[][] {
    return Array.from({ length: this.rows }, (_, i) => this.getRow(i));
  }

  override getRow(index: number): number[] {
    if (!(index >= 0 && index < this.rows)) throw new RangeError("Row index out of range");
    const start = index * this.columns;
    return blocks.arrayOf(this.numbers().subarray(start, start + this.columns));
  }

  override fill(value: number): this {
    this.changing().numbers().fill(value);
    return this;
  }

  override clone(): this {
    return new Matrix(this) as this;
  }

  // ---- elementwise; inherited.ts puts ml-matrix's names on these ----

  /** this op= a number, or a matrix of the same shape. */
  combine(op: blocks.Operation, other: number | MaybeMatrix): this {
    if (typeof other === "number") {
      blocks.combineNumber(op, this.changing(), other);
      return this;
    }
    const b = Matrix.checkMatrix(other) as Matrix;
    if (b.rows !== this.rows || b.columns !== this.columns) {
      throw new RangeError(
        `Matrices dimensions must be equal: they are ${shapeOf(this)} and ${shapeOf(b)}`,
      );
    }
    const multiple = b.lazy?.transposed === false ? b.lazy : undefined;
    const source = multiple?.source();
    if (source !== undefined && source !== this && (op === blocks.ADD || op === blocks.SUB)) {
      const factor = (multiple?.factor ?? 1) * (op === blocks.ADD ? 1 : -1);
      blocks.addScaled(this.changing(), source[BLOCK](), factor);
    } else {
      const block = b[BLOCK]();
      blocks.combine(op, this.changing(), 1, this.size, block, 0, 1);
    }
    return this;
  }

  /** this op= a vector, for each row or each column. */
  combineVector(op: blocks.Operation, vector: VectorLike, by: "row" | "column"): this {
    const length = by === "row" ? this.columns : this.rows;
    const size = AbstractMatrix.isMatrix(vector) ? vector.size : vector.length;
    if (size !== length) {
      const what = by === "row" ? "columns" : "rows";
      throw new RangeError(
        `vector size must be the same as the number of ${what}: it is ${size}, the matrix ${shapeOf(this)}`,
      );
    }
    const b = vector instanceof Matrix ? vector[BLOCK]() : blockOf(vector);
    const stride = by === "row" ? 0 : 1;
    blocks.combine(op, this.changing(), this.rows, this.columns, b, stride, 1 - stride);
    return this;
  }

  /** this = f(this), element by element. */
  map(f: blocks.Fast | ((x: number) => number)): this {
    const block = this.changing();
    blocks.map(f, block, block);
    return this;
  }

  /** f of each element, a new matrix. */
  mapped(f: blocks.Fast | ((x: number) => number)): Matrix {
    const block = this[BLOCK]();
    const out = newBlock(block.length);
    blocks.map(f, out, block);
    return new Matrix(this.rows, this.columns, out);
  }

  /** factor times this, a new matrix. */
  multipliedBy(factor: number): Matrix {
    return this.lend(false, factor);
  }

  // ---- reductions ----

  override sum(): number;
  override sum(by: "row" | "column"): number[];
  override sum(by?: "row" | "column"): number | number[] {
    if (by === undefined) return blocks.sum(this[BLOCK]());
    if (by === "row") return blocks.reduce("sumRows", this[BLOCK](), this.rows, this.columns);
    if (by === "column") return blocks.reduce("sumColumns", this[BLOCK](), this.rows, this.columns);
    throw new Error(`invalid option: ${by}`);
  }

  override max(): number;
  override max(by: "row" | "column"): number[];
  override max(by?: "row" | "column"): number | number[] {
    if (by === "row" && !this.isEmpty()) {
      return blocks.reduce("maxRows", this[BLOCK](), this.rows, this.columns);
    }
    return super.max(by as "row");
  }

  /** Where the largest number of a row is: the first of several, as ml-matrix's. */
  override maxRowIndex(row: number): [row: number, column: number] {
    if (!(row >= 0 && row < this.rows) || this.columns === 0) return super.maxRowIndex(row);
    const numbers = this.numbers();
    const start = row * this.columns;
    let best = 0;
    for (let j = 1; j < this.columns; j++) {
      if (numbers[start + j] > numbers[start + best]) best = j;
    }
    return [row, best];
  }

  override dot(vector: VectorLike): number {
    const b = vector instanceof Matrix ? vector[BLOCK]() : blockOf(vector);
    if (b.length !== this.size) throw new RangeError("vectors do not have the same size");
    return blocks.dot(this[BLOCK](), b);
  }

  // ---- products ----

  /**
   * @param other k×n
   * @returns this (m×k) times other, m×n
   * @throws RangeError naming both shapes when they do not fit
   */
  override mmul(other: MaybeMatrix): Matrix {
    const b = Matrix.checkMatrix(other) as Matrix;
    if (this.columns !== b.rows) {
      throw new RangeError(
        `cannot multiply ${shapeOf(this)} by ${shapeOf(b)}: ${this.columns} columns, but ${b.rows} rows`,
      );
    }
    const block = multiply(this.asFactor(), b.asFactor(), this.rows, b.columns, this.columns);
    return new Matrix(this.rows, b.columns, block);
  }

  /** The transpose; computed when it has to be, a product reads it where it lies. */
  override transpose(): Matrix {
    return this.lend(true, 1);
  }

  override transposeMultiply(other: MaybeMatrix): Matrix {
    return this.transpose().mmul(other);
  }

  // ---- parts ----

  /** @throws RangeError when an index or a column is out of range, as ml-matrix's does */
  override subMatrixRow(
    indices: ArrayLike<number>,
    startColumn = 0,
    endColumn = this.columns - 1,
  ): Matrix {
    const first = startColumn;
    const last = endColumn;
    const { columns } = this;
    if (first > last || first < 0 || first >= columns || last < 0 || last >= columns) {
      throw new RangeError("Argument out of range");
    }
    const result = new Matrix(indices.length, last - first + 1);
    const to = result.numbers();
    for (let i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= this.rows) {
        throw new RangeError(`Row index out of range: ${indices[i]}`);
      }
      const start = indices[i] * columns;
      to.set(this.numbers().subarray(start + first, start + last + 1), i * result.columns);
    }
    return result;
  }

  // ---- another shape, in place ----

  removeRow(index: number): this {
    return this.replaceBy(new PlainMatrix(this).removeRow(index));
  }

  addRow(index: number | VectorLike, array?: VectorLike): this {
    return this.replaceBy(new PlainMatrix(this).addRow(index as number, array as number[]));
  }

  removeColumn(index: number): this {
    return this.replaceBy(new PlainMatrix(this).removeColumn(index));
  }

  addColumn(index: number | VectorLike, array?: VectorLike): this {
    return this.replaceBy(new PlainMatrix(this).addColumn(index as number, array as number[]));
  }

  private replaceBy(from: AbstractMatrix): this {
    const block = newBlockIn(this.changing().scope, from.size);
    copyNumbers(block, from);
    this.rows = from.rows;
    this.columns = from.columns;
    this.block = block;
    return this;
  }

  // ---- makers ----

  static override checkMatrix(value: unknown): Matrix {
    return value instanceof Matrix ? value : new Matrix(value as MaybeMatrix);
  }

  static override zeros<M extends AbstractMatrix = Matrix>(rows: number, columns: number): M {
    return new Matrix(rows, columns) as AbstractMatrix as M;
  }

  static override from1DArray(rows: number, columns: number, data: ArrayLike<number>): Matrix {
    if (rows * columns !== data.length) {
      throw new RangeError("data length does not match given dimensions");
    }
    const result = new Matrix(rows, columns);
    result.numbers().set(data);
    return result;
  }

  static override rowVector(data: ArrayLike<number>): Matrix {
    return Matrix.from1DArray(1, data.length, data);
  }

  static override columnVector(data: ArrayLike<number>): Matrix {
    return Matrix.from1DArray(data.length, 1, data);
  }

  static override copy<M extends AbstractMatrix>(from: AbstractMatrix, to: M): M {
    for (let i = 0; i < from.rows; i++) {
      for (let j = 0; j < from.columns; j++) to.set(i, j, from.get(i, j));
    }
    return to;
  }
}

function copyOf(block: Block, scope: Scope | undefined): Block {
  const copy = newBlockIn(scope, block.length);
  copy.numbers().set(block.numbers());
  return copy;
}

/** Puts a matrix's numbers into a block, row after row. */
function copyNumbers(block: Block, from: AbstractMatrix): void {
  if (from instanceof Matrix) {
    const source = from[BLOCK]();
    block.numbers().set(source.numbers());
    return;
  }
  const to = block.numbers();
  const { rows, columns } = from;
  const data =
    from instanceof PlainMatrix ? (from as unknown as { data: Float64Array[] }).data : [];
  for (let i = 0; i < rows; i++) {
    if (data[i] !== undefined) to.set(data[i], i * columns);
    else for (let j = 0; j < columns; j++) to[i * columns + j] = from.get(i, j);
  }
}

/** A block with the numbers of a vector. */
function blockOf(vector: VectorLike): Block {
  const numbers = AbstractMatrix.isMatrix(vector) ? vector.to1DArray() : vector;
  const block = newBlock(numbers.length);
  block.numbers().set(numbers);
  return block;
}
