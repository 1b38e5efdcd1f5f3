// What the known mistakes give: computed by running the solution with each of them in it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { KnownMistake } from "../../lib/answers/explain";
import { FORMULA_TOLERANCE } from "../../lib/answers/formulas";
import type { NetworkInputs } from "../../lib/answers/inputs";
import type { Answers } from "../../lib/answers/judge";
import { WAYS } from "../../lib/answers/probes";
import { TOLERANCES, withDifferences } from "../../lib/answers/steps";
import { same, type Values } from "../../lib/answers/value";
import type { Notebook } from "../assignment/notebook";
import { answerCells, type Part } from "../assignment/parts";
import { MLP } from "../submission/modules";
import { type Mistake, patched } from "./mistake";
import { askMlp, runCells } from "./run";

/** A question that is asked by variables of a notebook, and how its answer is run. */
export interface Formula {
  question: string;
  names: string[];
  /** The solution's cell. */
  answer: string;
  /** The cells that are run before it. */
  before: string[];
}

export interface Found<T> {
  /** What the solution gives. */
  right: T;
  mistakes: KnownMistake[];
  /** Entries that the solution has outgrown, and why. */
  unfit: string[];
}

/**
 * The questions of a solved notebook that are asked by variables.
 *
 * @param prepare what is run before the answers
 */
export function formulasOf(solved: Notebook, parts: Part[], prepare: string[]): Formula[] {
  const answers = answerCells(solved);
  const before = [...prepare];
  return parts
    .filter(({ probe, byHand }) => !probe && !byHand)
    .map(({ question, values = [] }) => {
      const id = answers.get(question);
      const answer = solved.cells.find((cell) => cell.id === id)?.source ?? "";
      const formula = { question, names: values, answer, before: [...before] };
      before.push(answer);
      return formula;
    });
}

/** What the formulas give, right and with each of the mistakes. */
export function knownFormulas(
  formulas: Formula[],
  mistakes: Mistake[],
): Found<Record<string, Values>> {
  const found: Found<Record<string, Values>> = { right: {}, mistakes: [], unfit: [] };
  for (const { question, names, answer, before } of formulas) {
    const right = runCells([...before, answer], names);
    found.right[question] = right;
    for (const mistake of mistakes.filter((mistake) => mistake.question === question)) {
      try {
        const values = runCells([...before, patched(answer, mistake)], names);
        const part = changed(right, values, FORMULA_TOLERANCE);
        found.mistakes.push(entry(mistake, { part }));
      } catch (error) {
        found.unfit.push(unfit(mistake, error));
      }
    }
  }
  return found;
}

/**
 * What lib/mlp.ts gives, right and with each of the mistakes.
 *
 * @param text the solution
 * @param probes by question
 */
export async function knownAnswers(
  text: string,
  inputs: NetworkInputs,
  probes: Map<string, string>,
  mistakes: Mistake[],
): Promise<Found<Answers>> {
  const right = await askMlp(text, inputs, [...probes.values()]);
  for (const ways of Object.values(right)) {
    for (const way of WAYS) ways[way] = withDifferences(ways[way] as Values);
  }
  const found: Found<Answers> = { right, mistakes: [], unfit: [] };
  for (const mistake of mistakes) {
    const probe = probes.get(mistake.question);
    if (!probe) continue;
    try {
      const given = await askMlp(patched(text, mistake), inputs, [probe]);
      const values = WAYS.map((way) => {
        const now = withDifferences(given[probe][way] as Values);
        return [way, changed(right[probe][way] as Values, now, TOLERANCES[probe])];
      });
      found.mistakes.push(entry(mistake, Object.fromEntries(values)));
    } catch (error) {
      found.unfit.push(unfit(mistake, error));
    }
  }
  return found;
}

/** The solution of lib/mlp.ts. */
export function solvedMlp(root: string): string {
  return readFileSync(join(root, MLP), "utf8");
}

/** The values that a mistake changes. */
function changed(right: Values, values: Values, tolerance: number): Values {
  const entries = Object.entries(values).filter(([name, value]) => {
    return !same(right[name], value, tolerance);
  });
  return Object.fromEntries(entries);
}

function entry({ name, question, says }: Mistake, values: KnownMistake["values"]): KnownMistake {
  return { name, question, says, values };
}

function unfit({ name, question }: Mistake, error: unknown): string {
  return `the known mistake ${name} of ${question} does not fit the solution: ${(error as Error).message}`;
}
