// ml-matrix's names for what Matrix does by kernels, and its other methods
// that make a matrix: they make a fast one here.

import { AbstractMatrix } from "ml-matrix";
import * as blocks from "./blocks";
import { Matrix, type MaybeMatrix } from "./matrix";

// biome-ignore lint/suspicious/noExplicitAny: methods are put in place by name
const methods = Matrix.prototype as any;
// biome-ignore lint/suspicious/noExplicitAny: as above
const statics = Matrix as any;
// biome-ignore lint/suspicious/noExplicitAny: as above
const theirs = AbstractMatrix.prototype as any;

const OPERATIONS: [blocks.Operation, ...string[]][] = [
  [blocks.ADD, "add"],
  [blocks.SUB, "sub", "subtract"],
  [blocks.MUL, "mul", "multiply"],
  [blocks.DIV, "div", "divide"],
];

for (const [op, ...names] of OPERATIONS) {
  for (const name of names) {
    const combine = function (this: Matrix, value: number | MaybeMatrix): Matrix {
      return this.combine(op, value);
    };
    methods[name] = methods[`${name}S`] = methods[`${name}M`] = combine;
    statics[name] = (matrix: MaybeMatrix, value: number | MaybeMatrix): Matrix =>
      (matrix instanceof Matrix ? matrix.clone() : new Matrix(matrix)).combine(op, value);
    methods[`${name}RowVector`] = function (this: Matrix, vector: ArrayLike<number>): Matrix {
      return this.combineVector(op, vector, "row");
    };
    methods[`${name}ColumnVector`] = function (this: Matrix, vector: ArrayLike<number>): Matrix {
      return this.combineVector(op, vector, "column");
    };
  }
}

for (const name of ["mul", "multiply"]) {
  const inFull = statics[name];
  statics[name] = (matrix: MaybeMatrix, value: number | MaybeMatrix): Matrix =>
    matrix instanceof Matrix && typeof value === "number"
      ? matrix.multipliedBy(value)
      : inFull(matrix, value);
}

// Functions of one element: Matrix.exp(A) is new, A.exp() in place.
const FUNCTIONS =
  "abs acos acosh asin asinh atan atanh cbrt ceil clz32 cos cosh exp expm1 floor fround log log1p log10 log2 round sign sin sinh sqrt tan tanh trunc";
for (const name of FUNCTIONS.split(" ")) {
  const isFast = name === "exp" || name === "log" || name === "sign";
  const f = isFast ? name : Math[name as "abs"];
  methods[name] = function (this: Matrix): Matrix {
    return this.map(f);
  };
  statics[name] = (matrix: MaybeMatrix): Matrix => Matrix.checkMatrix(matrix).mapped(f);
}

// The remaining operators, by ml-matrix's own code on a copy.
const OPERATORS =
  "not pow mod modulus and or xor leftShift signPropagatingRightShift rightShift zeroFillRightShift";
for (const name of OPERATORS.split(" ")) {
  statics[name] = (matrix: MaybeMatrix, value?: number | MaybeMatrix): Matrix =>
    theirs[name].call(new Matrix(matrix), value);
}

// What ml-matrix makes as one of its own.
const MAKERS =
  "repeat getRowVector getColumnVector gram mmulByTranspose mpow strassen2x2 strassen3x3 mmulStrassen scaleRows scaleColumns kroneckerProduct kroneckerSum tensorProduct subMatrix subMatrixColumn concat selection";
for (const name of MAKERS.split(" ")) {
  methods[name] = function (this: Matrix, ...args: unknown[]): Matrix {
    return Matrix.checkMatrix(theirs[name].apply(this, args));
  };
}
for (const name of ["ones", "rand", "random", "randInt", "randomInt", "min", "max"]) {
  const make = statics[name];
  statics[name] = (...args: unknown[]): Matrix => Matrix.checkMatrix(make.apply(Matrix, args));
}
