// Grades one submission: its notebooks executed, its code put to the question, what
// comes of it held against the solution.

import { rmSync } from "node:fs";
import { align, studentCode } from "./align";
import { execute } from "./execute";
import { askNetwork, type NetworkAnswers } from "./network";
import type { Notebook } from "./notebook";
import type { Reference } from "./reference";
import { type Score, scoreProbe, scoreReadings } from "./score";
import type { Submission } from "./submission";
import { type Readings, readVariables } from "./variables";
import { MLP, makeWorkspace } from "./workspace";

/** What a submission is given. */
export interface Graded {
  /** By part. Parts marked by hand have none. */
  scores: Record<string, Score>;
  /** Executed, laid over the handout's, by file name. */
  notebooks: Map<string, Notebook>;
  /** What was odd about files and executions. */
  remarks: string[];
}

/** How a submission is graded. */
export interface Manner {
  /** No notebook is executed to be shown. */
  scoresOnly: boolean;
  /** Seconds for a cell of a notebook that is executed to be shown. */
  cell: number;
  /** Seconds for a cell whose values are read. */
  reading: number;
}

/**
 * @param workspace a path that is not there yet, and is not there afterwards
 */
export async function gradeOne(
  reference: Reference,
  submission: Submission,
  workspace: string,
  manner: Manner,
): Promise<Graded> {
  const { handout, programs, base, stub } = reference;
  const remarks = [...submission.remarks];
  const problem = makeWorkspace(workspace, base, { [MLP]: stub, ...submission.modules });
  if (problem) remarks.push(`does not compile: ${problem}`);
  try {
    const notebooks = new Map<string, Notebook>();
    for (const [name, model] of handout) {
      const aligned = align(model, submission.notebooks.get(name) ?? null);
      if (manner.scoresOnly) {
        notebooks.set(name, aligned);
        continue;
      }
      const kernel = () => programs.kernel(workspace);
      const { notebook, crash } = await execute(kernel, aligned, manner.cell);
      if (crash) remarks.push(`${name}: ${crash}`);
      notebooks.set(name, notebook);
    }
    const scores = await score(reference, submission, workspace, manner, problem);
    return { scores, notebooks, remarks };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

async function score(
  { parts, handout, readings, network, programs }: Reference,
  submission: Submission,
  workspace: string,
  manner: Manner,
  problem: string,
): Promise<Record<string, Score>> {
  const scores: Record<string, Score> = {};
  const network_ = problem
    ? unanswered(network.probes, problem)
    : await askNetwork(
        (onLine) => programs.network(workspace, onLine),
        network.inputs,
        network.probes,
      );
  for (const part of parts) {
    if (part.probe && network.probes.includes(part.probe)) {
      scores[part.id] = scoreProbe(part, network.expected, network_);
    }
  }
  for (const { notebook, plan, expected } of readings) {
    const model = handout.get(notebook) as Notebook;
    const cells = studentCode(model, submission.notebooks.get(notebook) ?? null);
    const found: Readings = await readVariables(
      () => programs.kernel(workspace),
      plan,
      cells,
      manner.reading,
      expected,
    );
    for (const part of parts) {
      if (part.notebook !== notebook || part.byHand || part.id in scores) continue;
      const names = part.values ?? Object.keys(expected);
      scores[part.id] = scoreReadings(part.points, names, expected, found, plan.tolerance);
    }
  }
  return scores;
}

function unanswered(probes: string[], why: string): NetworkAnswers {
  const failure = { why: `does not compile: ${why}`, crashed: false };
  return Object.fromEntries(
    probes.map((probe) => [probe, { whole: { failure }, part: { failure } }]),
  );
}
