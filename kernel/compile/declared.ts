// The names that code declares, by its syntax alone.
import { namesIn } from "./references";
import { ts } from "./typescript";

/** The names that a cell declares or imports for the cells after it. */
export function declaredNames(code: string): string[] {
  const source = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
    }
    if (ts.isImportDeclaration(statement)) return importedNames(statement);
    const { name } = statement as { name?: ts.Identifier };
    return name && ts.isIdentifier(name) ? [name.text] : [];
  });
}

/** The names that an import statement declares. */
export function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  const named = !bindings ? [] : ts.isNamedImports(bindings) ? bindings.elements : [bindings];
  return [importClause, ...named].flatMap((item) => item?.name?.text ?? []);
}
