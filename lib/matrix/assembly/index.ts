// The matrix kernels, in AssemblyScript: compiled by ../build.js to
// ../dist/kernels.wasm. Matrices are 64-bit floats, row after row; a pointer
// is the address of the first. ../plain.ts does the same in TypeScript.

export { addScaled, combine, combineNumber, scale } from "./elementwise";
export { exp, relu, sigmoid, sign } from "./functions";
export { addColumnSums, fetch, gather, list, minusOuter, repeatMinusRowTimes, transposeBytes } from "./images";
export { allocate, release } from "./memory";
export { multiply, pack } from "./product";
export { dot, maxRows, sum, sumColumns, sumRows } from "./reductions";
