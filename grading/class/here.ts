// A class graded on this machine's processors.

import { join } from "node:path";
import { gradeOne } from "../marks/grade-one";
import { openGrader } from "../marks/grader";
import type { Reference } from "../marks/reference";
import type { Cage } from "../sandbox/cage";
import type { Job, Takers } from "./jobs";

/**
 * @param work a folder for what is needed while grading
 * @param count how many are graded at a time
 */
export async function gradeHere(
  jobs: Job[],
  { graded, failed }: Takers,
  reference: Reference,
  cage: Cage,
  work: string,
  count: number,
): Promise<void> {
  const grader = openGrader(reference, cage, work);
  const due = [...jobs];
  const workers = Array.from({ length: count }, async (_, k) => {
    for (let job = due.shift(); job; job = due.shift()) {
      try {
        const { submission, manner, fingerprint } = job.read();
        const workspace = join(work, `${k}`);
        graded(job, fingerprint, await gradeOne(grader, submission, workspace, manner));
      } catch (error) {
        failed(job, (error as Error).message);
      }
    }
  });
  await Promise.all(workers).finally(() => grader.close());
}
