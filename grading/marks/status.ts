// One word on how a submission has fared.

import type { Reading } from "../submission/findings";

/**
 * "graded": every mark is final. "waiting": parts are to be marked by hand.
 * "crashed": a process ended before it gave an answer, which has cost marks.
 * "unreadable": a file is missing or cannot be read, which has cost marks.
 * "unclear": what was handed in may be meant in another way, which may have cost marks.
 * "failed": grading itself did not come to its end; there are no marks.
 */
export type Status = "graded" | "waiting" | "crashed" | "unclear" | "unreadable" | "failed";

/**
 * @param reading how the files could be read
 * @param crashed parts under which a process ended
 * @param waiting questions that a person is to mark
 */
export function statusOf(reading: Reading, crashed: string[], waiting: string[]): Status {
  if (reading === "unreadable") return "unreadable";
  if (crashed.length > 0) return "crashed";
  if (reading === "unclear") return "unclear";
  return waiting.length > 0 ? "waiting" : "graded";
}
