"use strict";
// Images as a matrix: a row an image, raw bytes less a mean image. The bytes
// stay as they are, and products skip the zeros (four of five pixels of a
// handwritten digit), as (X - 1 mean) W = X W - 1 (mean W), and
// (X - 1 mean)ᵀ G = Xᵀ G - meanᵀ (the column sums of G).
Object.defineProperty(exports, "__esModule", { value: true });
exports.centredImages = exports.ImageMatrix = void 0;
const ml_matrix_1 = require("ml-matrix");
const images_1 = require("./images");
const matrix_1 = require("./matrix");
const memory_1 = require("./memory");
/** N×D, element (n, d) is byte d of image n less mean d. It cannot be changed in place. */
class ImageMatrix extends ml_matrix_1.AbstractMatrix {
    images;
    constructor(images) {
        super();
        this.images = images;
        this.rows = images.rows.length;
        this.columns = images.bytes.D;
    }
    /** For tidy(), which has nothing to give back here. */
    [memory_1.BLOCK]() {
        return this.images.minusMean;
    }
    get(row, column) {
        const { rows, bytes, minusMean } = this.images;
        if (column < 0 || column >= this.columns)
            return undefined; // as ml-matrix
        if (row < 0 || row >= this.rows)
            throw new TypeError(`row ${row} of a ${(0, matrix_1.shapeOf)(this)} matrix`);
        return bytes.row(rows[row])[column] + minusMean.numbers()[column];
    }
    /** @throws TypeError always */
    set() {
        throw new TypeError("images cannot be changed in place: clone() them, or use a static method such as Matrix.mul(X, 2)");
    }
    /** @returns a dense Matrix */
    clone() {
        return new matrix_1.Matrix(this);
    }
    /**
     * @param other D×H
     * @returns N×H
     * @throws RangeError naming both shapes when they do not fit
     */
    mmul(other) {
        const b = matrix_1.Matrix.checkMatrix(other);
        if (this.columns !== b.rows) {
            throw new RangeError(`cannot multiply ${(0, matrix_1.shapeOf)(this)} by ${(0, matrix_1.shapeOf)(b)}: ${this.columns} columns, but ${b.rows} rows`);
        }
        const H = b.columns;
        return new matrix_1.Matrix(this.rows, H, this.images.times(b[memory_1.BLOCK](), H));
    }
    /** The transpose, whose products skip the zeros, too. */
    transpose() {
        return new TransposedImageMatrix(this);
    }
    /**
     * The product of the transpose, D×N, with another matrix.
     *
     * @param other N×H
     * @returns D×H
     * @throws RangeError naming both shapes when they do not fit
     */
    transposeMultiply(other) {
        const g = matrix_1.Matrix.checkMatrix(other);
        if (this.rows !== g.rows) {
            throw new RangeError(`cannot multiply ${this.columns}×${this.rows} by ${(0, matrix_1.shapeOf)(g)}: ${this.rows} columns, but ${g.rows} rows`);
        }
        const H = g.columns;
        return new matrix_1.Matrix(this.columns, H, this.images.transposeTimes(g[memory_1.BLOCK](), H));
    }
    /** The rows at these indices; images again if all columns are asked for. */
    subMatrixRow(indices, startColumn = 0, endColumn = this.columns - 1) {
        if (startColumn !== 0 || endColumn !== this.columns - 1) {
            return matrix_1.Matrix.checkMatrix(super.subMatrixRow(indices, startColumn, endColumn));
        }
        const { rows, bytes, minusMean } = this.images;
        const chosen = new Uint32Array(indices.length);
        for (let i = 0; i < chosen.length; i++) {
            if (!(indices[i] >= 0 && indices[i] < this.rows)) {
                throw new RangeError(`Row index out of range: ${indices[i]}`);
            }
            chosen[i] = rows[indices[i]];
        }
        return new ImageMatrix(new images_1.Selection(bytes, chosen, minusMean));
    }
    /** As ml-matrix's; images again if the columns are all of them, in order. */
    selection(rowIndices, columnIndices) {
        let all = columnIndices.length === this.columns;
        for (let j = 0; all && j < this.columns; j++)
            all = columnIndices[j] === j;
        if (all)
            return this.subMatrixRow(rowIndices);
        return matrix_1.Matrix.checkMatrix(super.selection(rowIndices, columnIndices));
    }
}
exports.ImageMatrix = ImageMatrix;
/** The transpose of images, D×N. */
class TransposedImageMatrix extends ml_matrix_1.AbstractMatrix {
    images;
    constructor(images) {
        super();
        this.images = images;
        this.rows = images.columns;
        this.columns = images.rows;
    }
    [memory_1.BLOCK]() {
        return this.images[memory_1.BLOCK]();
    }
    get(row, column) {
        return this.images.get(column, row);
    }
    set() {
        this.images.set(); // throws
        return this;
    }
    clone() {
        return new matrix_1.Matrix(this);
    }
    mmul(other) {
        return this.images.transposeMultiply(other);
    }
    transpose() {
        return this.images;
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
function centredImages(images, mean) {
    const D = mean.length;
    if (D === 0 || images.length % D !== 0) {
        throw new RangeError(`${images.length} bytes are not a whole number of images of ${D}`);
    }
    for (let d = 0; d < D; d++) {
        if (!Number.isFinite(mean[d]))
            throw new RangeError(`mean[${d}] is ${mean[d]}`);
    }
    const minusMean = (0, memory_1.newBlockIn)(undefined, D);
    minusMean.numbers().set(Float64Array.from(mean, (value) => 0 - value));
    const rows = Uint32Array.from({ length: images.length / D }, (_, n) => n);
    const selection = new images_1.Selection(new images_1.Bytes(images, D), rows, minusMean);
    return new ImageMatrix(selection);
}
exports.centredImages = centredImages;
