"use strict";
// Matrix products, dense by dense.
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
exports.room = exports.resultFor = exports.placeOf = exports.multiply = void 0;
const memory_1 = require("./memory");
const plain = __importStar(require("./plain"));
const threads_1 = require("./threads");
const wasm_1 = require("./wasm");
const LARGE = 2 ** 24; // multiplications worth a second thread
const SMALL = 4096; // multiplications not worth a copy into WebAssembly memory
/** A (m×k) times B (k×n), m×n. */
function multiply(A, B, m, n, k) {
    const C = (0, memory_1.newBlock)(m * n);
    const scope = (0, memory_1.enter)();
    try {
        const outside = A.block.place() === 0 || B.block.place() === 0 || C.place() === 0;
        const a = outside && m * n * k < SMALL ? 0 : placeOf(A.block);
        const b = a && placeOf(B.block);
        const result = b ? resultFor(C) : C;
        const c = result.place();
        const kernels = (0, wasm_1.wasm)();
        if (kernels === undefined || !a || !b || !c) {
            plain.multiply(C.numbers(), m, n, k, numbersOf(A), numbersOf(B));
            return C;
        }
        if (m * n * k >= LARGE)
            (0, threads_1.startSecondThread)();
        const tiles = room(kernels.roomOfMultiply(n, k));
        const { rowStride, columnStride } = A;
        kernels.multiply(c, m, n, k, a, rowStride, columnStride, b, B.rowStride, B.columnStride, tiles);
        if (result !== C)
            C.numbers().set(result.numbers());
        return C;
    }
    finally {
        (0, memory_1.leave)(scope);
    }
}
exports.multiply = multiply;
/** Where a block is in WebAssembly memory, or a copy of it; 0 if there is no room. */
function placeOf(block) {
    if ((0, wasm_1.wasm)() === undefined || block.place() !== 0)
        return block.place();
    const copy = (0, memory_1.newBlock)(block.length);
    if (copy.place() !== 0)
        copy.numbers().set(block.numbers());
    return copy.place();
}
exports.placeOf = placeOf;
/** The block itself or, if there is room, one in WebAssembly memory to make it in. */
function resultFor(block) {
    if (block.place() !== 0)
        return block;
    const copy = (0, memory_1.newBlock)(block.length);
    if (copy.place() === 0)
        return block;
    return copy;
}
exports.resultFor = resultFor;
function numbersOf({ block, rowStride, columnStride }) {
    return { numbers: block.numbers(), rowStride, columnStride };
}
/** Room in WebAssembly memory until the current tidy() ends. */
function room(bytes) {
    const place = (0, memory_1.newBlock)(Math.ceil(bytes / 8)).place();
    if (place === 0)
        throw new RangeError("no memory for a matrix product");
    return place;
}
exports.room = room;
