"use strict";
// Operations on blocks: by the WebAssembly kernels when all of them are in its
// memory, else in plain TypeScript.
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
exports.transpose = exports.arrayOf = exports.reduce = exports.dot = exports.sum = exports.map = exports.combineNumber = exports.scale = exports.addScaled = exports.combine = exports.DIV = exports.MUL = exports.SUB = exports.ADD = void 0;
const plain = __importStar(require("./plain"));
const scratch_1 = require("./scratch");
const wasm_1 = require("./wasm");
exports.ADD = 0;
exports.SUB = 1;
exports.MUL = 2;
exports.DIV = 3;
/** a (rows×columns) op= b, whose strides make it a matrix, a row or column vector, a number. */
function combine(op, a, rows, columns, b, rowStride, columnStride) {
    const x = a.place();
    const y = b.place();
    if (x && y)
        (0, wasm_1.wasm)()?.combine(op, x, rows, columns, y, rowStride, columnStride);
    else
        plain.combine(op, a.numbers(), rows, columns, b.numbers(), rowStride, columnStride);
}
exports.combine = combine;
/** a += factor b */
function addScaled(a, b, factor) {
    const x = a.place();
    const y = b.place();
    if (x && y)
        (0, wasm_1.wasm)()?.addScaled(x, y, factor, a.length);
    else
        plain.addScaled(a.numbers(), b.numbers(), factor);
}
exports.addScaled = addScaled;
/** out = factor a */
function scale(out, a, factor) {
    const x = out.place();
    const y = a.place();
    if (x && y)
        (0, wasm_1.wasm)()?.scale(x, y, factor, a.length);
    else
        plain.scale(out.numbers(), a.numbers(), factor);
}
exports.scale = scale;
/** a op= a number */
function combineNumber(op, a, value) {
    const x = a.place();
    if (x)
        (0, wasm_1.wasm)()?.combineNumber(op, x, value, a.length);
    else
        plain.combineNumber(op, a.numbers(), value);
}
exports.combineNumber = combineNumber;
/** Functions that have a kernel. */
const FAST = { exp: Math.exp, sign: Math.sign, sigmoid: plain.sigmoid, relu: plain.relu };
/** out = f(a), element by element; out may be a. */
function map(f, out, a) {
    const x = out.place();
    const y = a.place();
    if (typeof f === "function")
        plain.map(f, out.numbers(), a.numbers());
    else if (x && y)
        (0, wasm_1.wasm)()?.[f](x, y, a.length);
    else
        plain.map(FAST[f], out.numbers(), a.numbers());
}
exports.map = map;
function sum(a) {
    const x = a.place();
    return (x ? (0, wasm_1.wasm)()?.sum(x, a.length) : undefined) ?? plain.sum(a.numbers());
}
exports.sum = sum;
function dot(a, b) {
    const x = a.place();
    const y = b.place();
    const result = x && y ? (0, wasm_1.wasm)()?.dot(x, y, a.length) : undefined;
    return result ?? plain.dot(a.numbers(), b.numbers());
}
exports.dot = dot;
const REDUCTIONS = {
    sumRows: plain.sumRows,
    sumColumns: plain.sumColumns,
    maxRows: plain.maxRows,
};
/** A number for each row or column of a, rows×columns. */
function reduce(name, a, rows, columns) {
    const n = name === "sumColumns" ? columns : rows;
    const y = a.place();
    (0, scratch_1.clearScratch)();
    const kernels = (0, wasm_1.wasm)();
    if (kernels === undefined || y === 0) {
        const out = new Float64Array(n);
        REDUCTIONS[name](out, a.numbers(), rows, columns);
        return arrayOf(out);
    }
    const x = (0, scratch_1.scratch)(8 * n);
    kernels[name](x, y, rows, columns);
    return arrayOf((0, scratch_1.numbersAt)(x, n));
}
exports.reduce = reduce;
/** The numbers in an array; several times faster than Array.from. */
function arrayOf(numbers) {
    const array = new Array(numbers.length);
    for (let i = 0; i < numbers.length; i++)
        array[i] = numbers[i];
    return array;
}
exports.arrayOf = arrayOf;
/** out (columns×rows) = the transpose of a, rows×columns. */
function transpose(out, a, rows, columns) {
    const to = out.numbers();
    const from = a.numbers();
    for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++)
            to[j * rows + i] = from[i * columns + j];
    }
}
exports.transpose = transpose;
