// Questions about code that is being written, answered by the language service with
// the names that cells have declared.
import { parseCell } from "./cell-source";
import { restoreDocs } from "./docs";
import type { DeclaredNames } from "./names";
import { DRAFT, type Project } from "./project";
import { internals, ts } from "./typescript";

/** How code may go on: what may stand from `start` to `end`. */
export interface Completions {
  matches: string[];
  start: number;
  end: number;
}

/** Whether code is complete; if not, how far the next line is indented. */
export type Completeness =
  | { status: "complete" | "invalid" }
  | { status: "incomplete"; indent: string };

/** Ends with its line, so that another line cannot mend it. */
const UNTERMINATED_STRING = 1002;

const FILE = ts.ScriptElementKind.scriptElement;

/** Answers questions about code. */
export class Questions {
  /** Of the draft: the program begins with an empty one, which is the first. */
  private version = 1;

  constructor(
    private readonly project: Project,
    private readonly names: DeclaredNames,
  ) {}

  /** Whether code is whole by its syntax, or may go on at its end. */
  isComplete(code: string): Completeness {
    const { file, shift } = parseCell("cell.ts", code, this.project.options);
    const [first] = file.parseDiagnostics;
    if (!first) return { status: "complete" };
    const end = code.trimEnd().length;
    if (first.code === UNTERMINATED_STRING || first.start - shift < end)
      return { status: "invalid" };
    // Two empty lines: whoever types them wants an end of it.
    if (/\n\s*\n\s*$/.test(code)) return { status: "invalid" };
    return { status: "incomplete", indent: indentAfter(code) };
  }

  /** How the code at `position` may go on, best first. */
  complete(code: string, position: number): Completions {
    const { file, shift } = this.draft(code);
    const at = position + shift;
    const found = this.project.service.getCompletionsAtPosition(file, at, {
      includeCompletionsWithInsertText: false,
      includeCompletionsForModuleExports: false,
    });
    const written = this.startOfWord(file, code, position, shift);
    const slash = code.lastIndexOf("/", position - 1) + 1;
    const starts = ({ kind, replacementSpan }: ts.CompletionEntry) => {
      if (replacementSpan) return replacementSpan.start - shift;
      // Of a path, only the last part is completed.
      const isFile = kind === FILE || kind === ts.ScriptElementKind.directory;
      return isFile ? Math.max(written, slash) : written;
    };
    const fitting = (found?.entries ?? []).filter((entry) =>
      entry.name.toLowerCase().startsWith(code.slice(starts(entry), position).toLowerCase()),
    );
    // Jupyter knows one place for all: what some leave as it is, they repeat.
    const start = Math.min(position, ...fitting.map(starts));
    const matches = fitting
      .sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0))
      .map((entry) => code.slice(start, starts(entry)) + entry.name);
    return { matches: [...new Set(matches)], start, end: position };
  }

  /** Where the word begins that ends at `position`, or the text that it is in. */
  private startOfWord(name: string, code: string, position: number, shift: number): number {
    const file = this.project.program.getSourceFile(name);
    const token = file && internals.findPrecedingToken(position + shift, file);
    if (token && ts.isStringLiteralLike(token)) return token.getStart(file) + 1 - shift;
    const word = /[\p{ID_Continue}$\u200c\u200d]*$/u.exec(code.slice(0, position))?.[0] ?? "";
    return position - word.length;
  }

  /** What is at `position`, or just before it: its type and documentation. */
  inspect(code: string, position: number): string | null {
    const { file, shift } = this.draft(code);
    const at = position + shift;
    const info = this.quickInfo(file, at) ?? (at > 0 ? this.quickInfo(file, at - 1) : undefined);
    if (!info) return null;
    const declaration = ts.displayPartsToString(info.displayParts);
    const documentation = ts.displayPartsToString(info.documentation);
    const tags = (info.tags ?? []).map(({ name, text }) =>
      `@${name} ${ts.displayPartsToString(text)}`.trimEnd(),
    );
    return [declaration, documentation, tags.join("\n")].filter(Boolean).join("\n\n");
  }

  private quickInfo(name: string, at: number): ts.QuickInfo | undefined {
    const { program, service } = this.project;
    const file = program.getSourceFile(name);
    const node = file && internals.getTouchingPropertyName(file, at);
    const checker = program.getTypeChecker();
    restoreDocs(node && checker.getSymbolAtLocation(node), checker);
    return service.getQuickInfoAtPosition(name, at);
  }

  private draft(code: string): { file: string; shift: number } {
    const name = `${this.project.folder}/${DRAFT}`;
    const { file, shift } = parseCell(name, code, this.project.options, String(++this.version));
    this.names.lend(file);
    this.project.draft(file);
    void this.project.program;
    return { file: name, shift };
  }
}

/** The indentation of a line after code that is open: that of its last line, or more. */
function indentAfter(code: string): string {
  const last = code.trimEnd().split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(last)?.[0] ?? "";
  return /[{([]\s*$/.test(last) ? `${indent}  ` : indent;
}
