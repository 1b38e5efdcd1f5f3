// What a submission of the suite is, and what it must get.

import type { Draft, Host } from "./draft";

/** The automatic points. */
export const FULL: Record<string, number> = {
  "Q1.1": 3,
  "Q1.2": 3,
  "Q1.3": 3,
  "Q1.4": 3,
  "Q1.5": 3,
  "Q2.1": 5,
  "Q2.2": 10,
  "Q2.3": 5,
  "Q2.4": 5,
  MNIST: 3,
};

export const PROBLEM_1 = ["Q1.1", "Q1.2", "Q1.3", "Q1.4", "Q1.5"];
export const PROBLEM_2 = ["Q2.1", "Q2.2", "Q2.3", "Q2.4"];

export interface Case {
  /** Makes it of the right one. */
  change: (draft: Draft, host: Host) => void;
  /** Begins with the handout instead. */
  untouched?: true;
  /** Questions that get nothing, or less by some points; all others get all. */
  loses?: string[] | Record<string, number>;
  /** Questions under which a process must have ended. */
  crashed?: string[];
  /** Must be among the remarks on the parts or on the files. */
  remark?: RegExp;
}

/** By name: its folder's. */
export type Cases = Record<string, Case>;

/** Points by question. */
export function pointsOf({ loses = [] }: Case): Record<string, number> {
  const lost = Array.isArray(loses)
    ? Object.fromEntries(loses.map((question) => [question, FULL[question]]))
    : loses;
  const entries = Object.entries(FULL);
  return Object.fromEntries(entries.map(([name, most]) => [name, most - (lost[name] ?? 0)]));
}
