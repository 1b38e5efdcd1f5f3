// What was collected, for the instructor: a line a student, then what is odd.

import { shown } from "./names";
import { describe } from "./newest";
import type { Source } from "./sources";
import type { Result } from "./students";
import { fold } from "./target";

/** So many students are named. */
const FEW = 3;

/** Where lines go: results and what stands beside them. */
export interface Say {
  print(line: string): void;
  note(line: string): void;
}

/**
 * Prints the table, the remarks and the failures.
 *
 * @param there the students' folders that are there now
 * @returns whether everything was collected, and there was something
 */
export function report(
  { print, note }: Say,
  results: Result[],
  sources: Source[],
  there: string[],
  dryRun: boolean,
): boolean {
  for (const line of table(results.filter(({ chosen }) => chosen).map(row))) print(line);
  for (const line of remarksOf(results)) print(`  ${shown(line)}`);
  for (const name of sources.flatMap(({ skipped }) => skipped)) {
    print(`  no submission: ${shown(name)}`);
  }
  const failed = [
    ...sources.flatMap(({ failures }) => failures),
    ...results
      .filter(({ chosen }) => !chosen)
      .map(({ name, handed, remarks }) => {
        const from = handed.map((one) => one.from).join(", ");
        return { from: from === name ? name : `${name} (${from})`, why: remarks.join("; ") };
      }),
  ];
  print(summary(results, failed.length, there, dryRun));
  if (failed.length > 0) note("Not collected:");
  for (const { from, why } of failed) note(`  ${shown(from)}: ${shown(why)}`);
  return failed.length === 0 && results.length > 0;
}

/** What is odd about whom; what many have in common is said once. */
function remarksOf(results: Result[]): string[] {
  const names = new Map<string, string[]>();
  for (const { name, handed, chosen, remarks } of results) {
    if (!chosen) continue;
    const others = handed.filter((one) => one !== chosen.handed);
    for (const remark of [...others.map(({ from }) => `does not count: ${from}`), ...remarks]) {
      names.set(remark, [...(names.get(remark) ?? []), name]);
    }
  }
  return [...names].flatMap(([remark, who]) =>
    who.length > FEW
      ? [`${who.length} students: ${remark}`]
      : who.map((name) => `${name}: ${remark}`),
  );
}

function row({ name, handed, chosen, state }: Result): string[] {
  if (!chosen) return [];
  const { who, from } = chosen.handed;
  const newest = handed.length > 1 ? `, newest of ${handed.length}: ${describe(chosen.marks)}` : "";
  return [
    shown(from),
    `-> ${shown(name)}`,
    state + (who.late ? ", late" : ""),
    `by ${who.by}${newest}`,
  ];
}

/** Lines with columns of equal width. */
function table(rows: string[][]): string[] {
  const widths = rows[0]?.map((_, k) => Math.max(...rows.map((row) => [...row[k]].length))) ?? [];
  const padded = (text: string, k: number) => text + " ".repeat(widths[k] - [...text].length);
  return rows.map((row) => row.map(padded).join("  ").trimEnd());
}

function summary(results: Result[], failed: number, there: string[], dryRun: boolean): string {
  const count = (state: Result["state"]) => results.filter((one) => one.state === state).length;
  const parts = (["new", "replaced", "as it was", "older than there"] as const)
    .map((state) => `${count(state)} ${state}`)
    .filter((part) => !part.startsWith("0 "));
  if (failed > 0) parts.push(`${failed} not collected`);
  const names = new Set(results.map(({ name }) => fold(name)));
  const rest = there.filter((name) => !names.has(fold(name))).length;
  const more = rest > 0 ? ` ${rest} more stay as they were.` : "";
  const students = results.length === 1 ? "1 student" : `${results.length} students`;
  const trial = dryRun ? " Dry run: nothing was written." : "";
  return `${students}: ${parts.join(", ") || "nothing was handed in"}.${more}${trial}`;
}
