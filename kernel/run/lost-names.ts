// Names that are not known because the cell that declares them has failed. An
// error over such a name tells of that cell, and of what was first to go wrong.
import { declaredNames } from "../compile/declared";
import type { CompileError } from "../compile/errors";
import type { Cell } from "./cell";
import { describeError } from "./traceback";

/** What was first to go wrong: a cell's label and its error in a line. */
interface Cause {
  label: string;
  error: string;
}

/** The compiler's ways to say that it does not know a name. */
const UNKNOWN_NAME = /^(Cannot find name(space)? '|No value exists in scope for the shorthand)/;
const MAX_ERROR = 300;

/** The names that failed cells would have declared. */
export class LostNames {
  /** By name: the label of the cell that failed, and why it did. */
  private readonly lost = new Map<string, { label: string; cause: Cause }>();
  /** Errors over names that were lost: what their cells failed of in the end. */
  private readonly causes = new WeakMap<CompileError, Cause>();

  /** @param isKnown whether a name has been declared by some cell */
  constructor(private readonly isKnown: (name: string) => boolean) {}

  /** Notes what a cell that failed with `reason` has left undeclared. */
  add({ label }: Cell, code: string, reason: unknown): void {
    const cause = this.causes.get(reason as CompileError) ?? { label, error: inOneLine(reason) };
    for (const name of declaredNames(code)) {
      if (!this.isKnown(name)) this.lost.set(name, { label, cause });
    }
  }

  /** Has an error say of the names it does not know which cell's failure lost them. */
  explain(error: CompileError): void {
    for (const mistake of error.mistakes) {
      if (mistake.file || !UNKNOWN_NAME.test(mistake.message)) continue;
      const name = mistake.subject;
      const found = this.lost.get(name);
      if (!found || this.isKnown(name)) continue;
      const { label, cause } = found;
      const why = cause.label === label ? "" : ` because ${cause.label} did`;
      mistake.message = `Cannot find name '${name}'. ${label}, which declares it, failed${why}: ${cause.error}`;
      if (this.causes.has(error)) continue;
      this.causes.set(error, cause);
      error.main = mistake;
    }
  }
}

function inOneLine(reason: unknown): string {
  const { ename, evalue } = describeError(reason);
  const [line] = evalue.split("\n");
  const short = line.length > MAX_ERROR ? `${line.slice(0, MAX_ERROR)}…` : line;
  return short ? `${ename}: ${short}` : ename;
}
