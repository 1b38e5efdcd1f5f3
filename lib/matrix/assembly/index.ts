// The matrix kernels, in AssemblyScript: compiled by ../build.js to
// ../built/kernels.wasm. Matrices are 64-bit floats, row after row; a pointer
// is the address of the first. ../plain.ts does the same in TypeScript.

export { addScaled, combine, combineNumber, scale, squaresAdded } from "./elementwise";
export { exp, relu, sigmoid, sign } from "./functions";
export { addColumnSums } from "./column-sums";
export { imagesTimes, roomOfImagesTimes } from "./images";
export { isServing, leaveOut, partsTaken, serve, settle } from "./jobs";
export { ln, log } from "./logarithm";
export { allocate, release, shrink } from "./memory";
export { multiply, roomOfMultiply } from "./product";
export { pairs } from "./pairs";
export { drawNormals, drawOrder } from "./random";
export { middleOf, packImages, roomOfRecords } from "./records";
export { dot, maxRows, sum, sumColumns, sumRows } from "./reductions";
export { roomOfTransposedImagesTimes, transposedImagesTimes } from "./transposed";
