// Starts the compiler without the documentation comments of declaration files, a
// third of the time it takes to read them, and puts them back when someone asks.
import type * as ts from "@tslab/typescript-for-tslab";

type TypeScript = typeof ts;
type Documented = ts.Node & { jsDoc?: ts.Node[] };

const DOCUMENTATION = /^[ \t]*\/\*\*(?:[^*]|\*(?!\/))*\*\/[ \t]*\n?/gm;

const documented = new Map<string, string>();
const restored = new WeakSet<ts.SourceFile>();

/** A declaration file's text without its documentation. */
export function withoutDocs(file: string, text: string): string {
  if (!file.endsWith(".d.ts") || !file.includes("/node_modules/")) return text;
  documented.set(file, text);
  // A comment that says @deprecated counts for more than its text, and stays.
  return text.replace(DOCUMENTATION, (comment) => (comment.includes("@deprecated") ? comment : ""));
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

/** Takes the documentation from the full text's tree, which has the same shape. */
function restoreFile(typescript: TypeScript, file: ts.SourceFile): void {
  const text = documented.get(file.fileName);
  if (text === undefined || restored.has(file)) return;
  restored.add(file);
  const copy = (from: Documented, to: Documented): void => {
    // It stays part of the other tree, whose text it is read from.
    if (from.jsDoc) to.jsDoc = from.jsDoc;
    const targets: Documented[] = [];
    typescript.forEachChild(to, (child) => void targets.push(child));
    let index = 0;
    typescript.forEachChild(from, (child) => {
      const target = targets[index++];
      if (target?.kind === child.kind) copy(child, target);
    });
  };
  copy(typescript.createSourceFile(file.fileName, text, file.languageVersion, true), file);
}
