"use strict";
// A Matrix with the interface of ml-matrix, its numbers in one flat array, and
// fast kernels behind the operations that training a network needs. What is
// not overridden here or in inherited.ts is ml-matrix's own code, working
// through get and set.
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || function (mod) {
    if (mod && mod.__esModule) return mod;
    var result = {};
    if (mod != null) for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) __createBinding(result, mod, k);
    __setModuleDefault(result, mod);
    return result;
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.Matrix = exports.shapeOf = void 0;
const ml_matrix_1 = require("ml-matrix");
const blocks = __importStar(require("./blocks"));
const lazy_1 = require("./lazy");
const memory_1 = require("./memory");
const product_1 = require("./product");
/** "3×4", as errors name shapes. */
function shapeOf({ rows, columns }) {
    return `${rows}×${columns}`;
}
exports.shapeOf = shapeOf;
/** A dense matrix of 64-bit floats, rows×columns. */
class Matrix extends ml_matrix_1.AbstractMatrix {
    store;
    loans;
    /**
     * Zeros of a shape, or a copy of a matrix or of an array of rows.
     *
     * @param store for internal use: its numbers, not copied
     * @throws TypeError or RangeError, as ml-matrix's does
     */
    constructor(rows, columns, store) {
        super();
        if (typeof rows === "number" && Number.isInteger(rows) && rows >= 0) {
            if (!Number.isInteger(columns) || columns < 0) {
                throw new TypeError("nColumns must be a positive integer");
            }
            this.rows = rows;
            this.columns = columns;
            this.store = store ?? (0, memory_1.zeroBlock)(rows * this.columns);
        }
        else {
            const from = ml_matrix_1.AbstractMatrix.isMatrix(rows) ? rows : new ml_matrix_1.Matrix(rows);
            this.rows = from.rows;
            this.columns = from.columns;
            this.store = (0, memory_1.newBlock)(from.rows * from.columns);
            copyNumbers(this.store, from);
        }
    }
    // ---- storage ----
    /** The block, computed now if it was not yet. */
    [memory_1.BLOCK]() {
        if (this.store instanceof memory_1.Block)
            return this.store;
        const lazy = this.store;
        const { rows, columns } = lazy.source();
        const from = lazy.source()[memory_1.BLOCK]();
        const block = (0, memory_1.newBlockIn)(lazy.scope, rows * columns);
        if (lazy.transposed)
            blocks.transpose(block, from, rows, columns);
        else
            blocks.scale(block, from, lazy.factor);
        lazy.drop();
        this.store = block;
        return block;
    }
    /** The block, to be changed: what is still to be computed from it gets a copy first. */
    changing() {
        const block = this[memory_1.BLOCK]();
        if (this.loans !== undefined) {
            for (const loan of this.loans) {
                if (loan.users > 0)
                    loan.matrix = new Matrix(this.rows, this.columns, copyOf(block, loan.scope));
            }
            this.loans = undefined;
        }
        return block;
    }
    lend(transposed, factor) {
        this[memory_1.BLOCK]().numbers(); // throws now, not later, if they were given back
        const scope = (0, memory_1.currentScope)();
        const loans = this.loans?.filter((loan) => loan.users > 0) ?? [];
        let loan = loans.find((one) => one.scope === scope);
        if (loan === undefined) {
            loan = new lazy_1.Loan(this, scope);
            loans.push(loan);
        }
        this.loans = loans;
        const lazy = new lazy_1.Lazy(loan, transposed, factor, scope);
        return transposed
            ? new Matrix(this.columns, this.rows, lazy)
            : new Matrix(this.rows, this.columns, lazy);
    }
    /** As a factor of a product: a transpose is read where it lies. */
    asFactor() {
        if (this.store instanceof lazy_1.Lazy && this.store.transposed) {
            const source = this.store.source();
            return { block: source[memory_1.BLOCK](), rowStride: 1, columnStride: source.columns };
        }
        return { block: this[memory_1.BLOCK](), rowStride: this.columns, columnStride: 1 };
    }
    // ---- elements ----
    get(row, column) {
        if (column < 0 || column >= this.columns)
            return undefined; // as ml-matrix
        return this.numbers()[this.rowStart(row) + column];
    }
    set(row, column, value) {
        const start = this.rowStart(row);
        if (column >= 0 && column < this.columns)
            this.changing().numbers()[start + column] = value;
        return this;
    }
    numbers() {
        return this[memory_1.BLOCK]().numbers();
    }
    rowStart(row) {
        if (row < 0 || row >= this.rows) {
            throw new TypeError(`row ${row} of a ${shapeOf(this)} matrix`);
        }
        return row * this.columns;
    }
    to1DArray() {
        return blocks.arrayOf(this.numbers());
    }
    to2DArray() {
        return Array.from({ length: this.rows }, (_, i) => this.getRow(i));
    }
    getRow(index) {
        if (!(index >= 0 && index < this.rows))
            throw new RangeError("Row index out of range");
        const start = index * this.columns;
        return blocks.arrayOf(this.numbers().subarray(start, start + this.columns));
    }
    fill(value) {
        this.changing().numbers().fill(value);
        return this;
    }
    clone() {
        return new Matrix(this);
    }
    // ---- elementwise; inherited.ts puts ml-matrix's names on these ----
    /** this op= a number, or a matrix of the same shape. */
    combine(op, other) {
        if (typeof other === "number") {
            blocks.combineNumber(op, this.changing(), other);
            return this;
        }
        const b = Matrix.checkMatrix(other);
        if (b.rows !== this.rows || b.columns !== this.columns) {
            throw new RangeError(`Matrices dimensions must be equal: they are ${shapeOf(this)} and ${shapeOf(b)}`);
        }
        const multiple = b.store instanceof lazy_1.Lazy && !b.store.transposed ? b.store : undefined;
        const source = multiple?.source();
        if (source !== undefined && source !== this && (op === blocks.ADD || op === blocks.SUB)) {
            const factor = (multiple?.factor ?? 1) * (op === blocks.ADD ? 1 : -1);
            blocks.addScaled(this.changing(), source[memory_1.BLOCK](), factor);
        }
        else {
            const block = b[memory_1.BLOCK]();
            blocks.combine(op, this.changing(), 1, this.size, block, 0, 1);
        }
        return this;
    }
    /** this op= a vector, for each row or each column. */
    combineVector(op, vector, by) {
        const length = by === "row" ? this.columns : this.rows;
        const size = ml_matrix_1.AbstractMatrix.isMatrix(vector) ? vector.size : vector.length;
        if (size !== length) {
            const what = by === "row" ? "columns" : "rows";
            throw new RangeError(`vector size must be the same as the number of ${what}: it is ${size}, the matrix ${shapeOf(this)}`);
        }
        const b = vector instanceof Matrix ? vector[memory_1.BLOCK]() : blockOf(vector);
        const stride = by === "row" ? 0 : 1;
        blocks.combine(op, this.changing(), this.rows, this.columns, b, stride, 1 - stride);
        return this;
    }
    /** this = f(this), element by element. */
    map(f) {
        const block = this.changing();
        blocks.map(f, block, block);
        return this;
    }
    /** f of each element, a new matrix. */
    mapped(f) {
        const block = this[memory_1.BLOCK]();
        const out = (0, memory_1.newBlock)(block.length);
        blocks.map(f, out, block);
        return new Matrix(this.rows, this.columns, out);
    }
    /** factor times this, a new matrix. */
    multipliedBy(factor) {
        return this.lend(false, factor);
    }
    sum(by) {
        if (by === undefined)
            return blocks.sum(this[memory_1.BLOCK]());
        if (by === "row")
            return blocks.reduce("sumRows", this[memory_1.BLOCK](), this.rows, this.columns);
        if (by === "column")
            return blocks.reduce("sumColumns", this[memory_1.BLOCK](), this.rows, this.columns);
        throw new Error(`invalid option: ${by}`);
    }
    max(by) {
        if (by === "row" && !this.isEmpty()) {
            return blocks.reduce("maxRows", this[memory_1.BLOCK](), this.rows, this.columns);
        }
        return super.max(by);
    }
    /** Where the largest number of a row is: the first of several, as ml-matrix's. */
    maxRowIndex(row) {
        if (!(row >= 0 && row < this.rows) || this.columns === 0)
            return super.maxRowIndex(row);
        const numbers = this.numbers();
        const start = row * this.columns;
        let best = 0;
        for (let j = 1; j < this.columns; j++) {
            if (numbers[start + j] > numbers[start + best])
                best = j;
        }
        return [row, best];
    }
    dot(vector) {
        const b = vector instanceof Matrix ? vector[memory_1.BLOCK]() : blockOf(vector);
        if (b.length !== this.size)
            throw new RangeError("vectors do not have the same size");
        return blocks.dot(this[memory_1.BLOCK](), b);
    }
    // ---- products ----
    /**
     * @param other k×n
     * @returns this (m×k) times other, m×n
     * @throws RangeError naming both shapes when they do not fit
     */
    mmul(other) {
        const b = Matrix.checkMatrix(other);
        if (this.columns !== b.rows) {
            throw new RangeError(`cannot multiply ${shapeOf(this)} by ${shapeOf(b)}: ${this.columns} columns, but ${b.rows} rows`);
        }
        const block = (0, product_1.multiply)(this.asFactor(), b.asFactor(), this.rows, b.columns, this.columns);
        return new Matrix(this.rows, b.columns, block);
    }
    /** The transpose; computed when it has to be, a product reads it where it lies. */
    transpose() {
        return this.lend(true, 1);
    }
    transposeMultiply(other) {
        return this.transpose().mmul(other);
    }
    // ---- parts ----
    /** @throws RangeError when an index or a column is out of range, as ml-matrix's does */
    subMatrixRow(indices, startColumn = 0, endColumn = this.columns - 1) {
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
    removeRow(index) {
        return this.replaceBy(new ml_matrix_1.Matrix(this).removeRow(index));
    }
    addRow(index, array) {
        return this.replaceBy(new ml_matrix_1.Matrix(this).addRow(index, array));
    }
    removeColumn(index) {
        return this.replaceBy(new ml_matrix_1.Matrix(this).removeColumn(index));
    }
    addColumn(index, array) {
        return this.replaceBy(new ml_matrix_1.Matrix(this).addColumn(index, array));
    }
    replaceBy(from) {
        const block = (0, memory_1.newBlockIn)(this.changing().scope, from.size);
        copyNumbers(block, from);
        this.rows = from.rows;
        this.columns = from.columns;
        this.store = block;
        return this;
    }
    // ---- makers ----
    static checkMatrix(value) {
        return value instanceof Matrix ? value : new Matrix(value);
    }
    static zeros(rows, columns) {
        return new Matrix(rows, columns);
    }
    static from1DArray(rows, columns, data) {
        if (rows * columns !== data.length) {
            throw new RangeError("data length does not match given dimensions");
        }
        const result = new Matrix(rows, columns);
        result.numbers().set(data);
        return result;
    }
    static rowVector(data) {
        return Matrix.from1DArray(1, data.length, data);
    }
    static columnVector(data) {
        return Matrix.from1DArray(data.length, 1, data);
    }
    static copy(from, to) {
        for (let i = 0; i < from.rows; i++) {
            for (let j = 0; j < from.columns; j++)
                to.set(i, j, from.get(i, j));
        }
        return to;
    }
}
exports.Matrix = Matrix;
function copyOf(block, scope) {
    const copy = (0, memory_1.newBlockIn)(scope, block.length);
    copy.numbers().set(block.numbers());
    return copy;
}
/** Puts a matrix's numbers into a block, row after row. */
function copyNumbers(block, from) {
    if (from instanceof Matrix) {
        const source = from[memory_1.BLOCK]();
        block.numbers().set(source.numbers());
        return;
    }
    const to = block.numbers();
    const { rows, columns } = from;
    const data = from instanceof ml_matrix_1.Matrix ? from.data : [];
    for (let i = 0; i < rows; i++) {
        if (data[i] !== undefined)
            to.set(data[i], i * columns);
        else
            for (let j = 0; j < columns; j++)
                to[i * columns + j] = from.get(i, j);
    }
}
/** A block with the numbers of a vector. */
function blockOf(vector) {
    const numbers = ml_matrix_1.AbstractMatrix.isMatrix(vector) ? vector.to1DArray() : vector;
    const block = (0, memory_1.newBlock)(numbers.length);
    block.numbers().set(numbers);
    return block;
}
