// Names that are not known because the cell that declares them has failed. An
// error over such a name tells of that cell, and of what was first to go wrong.
import type * as ts from "@tslab/typescript-for-tslab";
import type { Cell } from "../run/cell";
import { describeError } from "../run/traceback";
import type { CompileError } from "./compiler";
import type { TypeScript } from "./typescript";

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

  constructor(private readonly typescript: TypeScript) {}

  /** Notes what a cell that failed with `reason` has left undeclared. */
  add({ label }: Cell, code: string, reason: unknown): void {
    const cause = this.causes.get(reason as CompileError) ?? { label, error: inOneLine(reason) };
    for (const name of declaredNames(this.typescript, code)) this.lost.set(name, { label, cause });
  }

  /** Forgets the names that a cell has declared after all. */
  remove(code: string): void {
    if (this.lost.size === 0) return;
    for (const name of declaredNames(this.typescript, code)) this.lost.delete(name);
  }

  /** Has an error say of the names it does not know which cell's failure lost them. */
  explain(error: CompileError): void {
    for (const diagnostic of error.diagnostics) {
      const { start, end, fileName, messageText } = diagnostic;
      if (fileName || !UNKNOWN_NAME.test(messageText)) continue;
      const name = error.code.slice(start.offset, end.offset);
      const found = this.lost.get(name);
      if (!found) continue;
      const { label, cause } = found;
      const why = cause.label === label ? "" : ` because ${cause.label} did`;
      diagnostic.messageText = `Cannot find name '${name}'. ${label}, which declares it, failed${why}: ${cause.error}`;
      if (this.causes.has(error)) continue;
      this.causes.set(error, cause);
      error.main = diagnostic;
    }
  }
}

function inOneLine(reason: unknown): string {
  const { ename, evalue } = describeError(reason);
  const [line] = evalue.split("\n");
  const short = line.length > MAX_ERROR ? `${line.slice(0, MAX_ERROR)}…` : line;
  return short ? `${ename}: ${short}` : ename;
}

/** The names that a cell declares or imports for the cells after it. */
function declaredNames(typescript: TypeScript, code: string): string[] {
  const source = typescript.createSourceFile("cell.ts", code, typescript.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (typescript.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
    }
    if (typescript.isImportDeclaration(statement)) return importedNames(statement);
    const { name } = statement as { name?: ts.Identifier };
    return name ? [name.text] : [];
  });
}

/** The names in `x`, or in a pattern such as `{ a, b: [c] }`. */
function namesIn(binding: ts.BindingName): string[] {
  if (!("elements" in binding)) return [binding.text];
  return binding.elements.flatMap((element) => ("name" in element ? namesIn(element.name) : []));
}

function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  const named = !bindings ? [] : "elements" in bindings ? bindings.elements : [bindings];
  return [importClause, ...named].flatMap((item) => item?.name?.text ?? []);
}
