// A submission and what it was given, as the lines of JSON that travel between
// processes and machines. Written by Gradbook at either end; the values in them were
// taken out of a student's process as data and stay data.

import type { Notebook } from "../assignment/notebook";
import type { Graded, Manner } from "../marks/grade-one";
import type { Submission } from "../submission/submission";

/** What is to be graded, and how. */
export interface Request {
  submission: Submission;
  manner: Manner;
}

/** What came of it; `failed` says why grading itself did not come to its end. */
export type Reply = { graded: Graded } | { failed: string };

/** JSON has no Map. */
type Listed<T extends { notebooks: Map<string, N> }, N> = Omit<T, "notebooks"> & {
  notebooks: [string, N][];
};

const list = <T extends { notebooks: Map<string, N> }, N>(value: T): Listed<T, N> => {
  return { ...value, notebooks: [...value.notebooks] };
};

export function packRequest({ submission, manner }: Request): string {
  return JSON.stringify({ submission: list(submission), manner });
}

export function unpackRequest(line: string): Request {
  const { submission, manner } = JSON.parse(line) as {
    submission: Listed<Submission, Notebook | null>;
    manner: Manner;
  };
  return { submission: { ...submission, notebooks: new Map(submission.notebooks) }, manner };
}

export function packReply(reply: Reply): string {
  return JSON.stringify("graded" in reply ? { graded: list(reply.graded) } : reply);
}

export function unpackReply(line: string): Reply {
  const reply = JSON.parse(line) as { graded: Listed<Graded, Notebook> } | { failed: string };
  if (!("graded" in reply)) return reply;
  return { graded: { ...reply.graded, notebooks: new Map(reply.graded.notebooks) } };
}
