// The problem set with its known mistakes, asked in this process: for the sandbox there
// is submissions.test.ts.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formulaPlan } from "../../../grading/answers/formulas";
import { HIDDEN } from "../../../grading/answers/inputs";
import { MNIST } from "../../../grading/answers/mnist-run";
import { readNotebooks } from "../../../grading/assignment/notebooks-in";
import { partsOf } from "../../../grading/assignment/parts";
import { mistakes } from "../../../grading/mistakes";
import { formulasOf, knownAnswers, knownFormulas } from "../../../grading/mistakes/known";
import { askMlp } from "../../../grading/mistakes/run";
import type { Hints } from "../../../lib/answers/explain";
import { type NetworkInputs, networkInputs, VISIBLE } from "../../../lib/answers/inputs";
import { Judge, type Solution, type Verdict } from "../../../lib/answers/judge";
import { root } from "../../../scripts/paths";

export const [P1] = ["1-backpropagation.ipynb"];
export const solvedMlp = readFileSync(join(root, "lib/mlp.ts"), "utf8");

export const notebooks = readNotebooks(join(root, "notebooks"));
const parts = [...notebooks].flatMap(([name, notebook]) => partsOf(name, notebook));
const asked = parts.filter(({ probe }) => probe && probe !== MNIST);

/** By question. */
export const probes = new Map(asked.map(({ question, probe = "" }) => [question, probe]));

/** What is drawn for the notebook's checks, and for grading. */
export const INPUTS: Record<string, NetworkInputs> = {
  visible: networkInputs(3, VISIBLE),
  hidden: networkInputs(20, HIDDEN),
  "hidden, drawn again": networkInputs(4711, HIDDEN),
};

/** The solution's values and the mistakes' for some inputs. */
export async function solutionFor(inputs: NetworkInputs): Promise<Solution & { unfit: string[] }> {
  return { inputs, ...(await knownAnswers(solvedMlp, inputs, probes, mistakes)) };
}

/** What a lib/mlp.ts is told of each question. */
export async function verdictsOn(
  mlp: string,
  solution: Solution,
  hints: Hints = "named",
): Promise<Map<string, Verdict>> {
  const answers = await askMlp(mlp, solution.inputs, [...probes.values()]);
  const judge = new Judge(solution, answers, hints);
  const verdicts = [...probes].map(([question, probe]): [string, Verdict] => {
    return [question, judge.verdict({ question, probe })];
  });
  return new Map(verdicts);
}

/** The solution's values in Problem 1 and the mistakes'. */
export function formulasFor(seed: number | "visible") {
  const notebook = notebooks.get(P1);
  if (!notebook) throw new Error(`there is no ${P1}`);
  const its = parts.filter((part) => part.notebook === P1 && !part.byHand);
  const code = (id: string) => notebook.cells.find((cell) => cell.id === id)?.source ?? "";
  const prepare =
    seed === "visible"
      ? [code("setup"), code("forward")]
      : formulaPlan(notebook, its, seed).prepare;
  const formulas = formulasOf(notebook, its, prepare);
  return { formulas, ...knownFormulas(formulas, mistakes) };
}
