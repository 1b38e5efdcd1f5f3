// What was collected, for the instructor: a line a student, then what is odd.

import { note, print } from "../../cli/output";
import { shown } from "./names";
import { describe } from "./newest";
import type { Source } from "./sources";
import type { Result } from "./students";
import { fold } from "./target";

/**
 * Prints the table, the remarks and the failures.
 *
 * @param there the students' folders that are there now
 * @returns whether everything was collected
 */
export function report(
  results: Result[],
  sources: Source[],
  there: string[],
  dryRun: boolean,
): boolean {
  table(results.filter(({ chosen }) => chosen).map(row));
  for (const { name, handed, chosen, remarks } of results) {
    if (!chosen) continue;
    for (const one of handed) {
      if (one !== chosen.handed) print(`  ${shown(name)}: does not count: ${shown(one.from)}`);
    }
    for (const remark of remarks) print(`  ${shown(name)}: ${remark}`);
  }
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
  for (const { from, why } of failed) note(`  ${shown(from)}: ${why}`);
  return failed.length === 0;
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

/** Columns of equal width. */
function table(rows: string[][]): void {
  const widths = rows[0]?.map((_, k) => Math.max(...rows.map((row) => [...row[k]].length))) ?? [];
  for (const row of rows) {
    print(
      row
        .map((text, k) => text + " ".repeat(widths[k] - [...text].length))
        .join("  ")
        .trimEnd(),
    );
  }
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
  return `${results.length} students: ${parts.join(", ") || "none"}.${more}${dryRun ? " Dry run: nothing was written." : ""}`;
}
