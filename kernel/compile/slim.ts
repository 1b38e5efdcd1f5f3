// Declaration files without what is hardly ever asked of them: a startup snapshot is read
// in whole each time a kernel starts.
import { type Scope, type SourceFile, ts } from "./typescript";

/** Takes out of a file's tree what editors and `typeof` alone would ask for. */
export function slim(file: SourceFile): void {
  Object.assign(file, { identifiers: new Map(), classifiableNames: undefined });
  const visit = (node: Scope): boolean => {
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
