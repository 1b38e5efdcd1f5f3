// A cell's code, parsed: its statements, and the names it declares for later cells.
import { isAtTopLevel } from "./references";
import { internals, type SourceFile, ts } from "./typescript";

/** A cell's code as the compiler has it. */
export interface CellSource {
  file: SourceFile;
  /** How many characters the compiler's text has before the cell's own. */
  shift: number;
}

/** Parses and binds a cell's code as the module at `name`. */
export function parseCell(
  name: string,
  code: string,
  options: ts.CompilerOptions,
  version = "1",
): CellSource {
  // A first line that tells a shell what to do is a comment here.
  const text = code.replace(/^#!/, "//");
  const plain = parse(name, text, options, version);
  const object = isBlockFirst(plain, text) ? parse(name, `(${text}\n)`, options, version) : null;
  const chosen = object && isLoneObject(object) ? object : plain;
  internals.bindSourceFile(chosen, options);
  return { file: chosen, shift: chosen === object ? 1 : 0 };
}

function parse(
  fileName: string,
  text: string,
  options: ts.CompilerOptions,
  version: string,
): SourceFile {
  const file = ts.createSourceFile(
    fileName,
    text,
    {
      languageVersion: options.target ?? ts.ScriptTarget.ES2023,
      // All cells are modules: their names are no globals, and they may await.
      setExternalModuleIndicator: (made) => {
        (made as SourceFile).externalModuleIndicator = true;
      },
    },
    true,
  ) as SourceFile;
  const path = fileName;
  const scriptSnapshot = ts.ScriptSnapshot.fromString(text);
  return Object.assign(file, {
    path,
    resolvedPath: path,
    originalFileName: path,
    version,
    scriptSnapshot,
  });
}

/** `{ a: 1 }` may be meant as an object, though a statement in braces is a block. */
function isBlockFirst({ statements }: SourceFile, text: string): boolean {
  return statements.length > 0 && ts.isBlock(statements[0]) && !/;\s*$/.test(text);
}

function isLoneObject({ statements, parseDiagnostics }: SourceFile): boolean {
  const [only, ...others] = statements;
  if (parseDiagnostics.length > 0 || others.length > 0 || !ts.isExpressionStatement(only)) {
    return false;
  }
  const { expression } = only;
  return ts.isParenthesizedExpression(expression)
    ? ts.isObjectLiteralExpression(expression.expression)
    : false;
}

/** What a comment at a cell's beginning says of it: `@module name`, `@browser`. */
export function readPragmas(code: string): { module?: string; browser: boolean } {
  const comments = ts.getLeadingCommentRanges(code, 0) ?? [];
  const docs = comments
    .map(({ pos, end }) => code.slice(pos, end))
    .filter((comment) => comment.startsWith("/**"))
    .join("\n");
  return {
    module: /@module[ \t]+([A-Za-z0-9_-]+)[ \t]*(?:$|\*|\r?\n)/m.exec(docs)?.[1],
    browser: /@browser\b/.test(docs),
  };
}

/** Whether a cell adds to what all files share: `declare global`, `declare module "x"`. */
export function augments({ statements }: SourceFile): boolean {
  return statements.some(
    (statement) =>
      ts.isModuleDeclaration(statement) &&
      (ts.isStringLiteral(statement.name) ||
        (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0),
  );
}

/** Whether code that is wrong as TypeScript would be right with JSX. */
export function isJsx(code: string): boolean {
  const file = ts.createSourceFile("cell.tsx", code, ts.ScriptTarget.Latest) as SourceFile;
  return file.parseDiagnostics.length === 0;
}

/** A module that a cell names. */
export interface ModuleName {
  node: ts.StringLiteralLike;
  name: string;
  required: boolean;
}

/** The modules a cell names, as it names them. */
export function importedModules({ file }: CellSource): ModuleName[] {
  if (!/\b(import|export|require)\b/.test(file.text)) return [];
  const found: ModuleName[] = [];
  const add = (node: ts.Node | undefined, required = false) => {
    if (node && ts.isStringLiteralLike(node)) found.push({ node, name: node.text, required });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isExternalModuleReference(node)) add(node.expression, true);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal);
    } else if (ts.isModuleDeclaration(node)) add(node.name);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0]);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Whether a file's own code awaits, outside of its functions. */
export function awaits(file: ts.SourceFile): boolean {
  if (!/\bawait\b/.test(file.text)) return false;
  const visit = (node: ts.Node): boolean =>
    (isAwait(node) && isAtTopLevel(node)) || (ts.forEachChild(node, visit) ?? false);
  return visit(file);
}

function isAwait(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isForOfStatement(node)) return node.awaitModifier !== undefined;
  const awaitsUsing = ts.NodeFlags.AwaitUsing;
  return ts.isVariableDeclarationList(node) && (node.flags & awaitsUsing) === awaitsUsing;
}
