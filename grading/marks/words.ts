// Answers in words that are not in their places: the parts that wait for a person though
// their own cells are empty.

import { createHash } from "node:crypto";
import type { Cell, Notebook } from "../assignment/notebook";
import { answerCells, type Part } from "../assignment/parts";
import type { Aligned } from "../submission/align";

/** A notebook as it was handed out with the student's over it. */
export interface Overlay extends Aligned {
  name: string;
  model: Notebook;
  /** The student's code. */
  code: Cell[];
}

/** Letters in comments that make an answer rather than a note. */
const TELLING = 12;

/**
 * @param beside what lies beside the notebooks and could be an answer
 * @returns the parts, each with what tells one finding from another
 */
export function wordsElsewhere(parts: Part[], overlays: Overlay[], beside: string[]) {
  const waiting: Record<string, string> = {};
  const places = new Set<string>(beside);
  const questions = new Set<string>();
  const texts = overlays.flatMap(({ name, elsewhere }) => {
    return elsewhere.map(({ where, words }) => ({ where: `${name}, ${where}`, words }));
  });
  for (const { name, model, empty, code } of overlays) {
    const answers = answerCells(model);
    for (const part of parts.filter(({ id, byHand }) => byHand && empty.includes(id))) {
      if (part.notebook !== name) continue;
      const answer = answers.get(part.question);
      const comments = commentsIn(code, model, answer);
      if (texts.length === 0 && beside.length === 0 && !comments) continue;
      for (const { where } of texts) places.add(where);
      if (comments) places.add(`${name}, comments in ${answer}`);
      questions.add(part.question);
      const found = [...texts.map(({ words }) => words), ...beside, comments].join("\0");
      waiting[part.id] = createHash("sha256").update(found).digest("hex");
    }
  }
  const where = [...places].slice(0, 6).join("; ") + (places.size > 6 ? " …" : "");
  const remark =
    questions.size > 0
      ? `${[...questions].join(", ")}: nothing is written in its place, but there is something elsewhere: ${where}`
      : "";
  return { waiting, remark };
}

/** What comments in an answer say beyond the stub's; empty when that is no answer. */
function commentsIn(code: Cell[], model: Notebook, answer?: string): string {
  const stub = model.cells.find(({ id }) => id === answer)?.source ?? "";
  const comments = code
    .filter(({ id }) => id === answer)
    .flatMap(({ source }) => source.match(/\/\/.*|\/\*[\s\S]*?\*\//g) ?? [])
    .filter((comment) => !stub.includes(comment.trim()));
  const text = comments.join("\n");
  return (text.match(/\p{L}/gu) ?? []).length >= TELLING ? text : "";
}
