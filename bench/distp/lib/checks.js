"use strict";
// What the public entries of the network ask of their arguments. Each error
// names the argument, what it is and what it should be.
Object.defineProperty(exports, "__esModule", { value: true });
exports.assertCount = exports.assertRate = exports.assertLabels = exports.assertExamples = exports.assertMatrix = exports.shapeOf = void 0;
const matrix_1 = require("./matrix");
/** "3×4", as shapes are written in errors. */
function shapeOf(matrix) {
    return `${matrix.rows}×${matrix.columns}`;
}
exports.shapeOf = shapeOf;
/** @throws TypeError when the value does not look like a matrix of ml-matrix */
function assertMatrix(name, value) {
    const matrix = value;
    if (typeof matrix?.rows !== "number" || typeof matrix.mmul !== "function") {
        throw new TypeError(`${name} is ${Array.isArray(value) ? "an array" : typeof value}, but must be a Matrix (new Matrix(rows) makes one from an array of rows)`);
    }
}
exports.assertMatrix = assertMatrix;
/**
 * Examples in rows: at least one, of the given width, every entry finite.
 *
 * @throws TypeError when X is no matrix, RangeError when its shape or an entry is wrong
 */
function assertExamples(name, X, inputSize) {
    assertMatrix(name, X);
    if (X.columns !== inputSize) {
        throw new RangeError(`${name} is ${shapeOf(X)}, but must be N×${inputSize}: a row an example, a column for each of the network's ${inputSize} inputs`);
    }
    if (X.rows === 0)
        throw new RangeError(`${name} is ${shapeOf(X)}: there is no example in it`);
    const at = (0, matrix_1.firstNotFinite)(X);
    if (at) {
        const [i, j] = at;
        throw new RangeError(`${name}[${i}, ${j}] is ${X.get(i, j)}, but every entry must be a finite number`);
    }
}
exports.assertExamples = assertExamples;
/**
 * One label an example, each a class index.
 *
 * @throws RangeError when the count or a label is wrong
 */
function assertLabels(name, y, N, numClasses) {
    if (y?.length !== N) {
        throw new RangeError(`${name} has ${y?.length ?? "no"} labels, but must have ${N}: one for each row`);
    }
    for (let n = 0; n < N; n++) {
        if (!Number.isInteger(y[n]) || y[n] < 0 || y[n] >= numClasses) {
            throw new RangeError(`${name}[${n}] is ${y[n]}, but a label must be an integer from 0 to ${numClasses - 1}`);
        }
    }
}
exports.assertLabels = assertLabels;
/** @throws RangeError when the number is negative, infinite or not a number */
function assertRate(name, value) {
    if (!Number.isFinite(value) || value < 0) {
        throw new RangeError(`${name} is ${value}, but must be a finite number that is not negative`);
    }
}
exports.assertRate = assertRate;
/** @throws RangeError when the number is not an integer of at least `least` */
function assertCount(name, value, least) {
    if (!Number.isInteger(value) || value < least) {
        throw new RangeError(`${name} is ${value}, but must be an integer of at least ${least}`);
    }
}
exports.assertCount = assertCount;
