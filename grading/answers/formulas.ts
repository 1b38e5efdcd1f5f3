// Problem 1: the answers are cells; what they declare is read after the inputs have
// been replaced by the grader's.

import { FORMULA_TOLERANCE } from "../../lib/answers/formulas";
import { gradeId, type Notebook } from "../assignment/notebook";
import { answerCells, type Part } from "../assignment/parts";
import { formulaInputs } from "./inputs";
import { declaration, type Plan } from "./variables";

/**
 * @param solved the solved notebook: its cells before the first question are the
 *   forward pass, through which the inputs are seen
 */
export function formulaPlan(solved: Notebook, parts: Part[], seed: number): Plan {
  const answers = answerCells(solved);
  const code = (id: string) => solved.cells.find((cell) => gradeId(cell) === id)?.source ?? "";
  const inputs = Object.entries(formulaInputs(seed));
  return {
    prepare: [
      code("setup"),
      inputs.map(([name, value]) => declaration(name, value)).join("\n"),
      `const [D, H] = [h0.rows, W1.rows];`,
      code("forward"),
    ],
    readings: parts.map(({ question, values = [] }) => {
      return { names: values, after: answers.get(question) ?? "" };
    }),
    tolerance: FORMULA_TOLERANCE,
  };
}
