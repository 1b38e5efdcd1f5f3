// Mistakes in an unpacked handout, as a student makes them: what its `npm test` says.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answerCells } from "../../grading/assignment/parts";
import { mistakes } from "../../grading/mistakes";
import { type Mistake, patched } from "../../grading/mistakes/mistake";
import { MLP } from "../../grading/submission/modules";
import { notebooks, solvedMlp } from "../grading/mistakes/problem-set";
import { editCell, type Student, sourceOf } from "../grading/student";

/** What `npm test` says of a question. */
export interface Line {
  status: string;
  why: string;
}

/** Puts the solution in: all questions are answered. */
export function solve({ folder }: Student): void {
  writeFileSync(join(folder, MLP), solvedMlp);
  for (const [name, { cells }] of notebooks) {
    for (const { id, source, metadata } of cells) {
      if (!metadata.gradbook) continue;
      editCell(folder, name, id, (cell) => {
        cell.source = source;
      });
    }
  }
}

/** Makes mistakes in the student's files; gives what takes them back. */
export function make({ folder }: Student, made: Mistake[]): () => void {
  const files = [MLP, ...notebooks.keys()].map((name) => join(folder, name));
  const before = files.map((file) => readFileSync(file));
  for (const mistake of made) {
    const place = cellOf(mistake.question);
    if (place) {
      editCell(folder, place.notebook, place.id, (cell) => {
        cell.source = patched(sourceOf(cell), mistake);
      });
    } else {
      const text = readFileSync(join(folder, MLP), "utf8");
      writeFileSync(join(folder, MLP), patched(text, mistake));
    }
  }
  return () => {
    for (const [i, file] of files.entries()) writeFileSync(file, before[i]);
  };
}

/** The cell that a question of the notebooks is answered in; null for those of lib/mlp.ts. */
export function cellOf(question: string): { notebook: string; id: string } | null {
  for (const [notebook, solved] of notebooks) {
    const id = answerCells(solved).get(question);
    if (id) return { notebook, id };
  }
  return null;
}

/** What `npm test` says, by question. */
export async function readNpmTest(student: Student): Promise<Map<string, Line>> {
  const { stdout, stderr } = await student.npm("test");
  const lines = stdout.matchAll(/^(\S+) +(passed|not solved yet|wrong) *(.*)$/gm);
  const said = new Map([...lines].map(([, question, status, why]) => [question, { status, why }]));
  if (said.size === 0) throw new Error(`npm test has said nothing of the questions:\n${stderr}`);
  return said;
}

/** What is said of MNIST where the network has not learned, or could not be trained at all. */
const FOLLOWS = (question: string) =>
  new RegExp(`needs ${question}, which is not right|^Cell .* which declares it, failed`);

/** What `npm test` ought not to have said of a handout with this mistake in it. */
export function complaints(mistake: Mistake, said: Map<string, Line>): string[] {
  const { question, says } = mistake;
  const own = said.get(question);
  const found: string[] = [];
  if (own?.status !== "wrong" || !own.why.includes(says)) {
    found.push(`npm test says of ${question}: ${own?.status} ${own?.why}`);
  }
  for (const [other, { status, why }] of said) {
    if (other === question || status === "passed") continue;
    // The trainings are run with the student's own network: what they need is named.
    if (other === "MNIST" && FOLLOWS(question).test(why)) continue;
    const named = mistakes.find((one) => why.includes(one.says));
    found.push(`npm test says of ${other}${named ? `, naming ${named.name}` : ""}: ${why}`);
  }
  return found;
}
