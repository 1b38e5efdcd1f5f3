// The project's own modules, compiled to CommonJS: they can be loaded at once, and their
// exports replaced when they have been edited.
import { awaits } from "./cell-source";
import { ts } from "./typescript";

/** A module as compiled. */
export interface ModuleCode {
  code: string;
  /** The source map, as JSON; null if the code is as it was written. */
  map: string | null;
  /** Whether it awaits when it is loaded. */
  isAsync: boolean;
  source: string;
}

/** What stands in compiled modules for import() and import.meta. */
const IMPORT = "$import";
const META = "$meta";
export const MODULE_PARAMETERS = [
  "exports",
  "require",
  "module",
  "__filename",
  "__dirname",
  IMPORT,
  META,
];

/** Compiles the module at `file`. Its syntax and types have been checked by then. */
export function compileModule(
  file: string,
  source: string,
  options: ts.CompilerOptions,
  isEsPackage: boolean,
): ModuleCode {
  if (file.endsWith(".json")) {
    return { code: `module.exports = ${source.trim()};`, map: null, isAsync: false, source };
  }
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const isModule = isEsModule(parsed, isEsPackage);
  const isAsync = isModule && awaits(parsed);
  const { outputText, sourceMapText } = ts.transpileModule(source, {
    fileName: file.replace(/\.([cm])([jt]s)$/, ".$2"),
    compilerOptions: {
      ...options,
      module: isModule ? ts.ModuleKind.CommonJS : ts.ModuleKind.Preserve,
      moduleDetection: isModule ? ts.ModuleDetectionKind.Force : ts.ModuleDetectionKind.Legacy,
      allowImportingTsExtensions: false,
    },
    transformers: { before: [replaceImports] },
  });
  const code = outputText.replace(/\n?\/\/# sourceMappingURL=\S*\s*$/, "");
  return { code, map: sourceMapText ?? null, isAsync, source };
}

/** TypeScript's files are modules; JavaScript's if they say so. */
function isEsModule(file: ts.SourceFile, isEsPackage: boolean): boolean {
  if (!/\.[cm]?jsx?$/.test(file.fileName)) return true;
  if (/\.cjs$/.test(file.fileName)) return false;
  if (/\.mjs$/.test(file.fileName) || isEsPackage) return true;
  return ts.isExternalModule(file);
}

const replaceImports: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const load = factory.createIdentifier(IMPORT);
      const args = node.arguments.map((argument) => ts.visitNode(argument, visit) as ts.Expression);
      return ts.setTextRange(factory.createCallExpression(load, undefined, args), node);
    }
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      return ts.setTextRange(factory.createIdentifier(META), node);
    }
    return ts.visitEachChild(node, visit, context);
  };
  return ts.visitEachChild(file, visit, context);
};

/** The modules that compiled code may require when it is loaded. */
export function requiredModules(code: string): string[] {
  return [...code.matchAll(/\brequire\("([^"\n]+)"\)/g)].map(([, name]) => name);
}
