// From all that was handed in to one submission a student, and its place.

import { shown } from "./names";
import { type Chosen, compare, describe, newest } from "./newest";
import { Refusal } from "./refusal";
import type { Handed } from "./sources";
import { type Existing, fold, type Target } from "./target";

export interface Student {
  handed: Handed[];
  /** Another student's name that could be this one's. */
  rival?: string;
}

export interface Result {
  handed: Handed[];
  /** The student's folder. */
  name: string;
  /** The one that counts, when it could be taken. */
  chosen?: Pick<Chosen, "handed" | "marks">;
  state: "new" | "replaced" | "as it was" | "older than there" | "not collected";
  remarks: string[];
}

/** Everything that each student handed in, in the order of their names. */
export function students(handed: Handed[]): Student[] {
  const byKey = new Map<string, Handed[]>();
  for (const one of handed) byKey.set(one.who.key, [...(byKey.get(one.who.key) ?? []), one]);
  const named = new Map<string, Set<string>>();
  for (const { who } of handed) {
    named.set(fold(who.id), (named.get(fold(who.id)) ?? new Set()).add(who.key));
  }
  const all = [...byKey.values()].map((group): Student => {
    const { key } = group[0].who;
    const others = group.flatMap(({ who }) => [...(named.get(fold(who.id)) ?? [])]);
    const other = others.find((other) => other !== key);
    return { handed: group, rival: other && byKey.get(other)?.[0].who.id };
  });
  return all.sort((a, b) => (a.handed[0].who.id < b.handed[0].who.id ? -1 : 1));
}

export interface Options {
  dryRun: boolean;
  replace: boolean;
}

/** Puts a student's newest submission in its place. Whatever is wrong is in the result. */
export async function collectStudent(
  { handed, rival }: Student,
  target: Target,
  { dryRun, replace }: Options,
): Promise<Result> {
  const result: Result = { handed, name: handed[0].who.id, state: "not collected", remarks: [] };
  let there: Existing | undefined;
  try {
    result.name = target.nameFor(handed[0].who);
    there = target.existing(result.name);
    if (rival !== undefined) {
      throw new Refusal(`${shown(rival)} could be the same student or another: rename one`);
    }
    const chosen = await newest(handed);
    result.remarks.push(...chosen.remarks);
    const state = decide(chosen, there, replace, result.remarks);
    if (!dryRun && (state === "new" || state === "replaced")) target.put(result.name, chosen);
    // Without its files: those of a whole class would fill the memory.
    result.chosen = { handed: chosen.handed, marks: chosen.marks };
    result.state = state;
  } catch (error) {
    const stays = there ? "; what is there stays" : "";
    result.remarks = [`${(error as Error).message}${stays}`];
  }
  return result;
}

/** What is to happen with what is there, which is never lost in silence. */
function decide(
  chosen: Chosen,
  there: Existing | undefined,
  replace: boolean,
  remarks: string[],
): Result["state"] {
  if (!there) return "new";
  const was = `${there.from ? `${shown(there.from)}, ` : ""}${describe(there.marks)}`;
  const edited = there.collected !== undefined && there.collected !== there.digest;
  const later = compare(chosen.marks, there.marks, ["time"]) > 0;
  if (chosen.digest === there.digest && !later) return "as it was";
  if (chosen.digest === there.collected) {
    remarks.push("what is there was edited since it was collected; it stays");
    return "as it was";
  }
  const newer = compare(chosen.marks, there.marks);
  if (newer < 0) {
    remarks.push(`what is there is newer (${was}); it stays`);
    return "older than there";
  }
  if (!replace && edited) {
    throw new Refusal(`there is a newer one, but what is there (${was}) was edited; --replace`);
  }
  if (!replace && newer === 0) {
    throw new Refusal(`it differs from what is there (${was}), which may be newer; --replace`);
  }
  remarks.push(`replaced what was there (${was})${edited ? ", edited since" : ""}`);
  return "replaced";
}
