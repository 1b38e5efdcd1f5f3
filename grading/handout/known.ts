// The handout's lib/answers/known.ts: values and sentences, which the notebooks' checks
// hold answers against. No formula is in it, and no line of a solution.

import type { Hints } from "../../lib/answers/explain";
import { networkInputs, VISIBLE } from "../../lib/answers/inputs";
import type { Known } from "../../lib/answers/judge";
import { MNIST } from "../answers/mnist-run";
import { gradeId, type Notebook } from "../assignment/notebook";
import { partsOf } from "../assignment/parts";
import { mistakes } from "../mistakes";
import { formulasOf, knownAnswers, knownFormulas } from "../mistakes/known";

/** Where it is in the handout. */
export const KNOWN = "lib/answers/known.ts";

/** Of the notebook's second network. */
const SEED = 3;

/** Digits that are kept: some more than the checks look at. */
const DIGITS: Record<string, number> = { "Q2.1": 9, "Q2.3": 9, "Q2.4": 9 };
const MOST_DIGITS = 14;

/**
 * The module's text.
 *
 * @param solved the solved notebooks, by file name
 * @param mlp the solved lib/mlp.ts
 * @param warn told of known mistakes that are left out
 */
export async function knownModule(
  solved: Map<string, Notebook>,
  mlp: string,
  hints: Hints,
  warn: (line: string) => void,
): Promise<string> {
  const parts = [...solved].flatMap(([name, notebook]) => partsOf(name, notebook));
  const formulas = [...solved].flatMap(([name, notebook]) => {
    const its = parts.filter((part) => part.notebook === name);
    const code = (id: string) => notebook.cells.find((cell) => gradeId(cell) === id)?.source ?? "";
    return formulasOf(notebook, its, [code("setup"), code("forward")]);
  });
  const asked = parts.filter(({ probe }) => probe && probe !== MNIST);
  const probes = new Map(asked.map(({ question, probe = "" }) => [question, probe]));
  const named = hints === "named" ? mistakes : [];
  const cells = knownFormulas(formulas, named);
  const network = await knownAnswers(mlp, networkInputs(SEED, VISIBLE), probes, named);
  for (const line of [...cells.unfit, ...network.unfit]) warn(`${line}: it is left out`);
  const known: Known = {
    hints,
    formulas: cells.right,
    seed: SEED,
    network: network.right,
    mistakes: [...cells.mistakes, ...network.mistakes],
  };
  return moduleOf(known);
}

/** As strings of JSON, which a compiler passes over quickly, one a mistake. */
function moduleOf({ mistakes, ...others }: Known): string {
  const lines = mistakes.map((mistake) => rounded(mistake, DIGITS[mistake.question]));
  const list = (texts: string[]) => texts.map((text) => `  ${JSON.stringify(text)},\n`).join("");
  return `// What the notebooks' checks hold answers against: values for their own inputs.

import type { Known } from "./judge";

const mistakes = [
${list(lines)}];

export const known: Known | null = {
  ...JSON.parse(
    ${JSON.stringify(rounded(others))},
  ),
  mistakes: mistakes.map((text) => JSON.parse(text)),
};
`;
}

function rounded(value: object, digits = MOST_DIGITS): string {
  return JSON.stringify(value, (_, entry) =>
    typeof entry === "number" ? Number(entry.toPrecision(digits)) : entry,
  );
}
