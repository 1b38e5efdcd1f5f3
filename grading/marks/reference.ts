// The problem set as the grader knows it, and what its solution gives for the
// grader's inputs.

import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../cli/user-error";
import type { KnownMistake } from "../../lib/answers/explain";
import { networkInputs } from "../../lib/answers/inputs";
import type { Solution } from "../../lib/answers/judge";
import type { Values } from "../../lib/answers/value";
import { root } from "../../scripts/paths";
import { formulaPlan } from "../answers/formulas";
import { HIDDEN } from "../answers/inputs";
import { MNIST, mnistPlan } from "../answers/mnist-run";
import { type Plan, readVariables } from "../answers/variables";
import type { Notebook } from "../assignment/notebook";
import { readNotebooks } from "../assignment/notebooks-in";
import { type Part, partsOf } from "../assignment/parts";
import { KNOWN } from "../handout/known";
import { mistakes } from "../mistakes";
import { formulasOf, knownAnswers, knownFormulas, solvedMlp } from "../mistakes/known";
import type { Cage } from "../sandbox/cage";
import { MLP } from "../submission/modules";
import type { Handout } from "../submission/submission";
import { givenModules, makeWorkspace } from "../submission/workspace";
import { openWorkshop } from "./workshop";

/** A notebook whose answers are read from variables. */
export interface Reading {
  notebook: string;
  /** What is marked by it. */
  parts: Part[];
  plan: Plan;
  expected: Values;
}

/** Plain data, so that it can be sent where submissions are graded. */
export interface Reference extends Handout {
  parts: Part[];
  /** lib/answers/known.ts as handed out: the notebooks' checks show what students have seen. */
  known: string;
  readings: Reading[];
  /** What lib/mlp.ts is asked, and what the solution gives. */
  network: Solution & { probes: string[] };
  /** What known mistakes give in the formulas. */
  mistakes: KnownMistake[];
}

/**
 * Puts the questions to the solution.
 *
 * @param release the handout's folder
 * @param seed of the inputs
 * @param work a folder for what is needed while grading
 */
export async function makeReference(
  release: string,
  seed: number,
  cage: Cage,
  work: string,
): Promise<Reference> {
  const known = readFileSync(join(release, KNOWN), "utf8");
  const { base, programs } = openWorkshop(cage, work, known);
  const solved = readNotebooks(join(root, "notebooks"));
  const parts = [...solved].flatMap(([name, notebook]) => partsOf(name, notebook));
  const solution = join(work, "solution");
  const sources = { [MLP]: readFileSync(join(root, MLP), "utf8") };
  const problem = makeWorkspace(solution, base, sources);
  if (problem) throw new UserError(`The solution does not compile: ${problem}`);

  const readings: Reading[] = [];
  for (const [name, notebook] of solved) {
    const its = parts.filter((part) => part.notebook === name && !part.byHand);
    for (const { plan, marked } of plansOf(notebook, its, seed)) {
      const answers = plan.readings.map(({ after }) => after);
      const cells = notebook.cells.filter(({ id }) => answers.includes(id));
      const read = await readVariables(() => programs.kernel(solution), plan, cells, 60);
      const { values, failures } = read;
      for (const { names } of plan.readings) {
        const missing = names.find((variable) => values[variable] === undefined);
        if (missing === undefined) continue;
        const why = failures[missing]?.why ?? "its cell has not declared it";
        throw new Error(`${name}: the solution has given no ${missing}: ${why}`);
      }
      readings.push({ notebook: name, parts: marked, plan, expected: values });
    }
  }
  const network = await networkReference(parts, seed);
  const formulas = formulaReference(solved, parts, seed);
  rmSync(solution, { recursive: true });
  return {
    parts,
    handout: readNotebooks(release),
    modules: givenModules(release),
    known,
    readings,
    network,
    mistakes: formulas.mistakes,
  };
}

/** How the answers in a notebook are read, and what is marked by them. */
function plansOf(solved: Notebook, parts: Part[], seed: number): { plan: Plan; marked: Part[] }[] {
  const formulas = parts.filter(({ probe }) => !probe);
  const mnist = parts.filter(({ probe }) => probe === MNIST);
  return [
    { plan: formulaPlan(solved, formulas, seed), marked: formulas },
    { plan: mnistPlan(solved, mnist), marked: mnist },
  ].filter(({ marked }) => marked.length > 0);
}

/** What lib/mlp.ts is asked, and what the solution and known mistakes give. */
async function networkReference(parts: Part[], seed: number) {
  const asked = parts.filter(({ probe }) => probe && probe !== MNIST);
  const probes = new Map(asked.map(({ question, probe = "" }) => [question, probe]));
  const inputs = networkInputs(seed, HIDDEN);
  const { right, mistakes: known } = await knownAnswers(solvedMlp(root), inputs, probes, mistakes);
  return { right, mistakes: known, inputs, probes: [...probes.values()] };
}

/** What known mistakes in the formulas give. */
function formulaReference(solved: Map<string, Notebook>, parts: Part[], seed: number) {
  const all = [...solved].flatMap(([name, notebook]) => {
    const its = parts.filter((part) => part.notebook === name && !part.byHand && !part.probe);
    return formulasOf(notebook, its, formulaPlan(notebook, its, seed).prepare);
  });
  return knownFormulas(all, mistakes);
}
