// Starts the compiler without the documentation comments of declaration files, a
// third of the time it takes to read them, and puts them back when someone asks.
import type * as ts from "@tslab/typescript-for-tslab";

type TypeScript = typeof ts;
type Documented = ts.Node & { jsDoc?: (ts.Node & { parent: ts.Node })[] };

// A comment that says @deprecated counts for more than its text, and stays.
const DOCUMENTATION = /^([ \t]*)\/\*\*(?!(?:[^*]|\*(?!\/))*@deprecated)/gm;

const undocumented = new Map<string, string>();

/** A declaration file's text with its documentation made plain comments, place for place. */
export function withoutDocs(file: string, text: string): string {
  if (!file.endsWith(".d.ts") || !file.includes("/node_modules/")) return text;
  undocumented.set(file, text);
  return text.replace(DOCUMENTATION, "$1/* ");
}

/** Puts the documentation back into the files that declare what is at `position`. */
export function restoreDocs(
  typescript: TypeScript,
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  position: number,
): void {
  const { getTouchingPropertyName } = typescript as unknown as {
    getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node;
  };
  let symbol = checker.getSymbolAtLocation(getTouchingPropertyName(file, position));
  if (symbol && symbol.flags & typescript.SymbolFlags.Alias) {
    symbol = checker.getAliasedSymbol(symbol);
  }
  for (const declaration of symbol?.declarations ?? []) {
    restoreFile(typescript, declaration.getSourceFile());
  }
}

function restoreFile(typescript: TypeScript, file: ts.SourceFile): void {
  const text = undocumented.get(file.fileName);
  if (text === undefined || file.text === text) return;
  const full = typescript.createSourceFile(file.fileName, text, file.languageVersion, true);
  file.text = text;
  const copy = (from: Documented, to: Documented): void => {
    if (from.jsDoc) {
      to.jsDoc = from.jsDoc;
      for (const comment of from.jsDoc) comment.parent = to;
    }
    const targets: Documented[] = [];
    typescript.forEachChild(to, (child) => void targets.push(child));
    let index = 0;
    typescript.forEachChild(from, (child) => {
      const target = targets[index++];
      if (target?.kind === child.kind) copy(child, target);
    });
  };
  copy(full, file);
}
