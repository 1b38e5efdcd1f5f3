// A value of a student's program as plain data. What is not of the kinds a
// question can ask for becomes a remark on what it is instead.

import type { Value } from "./value";

/** Entries of the largest matrix or list that is taken out. */
const LARGEST = 100_000;

/** Never throws, whatever the value does when it is looked at. */
export function encode(value: unknown): Value {
  try {
    return encoded(value);
  } catch {
    return { wrong: "a value that cannot be read" };
  }
}

function encoded(value: unknown): Value {
  if (typeof value === "number") return number(value) ?? { wrong: String(value) };
  if (Array.isArray(value)) return Array.isArray(value[0]) ? nested(value) : list(value);
  if (isMatrix(value)) {
    return matrix(value.rows, value.columns, (i, j) => value.get(i, j));
  }
  return { wrong: kindOf(value) };
}

function list(values: unknown[]): Value {
  if (values.length > LARGEST) return { wrong: `a list of ${values.length} entries` };
  for (const [i, value] of values.entries()) {
    if (number(value) === undefined) return { wrong: `a list with ${kindOf(value)} at [${i}]` };
  }
  return values as number[];
}

/** An array of rows, taken as the matrix it spells out. */
function nested(rows: unknown[][]): Value {
  const columns = rows[0].length;
  const ragged = rows.some((row) => !Array.isArray(row) || row.length !== columns);
  if (ragged) return { wrong: "an array of rows of different lengths" };
  return matrix(rows.length, columns, (i, j) => rows[i][j]);
}

function matrix(rows: number, columns: number, get: (i: number, j: number) => unknown): Value {
  if (rows * columns > LARGEST) return { wrong: `a ${rows}×${columns} matrix` };
  const data: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const entry = number(get(i, j));
      if (entry === undefined) {
        return { wrong: `a matrix with ${kindOf(get(i, j))} at [${i}, ${j}]` };
      }
      data.push(entry);
    }
  }
  return { rows, columns, data };
}

function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

interface MatrixLike {
  rows: number;
  columns: number;
  get(row: number, column: number): unknown;
}

function isMatrix(value: unknown): value is MatrixLike {
  const { rows, columns, get } = (value ?? {}) as Partial<MatrixLike>;
  return Number.isInteger(rows) && Number.isInteger(columns) && typeof get === "function";
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null || typeof value === "number") return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  const name = Object.prototype.toString.call(value).slice(8, -1);
  return name === "Object" ? "an object" : `a ${name}`;
}
