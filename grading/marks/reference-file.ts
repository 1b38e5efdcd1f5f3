// The reference as a file: made once for a class, read wherever a submission is graded.

import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Reference } from "./reference";

interface File extends Omit<Reference, "handout"> {
  seed: number;
  /** Of the grader that made it. */
  grader: string;
  handout: [string, Reference["handout"] extends Map<string, infer N> ? N : never][];
}

export interface KeptReference {
  reference: Reference;
  seed: number;
  grader: string;
}

export function writeReference(file: string, kept: KeptReference): void {
  writeFileSync(`${file}.new`, `${packReference(kept)}\n`);
  renameSync(`${file}.new`, file);
}

/** As a line of JSON. */
export function packReference({ reference, seed, grader }: KeptReference): string {
  const handout = [...reference.handout];
  return JSON.stringify({ seed, grader, ...reference, handout } satisfies File);
}

/** What was kept; null if there is no such file. */
export function readReference(file: string): KeptReference | null {
  return existsSync(file) ? parseReference(readFileSync(file, "utf8")) : null;
}

export function parseReference(text: string): KeptReference {
  const { seed, grader, handout, ...rest } = JSON.parse(text) as File;
  return { seed, grader, reference: { ...rest, handout: new Map(handout) } };
}
