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
exports.multiply = void 0;
const memory_1 = require("./memory");
const plain = __importStar(require("./plain"));
const scratch_1 = require("./scratch");
const threads_1 = require("./threads");
const wasm_1 = require("./wasm");
const LARGE = 2 ** 24; // multiplications worth a second thread
const SMALL = 4096; // multiplications not worth a copy into WebAssembly memory
/** A (m×k) times B (k×n), m×n. */
function multiply(A, B, m, n, k) {
    const C = (0, memory_1.newBlock)(m * n);
    const kernels = (0, wasm_1.wasm)();
    const outside = A.block.place() === 0 || B.block.place() === 0 || C.place() === 0;
    (0, scratch_1.clearScratch)();
    const a = outside && m * n * k < SMALL ? 0 : (0, scratch_1.placeOf)(A.block);
    const b = a && (0, scratch_1.placeOf)(B.block);
    const c = b && (0, scratch_1.placeLike)(C);
    if (kernels === undefined || c === 0) {
        plain.multiply(C.numbers(), m, n, k, numbersOf(A), numbersOf(B));
        return C;
    }
    const shared = m * n * k >= LARGE;
    if (shared)
        (0, threads_1.startSecondThread)();
    const tiles = (0, scratch_1.scratch)(kernels.roomOfMultiply(n, k));
    const { rowStride, columnStride } = A;
    if (shared)
        (0, threads_1.productBegins)(m * n * k);
    kernels.multiply(c, m, n, k, a, rowStride, columnStride, b, B.rowStride, B.columnStride, tiles);
    if (shared)
        (0, threads_1.productEnds)();
    (0, scratch_1.deliver)(C, c);
    (0, scratch_1.clearScratch)();
    return C;
}
exports.multiply = multiply;
function numbersOf({ block, rowStride, columnStride }) {
    return { numbers: block.numbers(), rowStride, columnStride };
}
