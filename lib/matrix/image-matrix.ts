// Images as a matrix: a row an image, raw bytes less a mean image. The bytes
// stay as they are, and products skip the zeros (four of five pixels of a
// handwritten digit, and not kept), as (X - 1 mean) W = X W - 1 (mean W), and
// (X - 1 mean)ᵀ G = Xᵀ G - meanᵀ (the column sums of G).

import { AbstractMatrix } from "ml-matrix";
import { Bytes, Selection } from "./images";
import { Matrix, type MaybeMatrix } from "./matrix";
import { BLOCK, type Block, newBlockIn } from "./memory";
import { shapeOf } from "./operand";
import { assertFit } from "./product";
import { TransposedProduct } from "./transposed-product";

/** N×D, element (n, d) is byte d of image n less mean d. It cannot be changed in place. */
export class ImageMatrix extends AbstractMatrix {
  declare readonly rows: number;
  declare readonly columns: number;

  constructor(private readonly images: Selection) {
    super();
    this.rows = images.rows.length;
    this.columns = images.bytes.D;
  }

  /** For tidy(), which has nothing to give back here. */
  [BLOCK](): Block {
    return this.images.minusMean;
  }

  override get(row: number, column: number): number {
    const { rows, bytes, minusMean } = this.images;
    if (column < 0 || column >= this.columns) return undefined as unknown as number; // as ml-matrix
    if (row < 0 || row >= this.rows) throw new TypeError(`row ${row} of a ${shapeOf(this)} matrix`);
    return bytes.row(rows[row])[column] + minusMean.get(column);
  }

  /** @throws TypeError always */
  override set(): this {
    throw new TypeError(
      "images cannot be changed in place: clone() them, or use a static method such as Matrix.mul(X, 2)",
    );
  }

  /** @returns a dense Matrix */
  override clone(): this {
    return new Matrix(this) as AbstractMatrix as this;
  }

  /**
   * @param other D×H
   * @returns N×H
   * @throws RangeError naming both shapes when they do not fit
   */
  override mmul(other: MaybeMatrix): Matrix {
    const b = Matrix.checkMatrix(other);
    assertFit(this, b);
    const H = b.columns;
    return new Matrix(this.rows, H, this.images.times(b.block(), H));
  }

  /** The transpose, whose products skip the zeros, too. */
  override transpose(): Matrix {
    return new TransposedImageMatrix(this) as AbstractMatrix as Matrix;
  }

  /**
   * The product of the transpose, D×N, with another matrix.
   *
   * @param other N×H
   * @returns D×H
   * @throws RangeError naming both shapes when they do not fit
   */
  override transposeMultiply(other: MaybeMatrix): Matrix {
    const g = Matrix.checkMatrix(other);
    assertFit({ rows: this.columns, columns: this.rows }, g);
    const H = g.columns;
    return new Matrix(this.columns, H, new TransposedProduct(this.images, g.block(), H));
  }

  /** The rows at these indices; images again if all columns are asked for. */
  override subMatrixRow(
    indices: ArrayLike<number>,
    startColumn = 0,
    endColumn = this.columns - 1,
  ): Matrix {
    if (startColumn !== 0 || endColumn !== this.columns - 1) {
      return Matrix.checkMatrix(super.subMatrixRow(indices, startColumn, endColumn));
    }
    const { rows, bytes, minusMean } = this.images;
    const chosen = new Array<number>(indices.length);
    for (let i = 0; i < chosen.length; i++) {
      if (!(indices[i] >= 0 && indices[i] < this.rows)) {
        throw new RangeError(`Row index out of range: ${indices[i]}`);
      }
      chosen[i] = rows[indices[i]];
    }
    return new ImageMatrix(new Selection(bytes, chosen, minusMean)) as AbstractMatrix as Matrix;
  }

  /** The images in parts of at most so many. */
  parts(rows: number): ImageMatrix[] {
    const { rows: all, bytes, minusMean } = this.images;
    return Array.from({ length: Math.ceil(all.length / rows) }, (_, p) => {
      const some = all.slice(p * rows, (p + 1) * rows);
      return new ImageMatrix(new Selection(bytes, some, minusMean));
    });
  }

  /** As ml-matrix's; images again if the columns are all of them, in order. */
  override selection(rowIndices: ArrayLike<number>, columnIndices: ArrayLike<number>): Matrix {
    let all = columnIndices.length === this.columns;
    for (let j = 0; all && j < this.columns; j++) all = columnIndices[j] === j;
    if (all) return this.subMatrixRow(rowIndices);
    return Matrix.checkMatrix(super.selection(rowIndices, columnIndices));
  }
}

/** The transpose of images, D×N. */
class TransposedImageMatrix extends AbstractMatrix {
  declare readonly rows: number;
  declare readonly columns: number;

  constructor(private readonly images: ImageMatrix) {
    super();
    this.rows = images.columns;
    this.columns = images.rows;
  }

  [BLOCK](): Block {
    return this.images[BLOCK]();
  }

  override get(row: number, column: number): number {
    return this.images.get(column, row);
  }

  override set(): this {
    this.images.set(); // throws
    return this;
  }

  override clone(): this {
    return new Matrix(this) as AbstractMatrix as this;
  }

  override mmul(other: MaybeMatrix): Matrix {
    return this.images.transposeMultiply(other);
  }

  override transpose(): Matrix {
    return this.images as AbstractMatrix as Matrix;
  }
}

/**
 * Images as a matrix, centred: N×D, element (n, d) is byte d of image n less
 * mean d. It keeps bytes, and its products skip the zeros.
 *
 * @param images N times D bytes, one image after the other; copied
 * @param mean D numbers; zeros for none
 * @throws RangeError when there is not a whole number of images, or the mean is not finite
 */
export function centredImages(images: Uint8Array, mean: ArrayLike<number>): Matrix {
  const D = mean.length;
  assertWhole(images, D);
  for (let d = 0; d < D; d++) {
    if (!Number.isFinite(mean[d])) throw new RangeError(`mean[${d}] is ${mean[d]}`);
  }
  return centred(new Bytes(images, D), images.length / D, mean);
}

/**
 * Images as a matrix, less their own mean image.
 *
 * @param images N times D bytes, one image after the other; copied
 * @returns X, N×D, as centredImages gives it, and the mean of each pixel, D numbers
 * @throws RangeError when there is not a whole number of images, or there is none
 */
export function centredByMean(images: Uint8Array, D: number): { X: Matrix; mean: Float64Array } {
  assertWhole(images, D);
  const N = images.length / D;
  if (N === 0) throw new RangeError("there is no image to take a mean of");
  const sums = new Uint32Array(D);
  const bytes = new Bytes(images, D, sums);
  const mean = Float64Array.from(sums, (sum) => sum / N);
  return { X: centred(bytes, N, mean), mean };
}

function centred(bytes: Bytes, N: number, mean: ArrayLike<number>): Matrix {
  const minusMean = newBlockIn(undefined, mean.length);
  minusMean.setAll(Array.from(mean, (value) => 0 - value));
  const rows = new Array<number>(N);
  for (let n = 0; n < N; n++) rows[n] = n; // Array.from takes thrice as long
  return new ImageMatrix(new Selection(bytes, rows, minusMean)) as AbstractMatrix as Matrix;
}

function assertWhole(images: Uint8Array, D: number): void {
  if (D === 0 || images.length % D !== 0) {
    throw new RangeError(`${images.length} bytes are not a whole number of images of ${D}`);
  }
}
