// Code that does not compile: what is wrong with it, and where.
import { ts } from "./typescript";

/** One mistake, at a place in a cell or in a file of the project. */
export interface Mistake {
  message: string;
  /** What the compiler has to add to it. */
  details: string[];
  /** TypeScript's number for it. */
  code: number;
  /** The file it is in; undefined for the cell itself. */
  file?: string;
  /** One-based. */
  line: number;
  column: number;
  /** The text it is about. */
  subject: string;
}

/** Code that does not compile. */
export class CompileError extends Error {
  /** What to name first of all that is wrong. */
  main: Mistake;

  constructor(
    /** All that is wrong, in the compiler's order. */
    readonly mistakes: Mistake[],
    /** The lines of a file, or of the cell. */
    readonly linesOf: (file: string | undefined) => string[],
    /** What the cell is called. */
    readonly label: string,
  ) {
    super(mistakes[0].message);
    // The compiler's numbers from 1000 to 1999 are for syntax.
    this.name = mistakes[0].code < 2000 ? "SyntaxError" : "TypeScriptError";
    this.main = mistakes[0];
  }
}

/** Whether something thrown is a CompileError, also one of a compiler in a snapshot. */
export function isCompileError(thrown: unknown): thrown is CompileError {
  return thrown instanceof Error && Array.isArray((thrown as Partial<CompileError>).mistakes);
}

const CANNOT_FIND_MODULE = 2307;
const UNTYPED_THIS = 2683;

/**
 * Whether a diagnostic says nothing against the code: that something has no type of its
 * own (numbers 7000 to 7999), or that a URL, which Node will load, has no types.
 */
export function isAboutStyle({ code, file, start = 0 }: ts.Diagnostic): boolean {
  if ((code >= 7000 && code < 8000) || code === UNTYPED_THIS) return true;
  return (
    code === CANNOT_FIND_MODULE && /^["'`](data|file|https?):/.test(file?.text.slice(start) ?? "")
  );
}

/** A diagnostic in the words and places that are shown. */
export function toMistake(
  diagnostic: ts.Diagnostic,
  place: { file?: string; shift: number; code: string },
  tidy: (text: string) => string,
): Mistake {
  const [message, ...details] = tidy(
    ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
  ).split("\n");
  const start = Math.max(0, Math.min((diagnostic.start ?? 0) - place.shift, place.code.length));
  const before = place.code.slice(0, start).split(/\r\n|[\n\r\u2028\u2029]/);
  return {
    message,
    details: details.map((detail) => detail.trim()),
    code: diagnostic.code,
    file: place.file,
    line: before.length,
    column: (before.at(-1) ?? "").length + 1,
    subject: place.code.slice(start, start + (diagnostic.length ?? 0)),
  };
}
