// What is odd about a submission, for the instructor and the student.

import type { Part } from "../assignment/parts";

/**
 * What it means for the marks: nothing ("clear"); another reading of what was handed in
 * might give others ("unclear"); something is missing or cannot be read ("unreadable").
 */
export type Reading = "clear" | "unclear" | "unreadable";

const ORDER: Reading[] = ["clear", "unclear", "unreadable"];

/** Something that matters only where marks are lost. */
export interface Suspicion {
  text: string;
  /** What it may have cost: all, what lib/mlp.ts answers, or what a notebook does. */
  about: "all" | "network" | { notebook: string; question?: string };
}

/** Whether a suspicion may be why marks of a part are lost. */
export function mayCost({ about }: Suspicion, { probe, notebook, question }: Part): boolean {
  if (about === "all") return true;
  if (about === "network") return probe !== undefined;
  return about.notebook === notebook && (about.question ?? question) === question;
}

export class Findings {
  readonly remarks: string[] = [];
  readonly suspicions: Suspicion[] = [];
  reading: Reading = "clear";

  readonly remark = (text: string, reading: Reading = "clear"): void => {
    if (!this.remarks.includes(text)) this.remarks.push(text);
    if (ORDER.indexOf(reading) > ORDER.indexOf(this.reading)) this.reading = reading;
  };
}
