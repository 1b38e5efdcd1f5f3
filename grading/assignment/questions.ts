// The questions, as the notebooks' metadata and the markers in lib name them.

import { UserError } from "../../cli/user-error";
import { readNotebooks } from "./notebooks-in";
import { parse } from "./solutions";

export interface Question {
  /** "Q1.1" */
  name: string;
  points: number;
  notebook: string;
  /** The files of lib with a part to be completed. */
  files: string[];
}

/**
 * The questions in the notebooks' order.
 *
 * @param notebooks the notebooks' folder
 * @param lib the files of lib by their paths, with their solutions
 * @throws UserError for a solution of a question that no notebook asks
 */
export function questionsOf(notebooks: string, lib: Map<string, string>): Question[] {
  const questions = new Map<string, Question>();
  for (const [notebook, { cells }] of readNotebooks(notebooks)) {
    for (const { metadata } of cells) {
      const name = metadata.gradbook?.question;
      if (!name) continue;
      const question = questions.get(name) ?? { name, points: 0, notebook, files: [] };
      question.points += metadata.nbgrader?.points ?? 0;
      questions.set(name, question);
    }
  }
  for (const [file, source] of lib) {
    for (const part of parse(source, file)) {
      if (typeof part === "string") continue;
      const question = questions.get(part.question);
      if (!question) throw new UserError(`${file}: no notebook asks ${part.question}`);
      if (!question.files.includes(file)) question.files.push(file);
    }
  }
  return [...questions.values()];
}
