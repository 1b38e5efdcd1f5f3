// What a cell imports and exports, as names for its scope to bind.
import { type SourceFile, ts } from "./typescript";

/** For one module: by the name in the scope, the name in the module. */
export interface Binding {
  module: string;
  /** "*" stands for the whole of it, "=" for what `require` gives. */
  names: Record<string, string>;
}

/** What a cell's import and export statements bind. Types are left out. */
export function bindingsOf(file: SourceFile, checker: ts.TypeChecker): Binding[] {
  const isValue = (name: ts.Node) => {
    const symbol = checker.getSymbolAtLocation(name);
    if (!symbol) return true;
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    // What is not known, as in a package without types, may be a value.
    return (target.flags & ts.SymbolFlags.Value) !== 0 || checker.isUnknownSymbol(target);
  };
  const found: Binding[] = [];
  for (const statement of file.statements) {
    const binding = ts.isImportDeclaration(statement)
      ? ofImport(statement, isValue)
      : ts.isImportEqualsDeclaration(statement)
        ? ofRequire(statement)
        : ts.isExportDeclaration(statement)
          ? ofExport(statement, isValue, checker)
          : null;
    if (binding) found.push(binding);
  }
  return found;
}

type IsValue = (name: ts.Node) => boolean;

function ofImport(node: ts.ImportDeclaration, isValue: IsValue): Binding | null {
  const module = (node.moduleSpecifier as ts.StringLiteral).text;
  const clause = node.importClause;
  if (!clause) return { module, names: {} };
  if (clause.isTypeOnly) return null;
  const names: Binding["names"] = {};
  if (clause.name && isValue(clause.name)) names[clause.name.text] = "default";
  const { namedBindings } = clause;
  if (namedBindings && ts.isNamespaceImport(namedBindings)) names[namedBindings.name.text] = "*";
  else {
    for (const { isTypeOnly, name, propertyName } of namedBindings?.elements ?? []) {
      if (!isTypeOnly && isValue(name)) names[name.text] = (propertyName ?? name).text;
    }
  }
  const onlyTypes = Object.keys(names).length === 0;
  return onlyTypes && !isEmpty(clause) ? null : { module, names };
}

/** An import of no names is for what a module does when it is loaded. */
function isEmpty({ name, namedBindings }: ts.ImportClause): boolean {
  return !name && namedBindings && ts.isNamedImports(namedBindings)
    ? namedBindings.elements.length === 0
    : false;
}

function ofRequire(node: ts.ImportEqualsDeclaration): Binding | null {
  if (node.isTypeOnly || !ts.isExternalModuleReference(node.moduleReference)) return null;
  const { text } = node.moduleReference.expression as ts.StringLiteral;
  return { module: text, names: { [node.name.text]: "=" } };
}

function ofExport(
  node: ts.ExportDeclaration,
  isValue: IsValue,
  checker: ts.TypeChecker,
): Binding | null {
  if (!node.moduleSpecifier || node.isTypeOnly) return null;
  const module = (node.moduleSpecifier as ts.StringLiteral).text;
  const { exportClause } = node;
  if (!exportClause) return { module, names: allNames(node.moduleSpecifier, checker) };
  if (ts.isNamespaceExport(exportClause))
    return { module, names: { [exportClause.name.text]: "*" } };
  const names: Binding["names"] = {};
  for (const { isTypeOnly, name, propertyName } of exportClause.elements) {
    if (!isTypeOnly && isValue(name)) names[name.text] = (propertyName ?? name).text;
  }
  return { module, names };
}

/** The values that `export *` takes from a module. */
function allNames(specifier: ts.Expression, checker: ts.TypeChecker): Binding["names"] {
  const module = checker.getSymbolAtLocation(specifier);
  const exported = module ? checker.getExportsOfModule(module) : [];
  const values = exported.filter((symbol) => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    return target.flags & ts.SymbolFlags.Value && symbol.name !== "default";
  });
  return Object.fromEntries(values.map(({ name }) => [name, name]));
}

/** The symbols that a cell's export statements name, with nothing declared of that name. */
export function exportedSymbols(file: SourceFile, checker: ts.TypeChecker): ts.Symbol[] {
  const exportsOthers = file.statements.some((statement) => ts.isExportDeclaration(statement));
  const module = exportsOthers ? checker.getSymbolAtLocation(file) : undefined;
  if (!module) return [];
  return checker
    .getExportsOfModule(module)
    .filter(({ name }) => name !== "default" && !file.locals.has(name));
}
