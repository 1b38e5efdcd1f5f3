// npm run mutants: the grader and the project's tests, tested with mutants of the solution.

import { cpus } from "node:os";
import type { CommandLine } from "../../cli/command";
import { readArguments } from "../../cli/help";
import type { Tools } from "../../grading/handout/course";
import {
  formulasFor,
  INPUTS,
  probes,
  solutionFor,
  solvedMlp,
} from "../grading/mistakes/problem-set";
import { gradeCell, gradeMutant, type Outcome } from "./grade";
import { type Mutant, mutantsOf } from "./make";
import { seeNamed } from "./named";
import { Copy, type Tested } from "./tests";

const command: CommandLine = {
  usage: "[-- --tests | --named]",
  summary: `Makes mutants of lib/mlp.ts and of the formulas by rule (a sign, a factor, an axis, a
transpose, an index, a dropped term) and grades each: it gives what the solution gives
for the hidden inputs, or it is to cost its question. How many are named is told, too.`,
  options: {
    tests: { help: "runs the tests of lib/mlp.ts on each of its mutants as well: minutes" },
    named: {
      help: "instead: makes each of the usual mistakes in an unpacked handout, whose npm test is to name it, and in a class of one student a mistake, whose pages and tables are to name it: a quarter of an hour",
    },
  },
  details: "",
  exit: `0 each is equal or costs its question, and no more,
1 one does not, a run of the tests does not end, or a mistake is not named`,
};

/** All mutants, graded on the hidden inputs. */
export async function gradeMutants(): Promise<Outcome[]> {
  const solution = await solutionFor(INPUTS.hidden);
  const outcomes: Outcome[] = [];
  for (const mutant of mutantsOf(solvedMlp)) {
    outcomes.push(await gradeMutant(mutant, solution, probes));
  }
  const { formulas, right, mistakes } = formulasFor(20);
  for (const formula of formulas) {
    for (const mutant of mutantsOf(formula.answer)) {
      outcomes.push(gradeCell(mutant, formula, right, mistakes));
    }
  }
  return outcomes;
}

/** Whether a mutant shows a hole: it is not equal, and its question does not pay for it. */
export function isHole({ equal, question, lost }: Outcome): boolean {
  if (equal) return lost.length > 0;
  return question ? lost.join() !== question : lost.length === 0;
}

export async function main(args: string[], tools: Tools): Promise<void> {
  const asked = readArguments(command, "npm run mutants", args, (given) => {
    return { tests: given.flag("tests"), named: given.flag("named") };
  });
  if (asked === null) return;
  if (asked.named) {
    if (!(await seeNamed(tools))) process.exitCode = 1;
    return;
  }
  const outcomes = await gradeMutants();
  const inFormulas = ({ question }: Outcome) => question.startsWith("Q1");
  console.log(
    summary(
      "lib/mlp.ts",
      outcomes.filter((outcome) => !inFormulas(outcome)),
    ),
  );
  console.log(summary("the formulas of Problem 1", outcomes.filter(inFormulas)));
  for (const outcome of outcomes) {
    const { mutant, question, lost, named, equal } = outcome;
    const costs = equal ? "equal" : `costs ${lost.join(", ") || "nothing"}`;
    const hole = isHole(outcome) ? "HOLE " : "";
    const name = named.length > 0 ? `, named ${named.join(", ")}` : "";
    console.log(`${hole}${question || "given"}:${mutant.line} ${mutant.what}: ${costs}${name}`);
    if (hole) process.exitCode = 1;
  }
  if (asked.tests) await testMutants(mutantsOf(solvedMlp));
}

function summary(of: string, outcomes: Outcome[]): string {
  const count = (which: (outcome: Outcome) => boolean) => outcomes.filter(which).length;
  return (
    `${outcomes.length} mutants of ${of}: ${count(({ equal }) => equal)} equal on the hidden inputs, ` +
    `${count((outcome) => !outcome.equal && !isHole(outcome))} caught by their question, ` +
    `${count(({ named }) => named.length > 0)} named`
  );
}

/** Says which mutants of lib/mlp.ts pass its tests. */
async function testMutants(mutants: Mutant[]): Promise<void> {
  const due = mutants.entries();
  const found = new Map<Mutant, Tested>();
  const workers = Array.from({ length: cpus().length }, async () => {
    const copy = new Copy();
    try {
      for (const [i, mutant] of due) {
        const tested = await copy.test(mutant);
        found.set(mutant, tested);
        if (tested !== "caught") {
          console.log(`${tested}: line ${mutant.line}, ${mutant.what}`);
        }
        if ((i + 1) % 20 === 0) console.error(`${i + 1} of ${mutants.length} tested`);
      }
    } finally {
      copy.remove();
    }
  });
  await Promise.all(workers);
  const count = (which: Tested) => [...found.values()].filter((tested) => tested === which).length;
  console.log(
    `${count("caught")} of ${found.size} are caught by the tests of lib/mlp.ts, ` +
      `${count("passed")} pass, ${count("did not end")} do not end`,
  );
  if (count("did not end") > 0) process.exitCode = 1;
}
