// What a question is graded by: values that a student's program produced for
// inputs it was given, beside those of the solution for the same inputs.

/** Rows, columns, and the entries row by row. */
export interface MatrixValue {
  rows: number;
  columns: number;
  data: number[];
}

/** A value as it leaves a student's program; `wrong` says what is there instead of one. */
export type Value = number | number[] | MatrixValue | { wrong: string };

/** Values by name. */
export type Values = Record<string, Value>;

/** Why there is no value. */
export interface Failure {
  why: string;
  /** The process ended or was ended; else the code has merely thrown. */
  crashed: boolean;
}

/** The MIME type under which a cell puts out values. */
export const VALUES = "application/vnd.gradbook.values+json";

/**
 * What is wrong with a value, or null when it is right: a finite number, list or
 * matrix of the right shape, each entry within `tolerance` times the largest of
 * the solution's.
 *
 * @param actual from a student's process: anything at all
 */
export function mistake(expected: Value, actual: unknown, tolerance: number): string | null {
  const [want, have] = [entriesOf(expected), entriesOf(actual)];
  if (!want) throw new Error(`the solution's own value is none: ${JSON.stringify(expected)}`);
  if (!have) return `is ${remarkOn(actual)}, but must be ${want.shape}`;
  const single = want.shape === NUMBER && have.entries.length === 1;
  if (have.shape !== want.shape && !single) return `is ${have.shape}, but must be ${want.shape}`;
  const largest = Math.max(...want.entries.map(Math.abs), Number.MIN_VALUE);
  const right = have.entries.every(
    (entry, i) => Math.abs(entry - want.entries[i]) <= tolerance * largest,
  );
  return right ? null : "is not what the solution gives";
}

const NUMBER = "a number";

/** The entries and the shape of a value, or null when it is none. Takes anything. */
function entriesOf(value: unknown): { entries: number[]; shape: string } | null {
  if (typeof value === "number") return finite([value], NUMBER);
  if (Array.isArray(value)) return finite(value, `a list of ${value.length} numbers`);
  if (typeof value !== "object" || value === null) return null;
  const { rows, columns, data } = value as Partial<Record<keyof MatrixValue, unknown>>;
  if (typeof rows !== "number" || typeof columns !== "number" || !Array.isArray(data)) return null;
  if (data.length !== rows * columns) return null;
  return finite(data, `a ${rows}×${columns} matrix`);
}

function finite(entries: unknown[], shape: string) {
  const all = entries.every((entry) => typeof entry === "number" && Number.isFinite(entry));
  return all ? { entries: entries as number[], shape } : null;
}

function remarkOn(value: unknown): string {
  const wrong = (value as { wrong?: unknown } | null | undefined)?.wrong;
  return typeof wrong === "string" ? wrong.slice(0, 100) : "nothing";
}
