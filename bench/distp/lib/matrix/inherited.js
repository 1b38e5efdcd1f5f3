"use strict";
// ml-matrix's names for what Matrix does by kernels, and its other methods
// that make a matrix: they make a fast one here.
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
const ml_matrix_1 = require("ml-matrix");
const blocks = __importStar(require("./blocks"));
const matrix_1 = require("./matrix");
// biome-ignore lint/suspicious/noExplicitAny: methods are put in place by name
const methods = matrix_1.Matrix.prototype;
// biome-ignore lint/suspicious/noExplicitAny: as above
const statics = matrix_1.Matrix;
// biome-ignore lint/suspicious/noExplicitAny: as above
const theirs = ml_matrix_1.AbstractMatrix.prototype;
const OPERATIONS = [
    [blocks.ADD, "add"],
    [blocks.SUB, "sub", "subtract"],
    [blocks.MUL, "mul", "multiply"],
    [blocks.DIV, "div", "divide"],
];
for (const [op, ...names] of OPERATIONS) {
    for (const name of names) {
        const combine = function (value) {
            return this.combine(op, value);
        };
        methods[name] = methods[`${name}S`] = methods[`${name}M`] = combine;
        statics[name] = (matrix, value) => new matrix_1.Matrix(matrix).combine(op, value);
        methods[`${name}RowVector`] = function (vector) {
            return this.combineVector(op, vector, "row");
        };
        methods[`${name}ColumnVector`] = function (vector) {
            return this.combineVector(op, vector, "column");
        };
    }
}
for (const name of ["mul", "multiply"]) {
    const inFull = statics[name];
    statics[name] = (matrix, value) => matrix instanceof matrix_1.Matrix && typeof value === "number"
        ? matrix.multipliedBy(value)
        : inFull(matrix, value);
}
// Functions of one element: Matrix.exp(A) is new, A.exp() in place.
const FUNCTIONS = "abs acos acosh asin asinh atan atanh cbrt ceil clz32 cos cosh exp expm1 floor fround log log1p log10 log2 round sign sin sinh sqrt tan tanh trunc";
for (const name of FUNCTIONS.split(" ")) {
    const f = name === "exp" || name === "sign" ? name : Math[name];
    methods[name] = function () {
        return this.map(f);
    };
    statics[name] = (matrix) => matrix_1.Matrix.checkMatrix(matrix).mapped(f);
}
// The remaining operators, by ml-matrix's own code on a copy.
const OPERATORS = "not pow mod modulus and or xor leftShift signPropagatingRightShift rightShift zeroFillRightShift";
for (const name of OPERATORS.split(" ")) {
    statics[name] = (matrix, value) => theirs[name].call(new matrix_1.Matrix(matrix), value);
}
// What ml-matrix makes as one of its own.
const MAKERS = "repeat getRowVector getColumnVector gram mmulByTranspose mpow strassen2x2 strassen3x3 mmulStrassen scaleRows scaleColumns kroneckerProduct kroneckerSum tensorProduct subMatrix subMatrixColumn concat selection";
for (const name of MAKERS.split(" ")) {
    methods[name] = function (...args) {
        return matrix_1.Matrix.checkMatrix(theirs[name].apply(this, args));
    };
}
for (const name of ["ones", "rand", "random", "randInt", "randomInt", "min", "max"]) {
    const make = statics[name];
    statics[name] = (...args) => matrix_1.Matrix.checkMatrix(make.apply(matrix_1.Matrix, args));
}
