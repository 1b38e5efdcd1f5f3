// Every operation that Matrix overrides, beside ml-matrix's own, on random
// shapes and on NaN, infinities and -0; inside tidy() and outside.

import assert from "node:assert/strict";
import { AbstractMatrix, Matrix as Plain } from "ml-matrix";
import { Matrix, tidy } from "../../../lib/matrix";
import { assertSame, onBoth, randomMatrix, SHAPES, seeded } from "./support";

/** Runs the same on ml-matrix and on ours, given matrices of either. */
type Operation = (of: typeof Plain, A: Plain, B: Plain, row: number[], column: number[]) => unknown;

// biome-ignore lint/suspicious/noExplicitAny: methods are called by name
const by = (M: unknown, name: string) => (M as any)[name].bind(M);

const exact: Record<string, Operation> = {};
for (const name of ["add", "sub", "subtract", "mul", "multiply", "div", "divide", "mod", "pow"]) {
  exact[name] = (_, A, B) => by(A, name)(B);
  exact[`${name} a number`] = (_, A) => by(A, name)(2.5);
  exact[`static ${name}`] = (M, A, B) => [by(M, name)(A, B), A];
  exact[`static ${name} a number`] = (M, A) => [by(M, name)(A, -3), A];
}
for (const name of ["addS", "subS", "mulS", "divS", "multiplyS"]) {
  exact[name] = (_, A) => by(A, name)(-0.5);
}
for (const name of ["addM", "subM", "mulM", "divM", "divideM"]) {
  exact[name] = (_, A, B) => by(A, name)(B);
}
for (const name of ["add", "sub", "mul", "div"]) {
  exact[`${name}RowVector`] = (_, A, _B, row) => by(A, `${name}RowVector`)(row);
  exact[`${name}ColumnVector`] = (_, A, _B, _row, column) => by(A, `${name}ColumnVector`)(column);
  exact[`${name}RowVector of a matrix`] = (M, A, _B, row) =>
    by(A, `${name}RowVector`)(M.rowVector(row));
  exact[`${name}ColumnVector of a matrix`] = (M, A, _B, _row, column) =>
    by(A, `${name}ColumnVector`)(M.columnVector(column));
}
const functions =
  "not abs acos acosh asin asinh atan atanh cbrt ceil clz32 cos cosh expm1 floor fround log1p log10 log2 round sign sin sinh sqrt tan tanh trunc neg";
for (const name of functions.split(" ")) {
  exact[name] = (_, A) => by(A, name)();
  if (name !== "neg") exact[`static ${name}`] = (M, A) => [by(M, name)(A), A];
}
Object.assign(exact, {
  "add a multiple": (M, A, B) => [A.add(M.mul(B, 0.1)), B],
  "sub a multiple": (M, A, B) => [A.sub(M.mul(B, 0.1)), B],
  "sub a multiple of itself": (M, A) => A.sub(M.mul(A, 0.1)),
  "multiply a multiple": (M, A, B) => A.mul(M.mul(B, 0.1)),
  "a multiple of a matrix that changes": (M, A) => {
    const multiple = M.mul(A, 2);
    A.fill(1);
    return [multiple, A];
  },
  "the transpose of a matrix that changes": (_, A) => {
    const transpose = A.transpose();
    const other = A.transpose();
    for (let i = 0; i < A.rows; i++) for (let j = 0; j < A.columns; j++) A.set(i, j, i - j);
    return [transpose, other.mul(2), transpose, A];
  },
  "a transpose that changes": (_, A) => [A.transpose().add(1), A],
  "add itself": (_, A) => A.add(A),
  clone: (_, A) => {
    const copy = A.clone();
    A.fill(7);
    return copy;
  },
  "new of a matrix": (M, A) => new M(A),
  "new of rows": (M, A) => new M(A.to2DArray()),
  to1DArray: (_, A) => A.to1DArray(),
  to2DArray: (_, A) => A.to2DArray(),
  toJSON: (_, A) => JSON.stringify(A),
  max: (_, A) => [A.max(), A.max("row"), A.max("column")],
  min: (_, A) => [A.min(), A.min("row"), A.min("column")],
  transpose: (_, A) => [A.transpose(), A.transpose().transpose(), A],
  "elements of a transpose": (_, A) => A.transpose().to1DArray(),
  fill: (_, A) => A.fill(-0),
  "static min": (M, A, B) => M.min(A, B),
  "static max": (M, A, B) => M.max(A, B),
  "static zeros": (M, A) => M.zeros(A.rows, A.columns),
  "static ones": (M, A) => M.ones(A.rows, A.columns),
  "static eye": (M, A) => M.eye(A.rows, A.columns),
  "static diag": (M, _A, _B, row) => M.diag(row),
  "static rowVector": (M, _A, _B, row) => M.rowVector(row),
  "static columnVector": (M, _A, _B, row) => M.columnVector(row),
  "static from1DArray": (M, A) => M.from1DArray(A.rows, A.columns, A.to1DArray()),
  "static copy": (M, A, B) => M.copy(A, B),
  repeat: (_, A) => A.repeat({ rows: 2, columns: 3 }),
  concat: (_, A, B) => [A.concat(B), A.concat(B, "column")],
  selection: (_, A) => (A.isEmpty() ? 0 : A.selection([A.rows - 1, 0], [0, 0])),
  subMatrix: (_, A) => (A.isEmpty() ? 0 : A.subMatrix(0, A.rows - 1, 0, 0)),
  subMatrixRow: (_, A) => (A.isEmpty() ? 0 : A.subMatrixRow([A.rows - 1, 0, 0])),
  "some columns of subMatrixRow": (_, A) =>
    A.isEmpty() ? 0 : A.subMatrixRow([0, A.rows - 1], A.columns - 1, A.columns - 1),
  subMatrixColumn: (_, A) => (A.isEmpty() ? 0 : A.subMatrixColumn([A.columns - 1, 0])),
  setSubMatrix: (_, A, B) => A.setSubMatrix(B, 0, 0),
  "rows and columns": (_, A) =>
    A.isEmpty() ? 0 : [A.getRow(0), A.getColumn(0), A.getRowVector(0), A.getColumnVector(0)],
  setRow: (_, A, _B, row) => (A.rows ? A.setRow(A.rows - 1, row) : 0),
  setColumn: (_, A, _B, _row, column) => (A.columns ? A.setColumn(0, column) : 0),
  addRow: (_, A, _B, row) => [A.clone().addRow(row), A.clone().addRow(0, row)],
  addColumn: (_, A, _B, _row, column) => [
    A.clone().addColumn(column),
    A.clone().addColumn(0, column),
  ],
  removeRow: (_, A) => (A.rows ? A.removeRow(A.rows - 1) : 0),
  removeColumn: (_, A) => (A.columns ? A.removeColumn(0) : 0),
  "elements beyond the edge": (_, A) => (A.rows ? A.get(0, A.columns) : 0),
  kroneckerProduct: (_, A, B) => A.kroneckerProduct(B),
  iteration: (_, A) => [...A],
  values: (_, A) => [...A.values()],
  apply: (_, A) =>
    A.apply(function (i, j) {
      this.set(i, j, -this.get(i, j));
    }),
} satisfies Record<string, Operation>);

/** Sums of many terms, in another order; exp and log of another make. */
const rounded: Record<string, Operation> = {
  exp: (_, A) => A.exp(),
  "static exp": (M, A) => [M.exp(A), A],
  log: (_, A) => A.log(),
  "static log": (M, A) => [M.log(A), A],
  sum: (_, A) => [A.sum(), A.sum("row"), A.sum("column")],
  mean: (_, A) => [A.mean("row"), A.mean("column")],
  dot: (_, A, B) => [A.dot(B), A.dot(A)],
  norm: (_, A) => [A.norm(), A.norm("frobenius"), A.isEmpty() ? 0 : A.norm("max")],
  mmul: (_, A, B) => A.mmul(B.transpose()),
  "transposed mmul": (_, A, B) => A.transpose().mmul(B),
  "mmul of two transposes": (_, A, B) => A.transpose().mmul(B.transpose().transpose()),
  "mmul of a copied transpose": (_, A, B) => A.transpose().clone().mmul(B),
  "mmul of a multiple": (M, A, B) => M.mul(A, 0.5).mmul(M.mul(B, 3).transpose()),
  transposeMultiply: (_, A, B) => A.transposeMultiply(B),
  gram: (_, A) => A.gram(),
  mmulByTranspose: (_, A) => A.mmulByTranspose(),
  variance: (_, A) => (A.isEmpty() ? 0 : A.variance("column")),
  center: (_, A) => A.center("column"),
};

for (const [name, operation] of [...Object.entries(exact), ...Object.entries(rounded)]) {
  const tolerance = name in exact ? 0 : 1e-13;
  onBoth(`does ${name} agree with ml-matrix?`, () => {
    const random = seeded(7);
    for (const [rows, columns] of SHAPES) {
      // transposeMultiply of ml-matrix skips zeros: 0 times Infinity is 0 there
      for (const special of name === "transposeMultiply" ? [false] : [false, true]) {
        const A = randomMatrix(random, rows, columns, special);
        const B = randomMatrix(random, rows, columns, special);
        const row = randomMatrix(random, 1, columns, special).to1DArray();
        const column = randomMatrix(random, 1, rows, special).to1DArray();
        const what = `${name} of ${rows}×${columns}`;
        const attempt = (make: () => unknown) => {
          try {
            return make();
          } catch (error) {
            return `throws ${(error as Error).name}`;
          }
        };
        const expected = attempt(() => operation(Plain, A.clone(), B.clone(), row, column));
        const ours = () => operation(Matrix, new Matrix(A), new Matrix(B), row, column);
        assertSame(attempt(ours), expected, tolerance, what);
        assertSame(
          attempt(() => tidy(ours)),
          expected,
          tolerance,
          `${what} in tidy()`,
        );
        const mixed = () => operation(Matrix, new Matrix(A), B.clone(), row, column);
        assertSame(attempt(mixed), expected, tolerance, `${what} with ml-matrix's`);
        const theirs = () => operation(Plain, A.clone(), new Matrix(B), row, column);
        assertSame(attempt(theirs), expected, tolerance, `${what} from ml-matrix's`);
      }
    }
  });
}

onBoth("is a large product ml-matrix's, in all four ways of lying?", () => {
  const random = seeded(8);
  for (const [m, k, n] of [
    [130, 300, 20],
    [5, 1000, 9],
    [300, 2, 70],
  ] as const) {
    const A = randomMatrix(random, m, k);
    const B = randomMatrix(random, k, n);
    const expected = A.mmul(B);
    for (const left of [new Matrix(A), new Matrix(A.transpose()).transpose(), A]) {
      for (const right of [new Matrix(B), new Matrix(B.transpose()).transpose(), B]) {
        assertSame(left.mmul(right), expected, 1e-12);
        assertSame(
          tidy(() => left.mmul(right)),
          expected,
          1e-12,
        );
        assertSame(new Matrix(left).mmul(right.to2DArray()), expected, 1e-12);
      }
    }
  }
});

onBoth("do shapes that do not fit throw an error that names both?", () => {
  const A = Matrix.ones(3, 4);
  assert.throws(() => A.mmul(Matrix.ones(3, 4)), /RangeError.*3×4.*3×4/);
  assert.throws(() => A.transpose().mmul(Matrix.ones(4, 2)), /RangeError.*4×3.*4×2/);
  assert.throws(() => A.add(Matrix.ones(4, 3)), /RangeError.*3×4.*4×3/);
  assert.throws(() => A.addRowVector([1, 2, 3]), /RangeError.*3.*3×4/);
  assert.throws(() => A.addColumnVector([1, 2, 3, 4]), /RangeError.*4.*3×4/);
});

onBoth("is it an AbstractMatrix of ml-matrix?", () => {
  for (const A of [
    Matrix.ones(2, 3),
    Matrix.ones(2, 3).transpose(),
    Matrix.mul(Matrix.eye(2), 3),
  ]) {
    assert.ok(A instanceof AbstractMatrix);
    assert.ok(Plain.isMatrix(A));
  }
});

onBoth("do ml-matrix's decompositions work on it?", async () => {
  const { inverse, SVD, solve } = await import("ml-matrix");
  const A = new Matrix([
    [2, 1],
    [1, 3],
  ]);
  assertSame(inverse(A).mmul(A), Plain.eye(2), 1e-12);
  assertSame(solve(A, Matrix.columnVector([3, 4])).to1DArray(), [1, 1], 1e-12);
  assertSame(new SVD(A).diagonal, new SVD(new Plain(A)).diagonal, 1e-12);
});

onBoth("is the norm of what has changed never an earlier one?", () => {
  const random = seeded(8);
  for (const [rows, columns] of [
    [0, 0],
    [1, 1],
    [3, 5],
    [200, 300],
  ]) {
    const A = new Matrix(randomMatrix(random, rows, columns));
    const B = new Matrix(randomMatrix(random, rows, columns));
    const check = (when: string) => {
      const fresh = new Plain(A).norm();
      assert.ok(Math.abs(A.norm() - fresh) <= 1e-12 * fresh, `${A.norm()}, not ${fresh}, ${when}`);
    };
    for (const wrap of [(work: () => unknown) => work(), tidy]) {
      wrap(() => A.sub(Matrix.mul(B, 0.25)));
      check("after a multiple was added");
      wrap(() => A.mul(2));
      check("after mul");
      wrap(() => A.add(Matrix.mul(B, 3)));
      if (rows > 0) A.set(0, 0, 50);
      check("after set");
      A.add(Matrix.mul(B, Number.NaN));
      assert.ok(rows === 0 || Number.isNaN(A.norm()));
      A.fill(1);
      check("after fill");
    }
  }
});

onBoth("are products and column sums of any width those of ml-matrix?", () => {
  const random = seeded(9);
  for (let n = 1; n <= 27; n++) {
    for (const [m, k] of [
      [1, 3],
      [2, 1],
      [5, 17],
      [23, 300],
    ]) {
      const A = randomMatrix(random, m, k);
      const B = randomMatrix(random, k, n);
      const expected = A.mmul(B);
      const ours = tidy(() => [
        new Matrix(A).mmul(new Matrix(B)),
        new Matrix(A.transpose()).transpose().mmul(new Matrix(B.transpose()).transpose()),
      ]);
      for (const product of ours) assertSame(product, expected, 1e-10, `${m}×${k}×${n}`);
      assertSame(new Matrix(B).sum("column"), B.sum("column"), 1e-10, `${k}×${n}`);
      assertSame(
        tidy(() => new Matrix(B).sum("column")),
        B.sum("column"),
        1e-10,
        `${k}×${n}`,
      );
    }
  }
});
