// Who imports whom, read by TypeScript's parser from every file of the tree.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import ts from "typescript";

export const root = join(__dirname, "..");

const FOLDERS = ["bench", "cli", "examples", "grading", "kernel", "lib", "scripts", "test"];
const SOURCE = /\.(ts|js|mjs)$/;

/** What a file imports: files by their path from the root, packages by their name. */
export type Imports = Map<string, Set<string>>;

/** Of every file of the tree, and of every notebook. */
export function readImports(): Imports {
  const imports: Imports = new Map();
  for (const folder of FOLDERS) {
    for (const file of filesIn(join(root, folder))) {
      imports.set(fromRoot(file), importsOf(file, readFileSync(file, "utf8")));
    }
  }
  for (const name of readdirSync(join(root, "notebooks"))) {
    if (!name.endsWith(".ipynb")) continue;
    const { cells } = JSON.parse(readFileSync(join(root, "notebooks", name), "utf8"));
    const code = cells.filter((cell: { cell_type: string }) => cell.cell_type === "code");
    const text = code.map((cell: { source: string[] }) => cell.source.join("")).join("\n");
    // Notebooks run in the folder above theirs.
    imports.set(`notebooks/${name}`, importsOf(join(root, `${name}.ts`), text));
  }
  return imports;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return ["node_modules", "dist", ".venv"].includes(entry.name) ? [] : filesIn(path);
    }
    return SOURCE.test(entry.name) ? [path] : [];
  });
}

function importsOf(file: string, text: string): Set<string> {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    const named = specifierOf(node);
    if (named !== undefined) found.add(resolve(file, named));
    const { jsDoc } = node as { jsDoc?: ts.JSDoc[] }; // JavaScript has its types there
    jsDoc?.forEach(visit);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What a node imports, as it is written there. */
function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return textOf(node.moduleSpecifier);
  }
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : undefined;
  }
  if (ts.isExternalModuleReference(node)) return textOf(node.expression);
  if (!ts.isCallExpression(node)) return undefined;
  const called = node.expression.getText();
  const imports = ["import", "require", "require.resolve"].includes(called);
  return imports ? textOf(node.arguments[0]) : undefined;
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** @throws Error when a file is imported that is not there */
function resolve(from: string, named: string): string {
  if (named === "gradbook") return "lib/index.ts";
  if (!named.startsWith(".")) return named;
  // What is compiled is its source, to which dist/ has the path from the root.
  const path = join(dirname(from), named).replace(/.*\/dist\/(.*)\.js$/, join(root, "$1.ts"));
  for (const end of ["", ".ts", ".js", ".mjs", ".json", `${sep}index.ts`]) {
    if (statSync(path + end, { throwIfNoEntry: false })?.isFile()) return fromRoot(path + end);
  }
  throw new Error(`${fromRoot(from)} imports ${named}, which is not there`);
}

function fromRoot(path: string): string {
  return relative(root, path).split(sep).join("/");
}
