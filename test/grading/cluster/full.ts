// npm run test:cluster: every fault, one by one, with a class of 60 and real grading.
//   npm run test:cluster -- [--submissions N] [--workers N on each of two hosts] [--only NAME]

import { parseArgs } from "node:util";
import { installCluster } from "../../../scripts/set-up";
import { FAULTS } from "./faults";
import { hostsProblem, wireProblem } from "./hosts";
import { Class } from "./runs";

export async function main(args: string[]): Promise<void> {
  const options = {
    submissions: { type: "string", default: "60" },
    workers: { type: "string", default: "2" },
    only: { type: "string" },
  } as const;
  const { submissions, workers, only } = parseArgs({ args, options }).values;
  const problem = hostsProblem();
  if (problem) throw new Error(problem);
  const students = new Class(Number(submissions), await installCluster());
  const timed = async (name: string, run: () => Promise<string[]>) => {
    const begun = performance.now();
    const notes = await run();
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    console.log([`${name}: the same tables, ${seconds} s`, ...notes].join("\n    "));
  };
  try {
    await timed("one machine", async () => {
      await students.here();
      return [];
    });
    for (const fault of FAULTS.filter(({ name }) => !only || name.includes(only))) {
      const missing = fault.wire && wireProblem();
      if (missing) console.log(`${fault.name}: SKIPPED, ${missing}`);
      else await timed(fault.name, () => students.onCluster(fault, Number(workers)));
    }
  } finally {
    students.close();
  }
}
