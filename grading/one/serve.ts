// One submission after the other, for a machine that grades many: a line of JSON in,
// a line of JSON out. What it keeps between two is only what all submissions share.

import { join } from "node:path";
import type { Writable } from "node:stream";
import { gradeOne } from "../marks/grade-one";
import type { Grader } from "../marks/grader";
import { packReply, type Reply, unpackRequest } from "./travel";

/**
 * Serves until the requests end.
 *
 * @param work a folder for workspaces
 */
export async function serve(
  grader: Grader,
  work: string,
  requests: AsyncIterableIterator<string>,
  replies: Writable,
): Promise<void> {
  for await (const line of requests) {
    if (line.trim() === "") continue;
    replies.write(`${packReply(await reply(grader, work, line))}\n`);
  }
}

async function reply(grader: Grader, work: string, line: string): Promise<Reply> {
  try {
    const { submission, manner } = unpackRequest(line);
    return { graded: await gradeOne(grader, submission, join(work, "submission"), manner) };
  } catch (error) {
    return { failed: (error as Error).message };
  }
}
