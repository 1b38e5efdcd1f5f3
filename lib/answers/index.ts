// The notebooks' checks.

import { Matrix } from "../matrix";
import { encode } from "./encode";
import { explain } from "./explain";
import { answeredFormulas } from "./formulas";
import { networkInputs, VISIBLE } from "./inputs";
import { type Answers, Judge, probesFor } from "./judge";
import { known } from "./known";
import { type Lib, probes } from "./probes";

/** What is asked of lib/mlp.ts, by question. */
const PROBES: Record<string, string> = {
  "Q2.1": "forward",
  "Q2.2": "backward",
  "Q2.3": "train",
  "Q2.4": "relu",
};

/**
 * Checks the values of a question of Problem 1, to the digits that grading asks for.
 *
 * @param question "Q1.1"
 * @param values by the names that the question gives them
 * @throws Error with what can be said of the first that is wrong
 */
export function checkFormulas(question: string, values: Record<string, unknown>): void {
  if (!known) return;
  const have = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, encode(value)]),
  );
  const asked = answeredFormulas(question, known.formulas[question], have, known.mistakes);
  const finding = explain(asked, known.hints);
  if (finding) throw new Error(finding.message);
}

/**
 * Puts a question to lib/mlp.ts as grading does: with values of its own, for a second
 * network, whose biases are not zero, and with scores in the hundreds. Of a question
 * without a probe, such as MNIST, only what comes before is asked.
 *
 * Prints which earlier question is wrong, if one is: what a cell goes on to compute with the
 * whole network is then wrong because of that one.
 *
 * @param question "Q2.1"
 * @param mlp what lib/mlp.ts exports
 * @param names the gradients that are checked, if it is not all
 * @throws Error with what can be said of the first step that is wrong
 */
export async function checkNetwork(
  question: string,
  mlp: object,
  ...names: string[]
): Promise<void> {
  if (!known) return;
  const { seed, network, mistakes, hints } = known;
  const inputs = networkInputs(seed, VISIBLE);
  const probe: string | undefined = PROBES[question];
  const answers: Answers = {};
  for (const asked of probesFor(probe)) {
    const { whole, part } = probes[asked];
    const lib = { mlp: mlp as Lib["mlp"], matrix: { Matrix } };
    answers[asked] = { whole: await whole(lib, inputs), part: await part(lib, inputs) };
  }
  const judge = new Judge({ inputs, right: network, mistakes }, answers, hints);
  if (probe) {
    const { right, finding } = judge.verdict({
      question,
      probe,
      names: names.length > 0 ? names : undefined,
    });
    if (!right) throw new Error(finding?.message ?? `${question} is not right`);
  }
  const wrong = judge.firstWrongBefore(probe);
  const [earlier] = Object.entries(PROBES).find(([, name]) => name === wrong) ?? [];
  if (earlier) {
    const alone = probe ? `${question} is right by itself. ` : "";
    console.log(`${alone}The rest of this check needs ${earlier}, which is not right yet.`);
  }
}
