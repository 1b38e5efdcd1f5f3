// The documentation of declaration files. It is left out when they are parsed, which
// makes the snapshot that kernels start from smaller, and put back when someone asks.
import { type SourceFile, ts } from "./typescript";

type Documented = ts.Node & { jsDoc?: ts.Node[] };

const restored = new WeakSet<ts.SourceFile>();

/** Puts the documentation back into the files that declare a symbol. */
export function restoreDocs(symbol: ts.Symbol | undefined, checker: ts.TypeChecker): void {
  const isAlias = symbol && symbol.flags & ts.SymbolFlags.Alias;
  const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  for (const declaration of target?.declarations ?? []) restoreFile(declaration.getSourceFile());
}

/** Takes the documentation from another tree of the same text, which has the same shape. */
function restoreFile(file: ts.SourceFile): void {
  if (!file.isDeclarationFile || restored.has(file)) return;
  restored.add(file);
  const copy = (from: Documented, to: Documented): void => {
    // It stays part of the other tree.
    if (from.jsDoc) to.jsDoc = from.jsDoc;
    const targets: Documented[] = [];
    ts.forEachChild(to, (child) => void targets.push(child));
    let index = 0;
    ts.forEachChild(from, (child) => {
      const target = targets[index++];
      if (target?.kind === child.kind) copy(child, target);
    });
  };
  const { fileName, text, languageVersion } = file as SourceFile;
  copy(ts.createSourceFile(fileName, text, languageVersion, true), file);
}
