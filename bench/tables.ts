// Tables in Markdown, and numbers as people read them.

import { median, spread } from "./statistics";

export function table(head: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, i) => (i === 0 ? "---" : "---:"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

/** Three digits. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** The median, and in brackets the smallest and the largest. */
export function medianAndSpread(values: number[]): string {
  if (values.length === 1) return number(values[0]);
  const [least, most] = spread(values);
  return `${number(median(values))} (${number(least)} to ${number(most)})`;
}

export function megabytes(values: (number | null)[]): string {
  const known = values.flatMap((value) => value ?? []);
  return known.length === 0 ? "–" : median(known).toFixed(0);
}
