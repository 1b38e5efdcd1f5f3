// What the grader makes of a mutant.

import { parse } from "../../grading/assignment/solutions";
import type { Formula } from "../../grading/mistakes/known";
import { askMlp, runCells } from "../../grading/mistakes/run";
import { explain, type KnownMistake } from "../../lib/answers/explain";
import { answeredFormulas } from "../../lib/answers/formulas";
import { type Answers, Judge, type Solution } from "../../lib/answers/judge";
import { WAYS } from "../../lib/answers/probes";
import { TOLERANCES, withDifferences } from "../../lib/answers/steps";
import { same, type Values } from "../../lib/answers/value";
import type { Mutant } from "./make";

export interface Outcome {
  mutant: Mutant;
  /** Of the answer that it is in; empty where it is in what is given. */
  question: string;
  /** The questions that it costs. */
  lost: string[];
  /** By question lost, the known mistake's name, if it is one. */
  named: string[];
  /** All values that are looked at are those of the solution. */
  equal: boolean;
}

/** @param probes by question */
export async function gradeMutant(
  mutant: Mutant,
  solution: Solution,
  probes: Map<string, string>,
): Promise<Outcome> {
  const question = questionAt(mutant.text, mutant.line);
  let answers: Answers;
  try {
    answers = await askMlp(mutant.text, solution.inputs, [...probes.values()]);
  } catch {
    // It cannot even be loaded.
    return { mutant, question, lost: [...probes.keys()], named: [], equal: false };
  }
  const judge = new Judge(solution, answers, "named");
  const lost: string[] = [];
  const named: string[] = [];
  for (const [asked, probe] of probes) {
    const { right, finding } = judge.verdict({ question: asked, probe });
    if (right) continue;
    lost.push(asked);
    if (finding?.mistake) named.push(finding.mistake);
  }
  return { mutant, question, lost, named, equal: isEqual(solution.right, answers) };
}

/** @param right by question, as the solution has it */
export function gradeCell(
  mutant: Mutant,
  { question, names, before }: Formula,
  right: Record<string, Values>,
  mistakes: KnownMistake[],
): Outcome {
  const base = { mutant, question };
  let have: Values;
  try {
    have = runCells([...before, mutant.text], names);
  } catch {
    return { ...base, lost: [question], named: [], equal: false };
  }
  const finding = explain(answeredFormulas(question, right[question], have, mistakes), "named");
  if (!finding) return { ...base, lost: [], named: [], equal: true };
  const named = finding.mistake ? [finding.mistake] : [];
  return { ...base, lost: [question], named, equal: false };
}

function isEqual(right: Answers, have: Answers): boolean {
  return Object.keys(right).every((probe) =>
    WAYS.every((way) => {
      const [want, given] = [
        right[probe][way] as Values,
        withDifferences(have[probe][way] as Values),
      ];
      return Object.keys(want).every((name) => same(want[name], given[name], TOLERANCES[probe]));
    }),
  );
}

/** The question whose answer a line of lib/mlp.ts is in. */
function questionAt(text: string, line: number): string {
  let at = 0;
  for (const part of parse(text, "lib/mlp.ts")) {
    if (typeof part === "string") {
      at++;
      if (at >= line) return "";
      continue;
    }
    at += part.lines.length + 2;
    if (at >= line) return part.question;
  }
  return "";
}
