// The parts of a TypeScript file that are the answers to questions:
//
//   // BEGIN SOLUTION Q2.1: what is asked for
//   const z1 = X.mmul(W1).addRowVector(b1);
//   // END SOLUTION

import { UserError } from "../../cli/user-error";

const BEGIN = /^(\s*)\/\/ BEGIN SOLUTION(?: ([\w.]+)(?:: (.+))?)?\s*$/;
const END = /^\s*\/\/ END SOLUTION\s*$/;
const MARKER = /(BEGIN|END) SOLUTION/;

/** One answer. */
export interface Solution {
  /** "Q2.1" */
  question: string;
  /** What is asked for, or "" when nothing is said of it. */
  hint: string;
  /** Of its first line. */
  indent: string;
  lines: string[];
}

/** The file's lines: those that are given as they are, and in their places the answers. */
export type Parts = (string | Solution)[];

/**
 * Tells the answers of a file from what is given.
 *
 * @param file its path, for the errors
 * @throws UserError with the line of a marker that has no partner or is none
 */
export function parse(source: string, file: string): Parts {
  const parts: Parts = [];
  let open: Solution | null = null;
  for (const [i, line] of source.split("\n").entries()) {
    const fail = (what: string): never => {
      throw new UserError(`${file}:${i + 1}: ${what}`);
    };
    const begin = BEGIN.exec(line);
    if (begin) {
      const [, indent, question = fail("BEGIN SOLUTION names no question"), hint = ""] = begin;
      if (open) fail("BEGIN SOLUTION inside a solution");
      open = { question, hint, indent, lines: [] };
      parts.push(open);
    } else if (END.test(line)) {
      if (!open) fail("END SOLUTION without its BEGIN SOLUTION");
      open = null;
    } else if (MARKER.test(line)) {
      fail("a marker is a line of its own: // BEGIN SOLUTION Q2.1 or // END SOLUTION");
    } else if (open) open.lines.push(line);
    else parts.push(line);
  }
  if (open) throw new UserError(`${file}: the solution of ${open.question} has no END SOLUTION`);
  return parts;
}

/** The file as it is handed out: each answer is an error that names its question. */
export function withStubs(source: string, file: string): string {
  const lines = parse(source, file).flatMap((part) => {
    if (typeof part === "string") return [part];
    const { question, hint, indent } = part;
    const comment = `// ${question}: your code here${hint && `: ${hint}`}`;
    const message = JSON.stringify(`${question} is not solved yet (${file})`);
    return [comment, `throw new Error(${message});`].map((line) => indent + line);
  });
  return lines.join("\n");
}
