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
import { type Reading as Clarity, mayCost } from "../submission/findings";
import { MLP } from "../submission/modules";
import type { Submission } from "../submission/submission";
import { makeWorkspace } from "../submission/workspace";
import type { Grader } from "./grader";
import type { Reading } from "./reference";

import { type Score, scoreNetwork, scoreReadings } from "./score";
import { type Overlay, wordsElsewhere } from "./words";

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
  /** How sure it is that what was graded is what the student meant. */
  reading: Clarity;
  /**
   * Parts marked by hand in whose place nothing is written, though something is elsewhere:
   * what that is.
   */
  waiting: Record<string, string>;
  /** What the notebooks link, by path, in base64. */
  documents: Record<string, string>;
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
  const { handout, modules, parts, network } = reference;
  const remarks = [...submission.remarks];
  const problem = makeWorkspace(workspace, base, { [MLP]: modules[MLP], ...submission.modules });
  if (problem) remarks.push(`does not compile: ${problem}`);
  try {
    const notebooks = new Map<string, Notebook>();
    const scores: Record<string, Score> = {};
    const overlays: Overlay[] = [];
    for (const [name, model] of handout) {
      const theirs = submission.notebooks.get(name) ?? null;
      const overlay = align(model, theirs);
      const aligned = overlay.notebook;
      const kernel = manner.scoresOnly ? null : programs.kernel(workspace);
      try {
        const executed = kernel && (await execute(kernel, aligned, manner.cell));
        if (executed?.crash) remarks.push(`${name}: ${executed.crash}`);
        notebooks.set(name, executed ? await artist.illustrate(executed.notebook) : aligned);
        const cells = studentCode(model, theirs);
        overlays.push({ ...overlay, name, model, code: cells });
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
    const { waiting, remark } = wordsElsewhere(parts, overlays, submission.beside?.paths ?? []);
    const empty = overlays.flatMap((overlay) => overlay.empty).filter((id) => !(id in waiting));
    const lost = parts.filter(({ id, points, byHand }) => {
      return byHand ? empty.includes(id) : scores[id] && scores[id].points < points;
    });
    const causes = submission.suspicions.filter((one) => lost.some((part) => mayCost(one, part)));
    remarks.push(...new Set(causes.map(({ text }) => text)));
    const clear = causes.length === 0 || submission.reading === "unreadable";
    if (remark) remarks.push(remark);
    return {
      scores,
      notebooks: submission.beside ? withBeside(notebooks, submission.beside.cell) : notebooks,
      remarks: remarks.map(oneLine),
      reading: clear ? submission.reading : "unclear",
      waiting,
      documents: submission.documents,
    };
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

/** What was handed in beside the notebooks stands at the top of the first. */
function withBeside(notebooks: Map<string, Notebook>, cell: Cell): Map<string, Notebook> {
  const [[first, notebook], ...others] = notebooks;
  return new Map([[first, { ...notebook, cells: [cell, ...notebook.cells] }], ...others]);
}

/** What a student's code or files may have had a say in, fit for a page or a terminal. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{C}\s]+/gu, " ").trim();
  return line.length > 500 ? `${line.slice(0, 500)} …` : line;
}
