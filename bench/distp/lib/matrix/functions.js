"use strict";
// What a network needs and ml-matrix has no name for. All take any matrix.
Object.defineProperty(exports, "__esModule", { value: true });
exports.firstNotFinite = exports.relu = exports.sigmoid = void 0;
const image_matrix_1 = require("./image-matrix");
const matrix_1 = require("./matrix");
const memory_1 = require("./memory");
/**
 * 1 / (1 + e^-z) of each element, without overflow.
 *
 * @param Z any shape
 * @returns a new matrix of that shape
 */
function sigmoid(Z) {
    return matrix_1.Matrix.checkMatrix(Z).mapped("sigmoid");
}
exports.sigmoid = sigmoid;
/**
 * max(z, 0) of each element.
 *
 * @param Z any shape
 * @returns a new matrix of that shape
 */
function relu(Z) {
    return matrix_1.Matrix.checkMatrix(Z).mapped("relu");
}
exports.relu = relu;
/**
 * Where a matrix has its first NaN or infinity. Images have none by nature.
 *
 * @returns row and column, or undefined when every element is finite
 */
function firstNotFinite(X) {
    if (X instanceof image_matrix_1.ImageMatrix)
        return undefined;
    const numbers = matrix_1.Matrix.checkMatrix(X)[memory_1.BLOCK]().numbers();
    for (let i = 0; i < numbers.length; i++) {
        if (!Number.isFinite(numbers[i]))
            return [Math.floor(i / X.columns), i % X.columns];
    }
    return undefined;
}
exports.firstNotFinite = firstNotFinite;
