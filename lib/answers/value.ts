// What a question is answered with: values that a student's program gives for inputs
// it is given, to be held against those of the solution for the same inputs.

/** Rows, columns, and the entries row by row. */
export interface MatrixValue {
  rows: number;
  columns: number;
  data: number[];
}

/**
 * A value as it leaves a student's program. `wrong` says what is there instead of one,
 * `thrown` what the code that was to give it has thrown.
 */
export type Value = number | number[] | MatrixValue | { wrong: string } | { thrown: string };

/** Values by name. */
export type Values = Record<string, Value>;

/**
 * What is wrong with a value, or null when it is right: a finite number, list or
 * matrix of the right shape, each entry within `tolerance` times the largest of
 * the solution's.
 *
 * @param actual from a student's process: anything at all
 */
export function problemWith(expected: Value, actual: unknown, tolerance: number): string | null {
  const [want, have] = [entriesOf(expected), entriesOf(actual)];
  if (!want) throw new Error(`the solution's own value is none: ${JSON.stringify(expected)}`);
  if (!have) return thrownBy(actual) ?? `is ${remarkOn(actual)}, but must be ${want.shape}`;
  const single = want.shape === NUMBER && have.entries.length === 1;
  if (have.shape !== want.shape && !single) return `is ${have.shape}, but must be ${want.shape}`;
  return near(want.entries, have.entries, tolerance) ? null : "is not what the solution gives";
}

/** Whether each entry is within `tolerance` times the largest of those that are wanted. */
export function near(want: number[], have: number[], tolerance: number): boolean {
  const most = tolerance * Math.max(...want.map(Math.abs), Number.MIN_VALUE);
  return have.every((entry, i) => Math.abs(entry - want[i]) <= most);
}

/** Whether two values are the same to `tolerance`; where there is none, for the same reason. */
export function same(a: Value, b: unknown, tolerance: number): boolean {
  if (entriesOf(a)) return problemWith(a, b, tolerance) === null;
  if (entriesOf(b)) return false;
  const reason = (value: unknown) => {
    const text = thrownBy(value) ?? remarkOn(value);
    return thrownBy(value) === null && /\b(NaN|Infinity)\b/.test(text) ? "not finite" : text;
  };
  return reason(a) === reason(b);
}

const NUMBER = "a number";

/** The entries and the shape of a value, or null when it is none. Takes anything. */
export function entriesOf(value: unknown): { entries: number[]; shape: string } | null {
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

/** Whether there is anything in a value's place: what could not be had was not given. */
export function isGiven(value: unknown): boolean {
  return thrownBy(value) === null && remarkOn(value) !== "nothing";
}

/** What was thrown in a value's place; null if nothing was. */
export function thrownBy(value: unknown): string | null {
  const thrown = (value as { thrown?: unknown } | null | undefined)?.thrown;
  return typeof thrown === "string" ? thrown.slice(0, 500) : null;
}

/** What is in the place of a value that is none. */
export function remarkOn(value: unknown): string {
  const wrong = (value as { wrong?: unknown } | null | undefined)?.wrong;
  if (typeof wrong === "string") return wrong.slice(0, 100);
  return entriesOf(value) ? "a value" : "nothing";
}
