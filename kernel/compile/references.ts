// Which names in a cell's code are those of the scope that all cells share.
import { internals, type Scope, type SourceFile, symbolIn, ts } from "./typescript";

const VALUE = ts.SymbolFlags.Value | ts.SymbolFlags.Alias;

/** Whether an identifier stands for a value that is kept in the cells' scope. */
export function refersToScope(file: SourceFile, identifier: ts.Identifier): boolean {
  const { text } = identifier;
  if (!isScopeName(file, text)) return false;
  let node: ts.Node = identifier;
  while (node.parent && node.parent !== file) {
    node = node.parent;
    if (declares(node, text)) return false;
  }
  return true;
}

/** Whether a name at a cell's top level has its value in the cells' scope. */
export function isScopeName(file: SourceFile, name: string): boolean {
  const symbol = symbolIn(file, name);
  if (!symbol || !(symbol.flags & VALUE)) return false;
  // What is only declared to exist, by `declare`, is found elsewhere.
  const { valueDeclaration } = symbol;
  return !valueDeclaration || !isAmbient(valueDeclaration);
}

/** Whether a declaration only says that something exists. */
export function isAmbient(node: ts.Node): boolean {
  return (node.flags & internals.NodeFlags.Ambient) !== 0;
}

/** Whether a name means something of its own inside `node`. */
function declares(node: ts.Node, name: string): boolean {
  const { locals, symbol } = node as Scope;
  if (((locals?.get(name)?.flags ?? 0) & VALUE) !== 0) return true;
  if (ts.isFunctionExpression(node)) return node.name?.text === name;
  // A class, enum or namespace knows itself by its name before the scope does.
  if (ts.isClassLike(node)) return node.name?.text === name;
  if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)) {
    return node.name.text === name || (symbol?.exports?.has(name as ts.__String) ?? false);
  }
  // What a pattern takes apart is in the scope only when all of it has been.
  if (ts.isVariableDeclaration(node) && !ts.isIdentifier(node.name) && isStatement(node)) {
    return namesIn(node.name).includes(name);
  }
  return false;
}

/** Whether a declaration is of a statement at the top level, and not of a loop or block. */
function isStatement(node: ts.VariableDeclaration): boolean {
  const statement = node.parent.parent;
  return ts.isVariableStatement(statement) && ts.isSourceFile(statement.parent);
}

/** Whether an identifier is an expression: no declaration's name, no property's, no label. */
export function isReference(node: ts.Identifier): boolean {
  const { parent } = node as { parent?: ts.Node };
  if (!parent) return false;
  if ((parent as { name?: ts.Node }).name === node) return false;
  return ts.isExportAssignment(parent) || internals.isExpressionNode(node);
}

/** Whether a `var` is the whole cell's. */
export function isTopLevelVar(list: ts.VariableDeclarationList): boolean {
  if (list.flags & ts.NodeFlags.BlockScoped) return false;
  return isAtTopLevel(list);
}

/** Whether code runs as the cell's own, and not as that of a function in it. */
export function isAtTopLevel(node: ts.Node): boolean {
  for (let current = node.parent; current; current = current.parent) {
    if (ts.isSourceFile(current)) return true;
    if (ts.isFunctionLike(current) || ts.isModuleBlock(current)) return false;
    if (ts.isClassStaticBlockDeclaration(current) || ts.isPropertyDeclaration(current)) {
      return false;
    }
  }
  return true;
}

/** The names in `x`, or in a pattern such as `{ a, b: [c] }`. */
export function namesIn(binding: ts.BindingName): string[] {
  if (ts.isIdentifier(binding)) return [binding.text];
  return binding.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : namesIn(element.name),
  );
}
