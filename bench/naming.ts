// npm run bench -- --naming: what naming mistakes adds to grading a submission. The same
// submissions are graded by turns by a grader that knows the mistakes and by one that
// knows none, whose handout has none either.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Notebook } from "../grading/assignment/notebook";
import { readNotebooks } from "../grading/assignment/notebooks-in";
import { answerCells } from "../grading/assignment/parts";
import { makeCourse, type Tools } from "../grading/handout/course";
import { knownModule } from "../grading/handout/known";
import { gradeOne, mannerOf } from "../grading/marks/grade-one";
import { type Grader, openGrader } from "../grading/marks/grader";
import { makeReference, type Reference } from "../grading/marks/reference";
import { mistakes } from "../grading/mistakes";
import { type Mistake, patched } from "../grading/mistakes/mistake";
import { chooseCage } from "../grading/sandbox/choose";
import { filesIn } from "../grading/submission/files-in";
import { MLP } from "../grading/submission/modules";
import { readSubmission } from "../grading/submission/submission";
import { root } from "../scripts/paths";
import { CpuGroup } from "./spent";
import { median } from "./statistics";
import { medianAndSpread, table } from "./tables";

const SEED = 20;
const KINDS = ["right", "wrong"] as const;

/** CPU seconds, a run each. */
interface Spent {
  named: number[];
  without: number[];
}

export async function benchNaming(tools: Tools, runs: number): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), "gradbook-bench-naming-"));
  const graders: Grader[] = [];
  const group = new CpuGroup();
  try {
    const release = await makeCourse(join(work, "course"), tools);
    const cage = chooseCage();
    const workshops = ["named", "without"].map((name) => join(work, name));
    const reference = await makeReference(release, SEED, cage, join(work, "solution"));
    for (const [i, known] of [reference, await withoutMistakes(reference)].entries()) {
      graders.push(openGrader(known, cage, workshops[i]));
    }
    writeSubmission(join(work, "right"), []);
    writeSubmission(join(work, "wrong"), oneAQuestion());
    const spent = { right: none(), wrong: none() };
    for (let run = 0; run <= runs; run++) {
      for (const kind of KINDS) {
        const [named, without] = [
          await secondsFor(graders[0], join(work, kind), work, group),
          await secondsFor(graders[1], join(work, kind), work, group),
        ];
        console.error(
          `${kind}, run ${run} of ${runs}: ${named.toFixed(2)} and ${without.toFixed(2)} s`,
        );
        if (run === 0) continue; // what is read and compiled for the first time
        spent[kind].named.push(named);
        spent[kind].without.push(without);
      }
    }
    const rows = KINDS.map((kind) => rowOf(kind, spent[kind]));
    return table(["submission", "named, s CPU", "without, s CPU", "naming adds, s"], rows);
  } finally {
    for (const grader of graders) await grader.close();
    group.close();
    rmSync(work, { recursive: true, force: true });
  }
}

function none(): Spent {
  return { named: [], without: [] };
}

/** The difference is that of runs made one after the other. */
function rowOf(kind: string, { named, without }: Spent): string[] {
  const added = median(named.map((seconds, run) => seconds - without[run]));
  return [kind, medianAndSpread(named), medianAndSpread(without), added.toFixed(2)];
}

/** The same grader as if grading/mistakes were empty. */
async function withoutMistakes(reference: Reference): Promise<Reference> {
  const solved = readNotebooks(join(root, "notebooks"));
  const mlp = readFileSync(join(root, MLP), "utf8");
  const known = await knownModule(solved, mlp, "none", () => {});
  return { ...reference, known, mistakes: [], network: { ...reference.network, mistakes: [] } };
}

async function secondsFor(
  grader: Grader,
  folder: string,
  work: string,
  group: CpuGroup,
): Promise<number> {
  const submission = readSubmission(filesIn(folder), "student", grader.reference);
  const start = group.seconds;
  await gradeOne(grader, submission, join(work, "at-work"), mannerOf(120, false));
  return group.seconds - start;
}

/** Of each question the first. */
function oneAQuestion(): Mistake[] {
  return mistakes.filter(
    ({ question }, i) => mistakes.findIndex((one) => one.question === question) === i,
  );
}

/** The solution with mistakes in it. */
function writeSubmission(folder: string, made: Mistake[]): void {
  let mlp = readFileSync(join(root, MLP), "utf8");
  const inCells = new Map<string, Mistake>();
  const notebooks = readNotebooks(join(root, "notebooks"));
  const cells = new Map([...notebooks.values()].flatMap((notebook) => [...answerCells(notebook)]));
  for (const mistake of made) {
    const cell = cells.get(mistake.question);
    if (cell) inCells.set(cell, mistake);
    else mlp = patched(mlp, mistake);
  }
  const changed = ({ cells, ...notebook }: Notebook): Notebook => ({
    ...notebook,
    cells: cells.map((cell) => {
      const mistake = inCells.get(cell.id);
      return mistake ? { ...cell, source: patched(cell.source, mistake) } : cell;
    }),
  });
  mkdirSync(dirname(join(folder, MLP)), { recursive: true });
  writeFileSync(join(folder, MLP), mlp);
  for (const [name, notebook] of notebooks) {
    writeFileSync(join(folder, name), JSON.stringify(changed(notebook)));
  }
}
