// Grades one submission: its notebooks executed, its code put to the question, what
// comes of it held against the solution.

import { rmSync } from "node:fs";
import type { KnownMistake } from "../../lib/answers/explain";
import type { CagedKernel } from "../answers/cells";
import { execute } from "../answers/execute";
import { askNetwork } from "../answers/network";
import { type Readings, readInPassing, readVariables } from "../answers/variables";
import type { Cell, Notebook } from "../assignment/notebook";
import { align, studentCode } from "../submission/align";
import type { Submission } from "../submission/submission";
import { MLP, makeWorkspace } from "../submission/workspace";
import type { Grader } from "./grader";
import type { Reading } from "./reference";
import { type Score, scoreNetwork, scoreReadings } from "./score";

/** Seconds for all the cells of a notebook whose values are read. */
const READING_SECONDS = 60;

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
  /** Do not execute the notebooks: there is nothing to be shown. */
  scoresOnly: boolean;
  /** Seconds for a cell of a notebook that is executed to be shown. */
  cell: number;
  /** Seconds for a cell whose values are read, and for the questions to the network. */
  reading: number;
}

/** Seconds for a cell whose values are read, at most; the solution's take less than one. */
const LONGEST_READING = 10;

/** @param cellSeconds the longest that a notebook's cell may take */
export function mannerOf(cellSeconds: number, scoresOnly: boolean): Manner {
  return { scoresOnly, cell: cellSeconds, reading: Math.min(LONGEST_READING, cellSeconds) };
}

/**
 * @param workspace a path that is not there yet, and is not there afterwards
 */
export async function gradeOne(
  { reference, programs, base, artist }: Grader,
  submission: Submission,
  workspace: string,
  manner: Manner,
): Promise<Graded> {
  const { handout, stub, parts, network } = reference;
  const remarks = [...submission.remarks];
  const problem = makeWorkspace(workspace, base, { [MLP]: stub, ...submission.modules });
  if (problem) remarks.push(`does not compile: ${problem}`);
  try {
    const notebooks = new Map<string, Notebook>();
    const scores: Record<string, Score> = {};
    for (const [name, model] of handout) {
      const theirs = submission.notebooks.get(name) ?? null;
      const aligned = align(model, theirs);
      const kernel = manner.scoresOnly ? null : programs.kernel(workspace);
      try {
        const executed = kernel && (await execute(kernel, aligned, manner.cell));
        if (executed?.crash) remarks.push(`${name}: ${executed.crash}`);
        notebooks.set(name, executed ? await artist.illustrate(executed.notebook) : aligned);
        const cells = studentCode(model, theirs);
        for (const reading of reference.readings.filter(({ notebook }) => notebook === name)) {
          const start = () => programs.kernel(workspace, READING_SECONDS);
          const found = await read(reading, cells, kernel, start, manner.reading);
          Object.assign(scores, scoresOf(reading, found, reference.mistakes));
        }
      } finally {
        await kernel?.close();
      }
    }
    const start = (onLine: (line: string) => void) =>
      programs.network(workspace, manner.reading, onLine);
    const answers = await askNetwork(start, network.inputs, network.probes);
    const asked = parts.filter(({ probe }) => probe && network.probes.includes(probe));
    Object.assign(scores, scoreNetwork(asked, network, answers));
    for (const score of Object.values(scores)) {
      score.remark = oneLine(score.remark);
      score.message = oneLine(score.message);
    }
    return { scores, notebooks, remarks: remarks.map(oneLine) };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** In the kernel that has executed the notebook if that will do, else in a new one. */
async function read(
  { plan, expected }: Reading,
  cells: Cell[],
  executed: CagedKernel | null,
  start: () => CagedKernel,
  seconds: number,
): Promise<Readings> {
  const found = executed?.alive && (await readInPassing(executed, plan, cells, seconds, expected));
  return found || readVariables(start, plan, cells, seconds, expected);
}

function scoresOf(
  { parts, plan, expected }: Reading,
  found: Readings,
  mistakes: KnownMistake[],
): Record<string, Score> {
  return Object.fromEntries(
    parts.map((part) => [part.id, scoreReadings(part, expected, found, plan.tolerance, mistakes)]),
  );
}

/** What a student's code or files may have had a say in, fit for a page or a terminal. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{C}\s]+/gu, " ").trim();
  return line.length > 500 ? `${line.slice(0, 500)} …` : line;
}
