// One word on how a submission has fared.

/**
 * "graded": every mark is final. "waiting": parts are to be marked by hand.
 * "crashed": a process ended before it gave an answer, which has cost marks.
 * "unreadable": a file is missing or cannot be read, which has cost marks.
 * "failed": grading itself did not come to its end; there are no marks.
 */
export type Status = "graded" | "waiting" | "crashed" | "unreadable" | "failed";

/**
 * @param files what was odd about the files
 * @param crashed parts under which a process ended
 * @param waiting questions that a person is to mark
 */
export function statusOf(files: string[], crashed: string[], waiting: string[]): Status {
  if (files.some((line) => /^there is no |cannot be read/.test(line))) return "unreadable";
  if (crashed.length > 0) return "crashed";
  return waiting.length > 0 ? "waiting" : "graded";
}
