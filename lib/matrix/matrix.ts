// A Matrix with the interface of ml-matrix, its numbers in one flat array, and
// fast kernels behind the operations that training a network needs. What is
// not overridden here or in inherited.ts is ml-matrix's own code, working
// through get and set.

import { AbstractMatrix, Matrix as PlainMatrix } from "ml-matrix";
import * as blocks from "./blocks";
import { combine, combineVector } from "./elementwise";
import { Lazy, Multiple, Transpose } from "./lazy";
import { BLOCK, type Block, newBlock, newBlockIn, zeroBlock } from "./memory";
import { type Operand, shapeOf } from "./operand";
import { product } from "./product";
import { TransposedProduct } from "./transposed-product";

export type MaybeMatrix = AbstractMatrix | ArrayLike<ArrayLike<number>>;
type VectorLike = ArrayLike<number> | AbstractMatrix;

/** A dense matrix of 64-bit floats, rows×columns. */
export class Matrix extends AbstractMatrix implements Operand {
  declare rows: number;
  declare columns: number;
  private numbers: Block | undefined;
  private source: Lazy | undefined;

  /**
   * Zeros of a shape, or a copy of a matrix or of an array of rows.
   *
   * @param numbers for internal use: its numbers, not copied
   * @throws TypeError or RangeError, as ml-matrix's does
   */
  constructor(rows: number | MaybeMatrix, columns?: number, numbers?: Block | Lazy) {
    super();
    if (typeof rows === "number" && Number.isInteger(rows) && rows >= 0) {
      if (!Number.isInteger(columns) || (columns as number) < 0) {
        throw new TypeError("nColumns must be a positive integer");
      }
      this.rows = rows;
      this.columns = columns as number;
      if (numbers instanceof Lazy) this.source = numbers;
      else this.numbers = numbers ?? zeroBlock(rows * this.columns);
    } else {
      const from = AbstractMatrix.isMatrix(rows) ? rows : new PlainMatrix(rows as number[][]);
      this.rows = from.rows;
      this.columns = from.columns;
      this.numbers = newBlock(from.rows * from.columns);
      copyNumbers(this.numbers, from);
    }
  }

  get lazy(): Lazy | undefined {
    return this.source;
  }

  block(): Block {
    return this.numbers ?? this.compute();
  }

  private compute(): Block {
    this.numbers = (this.source as Lazy).compute();
    this.source = undefined;
    return this.numbers;
  }

  changing(): Block {
    return this.block().changing();
  }

  addMultiple(of: Multiple, sign: 1 | -1): void {
    const factor = sign * of.factor;
    if (this.source instanceof TransposedProduct) {
      this.numbers = this.source.computePlus(of.source(), factor);
      this.source = undefined;
    } else {
      const block = this.changing(); // it may be a multiple of this: of what this is now
      blocks.addScaled(block, of.source(), factor);
    }
  }

  /** For tidy(). */
  [BLOCK](): Block {
    return this.block();
  }

  // ---- elements ----

  override get(row: number, column: number): number {
    if (column < 0 || column >= this.columns) return undefined as unknown as number; // as ml-matrix
    if (row < 0 || row >= this.rows) throw this.noSuch(row);
    // Not block(): in loops that are not compiled yet each call counts.
    return (this.numbers ?? this.compute()).get(row * this.columns + column);
  }

  override set(row: number, column: number, value: number): this {
    if (row < 0 || row >= this.rows) throw this.noSuch(row);
    if (column >= 0 && column < this.columns) {
      (this.numbers ?? this.compute()).set(row * this.columns + column, value);
    }
    return this;
  }

  private noSuch(row: number): TypeError {
    return new TypeError(`row ${row} of a ${shapeOf(this)} matrix`);
  }

  override to1DArray(): number[] {
    const { home, first } = this.block();
    return blocks.arrayOf(home, first, this.size);
  }

  override to2DArray(): number[][] {
    return Array.from({ length: this.rows }, (_, i) => this.getRow(i));
  }

  override getRow(index: number): number[] {
    if (!(index >= 0 && index < this.rows)) throw new RangeError("Row index out of range");
    const { home, first } = this.block();
    return blocks.arrayOf(home, first + index * this.columns, this.columns);
  }

  override fill(value: number): this {
    this.changing().fill(value);
    return this;
  }

  override clone(): this {
    const block = newBlock(this.block().length);
    blocks.scale(block, this.block(), 1); // the quickest copy
    return new Matrix(this.rows, this.columns, block) as this;
  }

  // ---- elementwise; inherited.ts puts ml-matrix's names on these ----

  /** this op= a number, or a matrix of the same shape. */
  combine(op: blocks.Operation, other: number | MaybeMatrix): this {
    if (typeof other === "number") {
      blocks.combineNumber(op, this.changing(), other);
    } else combine(op, this, Matrix.checkMatrix(other));
    return this;
  }

  /** this op= a vector, for each row or each column. */
  combineVector(op: blocks.Operation, vector: VectorLike, by: "row" | "column"): this {
    combineVector(op, this, blockOf(vector), by);
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
    const block = this.block();
    const out = newBlock(block.length);
    blocks.map(f, out, block);
    return new Matrix(this.rows, this.columns, out);
  }

  /** factor times this, a new matrix. */
  multipliedBy(factor: number): Matrix {
    const { rows, columns } = this;
    return new Matrix(rows, columns, new Multiple(this.block(), factor));
  }

  // ---- reductions ----

  override sum(): number;
  override sum(by: "row" | "column"): number[];
  override sum(by?: "row" | "column"): number | number[] {
    if (by === undefined) return blocks.sum(this.block());
    if (by === "row") return blocks.reduce("sumRows", this.block(), this.rows, this.columns);
    if (by === "column") return blocks.reduce("sumColumns", this.block(), this.rows, this.columns);
    throw new Error(`invalid option: ${by}`);
  }

  override max(): number;
  override max(by: "row" | "column"): number[];
  override max(by?: "row" | "column"): number | number[] {
    if (by === "row" && !this.isEmpty()) {
      return blocks.reduce("maxRows", this.block(), this.rows, this.columns);
    }
    return super.max(by as "row");
  }

  /** Where the largest number of a row is: the first of several, as ml-matrix's. */
  override maxRowIndex(row: number): [row: number, column: number] {
    if (!(row >= 0 && row < this.rows) || this.columns === 0) return super.maxRowIndex(row);
    const { home, first } = this.block();
    const start = first + row * this.columns;
    let best = start;
    for (let i = start + 1; i < start + this.columns; i++) if (home[i] > home[best]) best = i;
    return [row, best - start];
  }

  override dot(vector: VectorLike): number {
    const b = blockOf(vector);
    if (b.length !== this.block().length) throw new RangeError("vectors do not have the same size");
    return blocks.dot(this.block(), b);
  }

  // ---- products ----

  /**
   * @param other k×n
   * @returns this (m×k) times other, m×n
   * @throws RangeError naming both shapes when they do not fit
   */
  override mmul(other: MaybeMatrix): Matrix {
    const b = Matrix.checkMatrix(other);
    return new Matrix(this.rows, b.columns, product(this, b));
  }

  /** The transpose; computed when it has to be, a product reads it where it lies. */
  override transpose(): Matrix {
    const { rows, columns } = this;
    return new Matrix(columns, rows, new Transpose(this.block(), rows, columns));
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
    const from = this.block().numbers();
    const to = result.block().numbers();
    for (let i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= this.rows) {
        throw new RangeError(`Row index out of range: ${indices[i]}`);
      }
      const start = indices[i] * columns;
      to.set(from.subarray(start + first, start + last + 1), i * result.columns);
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
    this.numbers = block;
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
    return new Matrix(rows, columns, blockOf(data));
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

/** Puts a matrix's numbers into a block, row after row. */
function copyNumbers(block: Block, from: AbstractMatrix): void {
  if (from instanceof Matrix) {
    block.setAll(from.block().numbers());
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
  if (vector instanceof Matrix) return vector.block();
  const numbers = AbstractMatrix.isMatrix(vector) ? vector.to1DArray() : vector;
  const block = newBlock(numbers.length);
  block.setAll(numbers);
  return block;
}
