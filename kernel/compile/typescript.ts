// TypeScript, and the few of its inner functions that the kernel uses: the version is
// pinned, and is the last with a JavaScript interface.
import ts from "typescript";

export { ts };

/** A source file with what the compiler keeps on it. */
export interface SourceFile extends ts.SourceFile {
  path: string;
  resolvedPath: string;
  originalFileName: string;
  version: string;
  scriptSnapshot?: ts.IScriptSnapshot;
  externalModuleIndicator?: unknown;
  imports?: readonly ts.StringLiteralLike[];
  moduleAugmentations?: readonly ts.Node[];
  parseDiagnostics: readonly ts.DiagnosticWithLocation[];
  /** The names declared at its top level. */
  locals: Map<string, ts.Symbol>;
  symbol?: ts.Symbol;
  /** The text of every identifier in it. */
  identifiers: ReadonlyMap<string, string>;
}

/** A node with the names that it has room for. */
export type Scope = ts.Node & { locals?: Map<string, ts.Symbol>; symbol?: ts.Symbol };

/** A program that can be told of modules which its files did not import. */
export interface Program extends ts.Program {
  getResolvedModule(
    file: ts.SourceFile,
    name: string,
    mode: ts.ResolutionMode,
  ): ts.ResolvedModuleWithFailedLookupLocations | undefined;
  getResolvedModuleFromModuleSpecifier(
    specifier: ts.StringLiteralLike,
    file?: ts.SourceFile,
  ): ts.ResolvedModuleWithFailedLookupLocations | undefined;
}

interface Internals {
  readonly NodeFlags: { Ambient: number };
  bindSourceFile(file: ts.SourceFile, options: ts.CompilerOptions): void;
  isExpressionNode(node: ts.Node): boolean;
  findPrecedingToken(position: number, file: ts.SourceFile): ts.Node | undefined;
  getTouchingPropertyName(file: ts.SourceFile, position: number): ts.Node;
  skipOuterExpressions(node: ts.Expression): ts.Expression;
  getModuleInstanceState(node: ts.ModuleDeclaration): number;
  createLanguageServiceSourceFile(
    file: string,
    snapshot: ts.IScriptSnapshot,
    options: ts.CreateSourceFileOptions | ts.ScriptTarget,
    version: string,
    setParents: boolean,
    kind?: ts.ScriptKind,
  ): ts.SourceFile;
}

export const internals = ts as unknown as Internals;

/** What a file declares under a name at its top level, exported or not. */
export function symbolIn(file: SourceFile, name: string): ts.Symbol | undefined {
  const symbol = file.locals.get(name) as (ts.Symbol & { exportSymbol?: ts.Symbol }) | undefined;
  return symbol?.exportSymbol ?? symbol;
}
