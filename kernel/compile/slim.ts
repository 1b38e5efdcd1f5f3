// Declaration files without what is hardly ever asked of them: a startup snapshot is read
// in whole each time a kernel starts.
import { type Scope, type SourceFile, ts } from "./typescript";

/** Takes out of a file's tree what editors and `typeof` alone would ask for. */
export function slim(file: SourceFile): void {
  Object.assign(file, { identifiers: new Map(), classifiableNames: undefined });
  const visit = (node: Scope): boolean => {
    const { symbol } = node;
    // The binder gives variables and parameters a table that only JavaScript would fill.
    if (symbol?.exports?.size === 0 && symbol.flags & ts.SymbolFlags.Variable) {
      symbol.exports = undefined;
    }
    let asksForValues = ts.isTypeQueryNode(node);
    ts.forEachChild(node, (child) => {
      if (visit(child)) asksForValues = true;
    });
    // A signature's parameters are found by their order, but for `typeof parameter`.
    if (!asksForValues && ts.isFunctionLike(node as ts.Node) && !hasTypes(node)) {
      node.locals = undefined;
    }
    return asksForValues;
  };
  visit(file);
}

function hasTypes({ locals }: Scope): boolean {
  return [...(locals?.values() ?? [])].some(({ flags }) => (flags & ts.SymbolFlags.Type) !== 0);
}

/**
 * Has a parsed file's names stand for themselves: as parts of its text, which they are
 * otherwise, they would keep all of it.
 */
export function detach(file: SourceFile): void {
  const visit = (node: ts.Node): void => {
    const named = node as { escapedText?: string; text?: string };
    if (named.escapedText !== undefined) named.escapedText = copy(named.escapedText);
    else if (ts.isLiteralExpression(node)) node.text = copy(node.text);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  for (const list of [
    file.referencedFiles,
    file.typeReferenceDirectives,
    file.libReferenceDirectives,
  ]) {
    for (const reference of list) reference.fileName = copy(reference.fileName);
  }
  Object.assign(file, { pragmas: new Map() });
}

const copies = new Map<string, string>();

/** The same text as a string of its own. */
function copy(text: string): string {
  let known = copies.get(text);
  if (known === undefined) {
    known = JSON.parse(JSON.stringify(text)) as string;
    copies.set(known, known);
  }
  return known;
}
