// Declarations turned into assignments to the scope that all cells share.
import { internals, ts } from "./typescript";

const { factory } = ts;

/** What an identifier of the scope becomes. */
export type ToScope = (name: ts.Identifier) => ts.Expression;
/** Turns an expression's own references into those of the scope. */
export type Visit = (node: ts.Expression) => ts.Expression;

/** `const f = () => 1` names the function, an assignment to a property would not. */
export function withName(name: ts.Identifier, value: ts.Expression): ts.Expression {
  if (!isAnonymous(value) || name.text === "__proto__") return value;
  const key = factory.createIdentifier(name.text);
  const holder = factory.createObjectLiteralExpression([
    factory.createPropertyAssignment(key, value),
  ]);
  return factory.createPropertyAccessExpression(holder, name.text);
}

function isAnonymous(value: ts.Expression): boolean {
  const bare = internals.skipOuterExpressions(value);
  if (ts.isArrowFunction(bare)) return true;
  return (ts.isFunctionExpression(bare) || ts.isClassExpression(bare)) && !bare.name;
}

/** A `var` that is not a statement at the top level, as in loops: assignments, if any. */
export function assignAll(
  { declarations }: ts.VariableDeclarationList,
  toScope: ToScope,
  visit: Visit,
): ts.Expression | undefined {
  const assignments = declarations.flatMap(({ name, initializer }): ts.Expression[] => {
    if (!initializer) return [];
    const value = visit(initializer);
    const named = ts.isIdentifier(name) ? withName(name, value) : value;
    return [factory.createAssignment(target(name, toScope, visit), named)];
  });
  if (assignments.length === 0) return undefined;
  return assignments.reduce((all, next) => factory.createComma(all, next));
}

/** The pattern of a declaration as one of an assignment to the scope. */
export function target(name: ts.BindingName, toScope: ToScope, visit: Visit): ts.Expression {
  if (ts.isIdentifier(name)) return toScope(name);
  const withDefault = ({ name, initializer }: ts.BindingElement): ts.Expression => {
    const to = target(name, toScope, visit);
    return initializer ? factory.createAssignment(to, visit(initializer)) : to;
  };
  if (ts.isArrayBindingPattern(name)) {
    return factory.createArrayLiteralExpression(
      name.elements.map((element) => {
        if (ts.isOmittedExpression(element)) return element;
        const to = withDefault(element);
        return element.dotDotDotToken ? factory.createSpreadElement(to) : to;
      }),
    );
  }
  return factory.createObjectLiteralExpression(
    name.elements.map((element) => {
      const to = withDefault(element);
      if (element.dotDotDotToken) return factory.createSpreadAssignment(to);
      const key = element.propertyName ?? (element.name as ts.Identifier);
      const property = ts.isComputedPropertyName(key)
        ? factory.updateComputedPropertyName(key, visit(key.expression))
        : ts.isIdentifier(key)
          ? factory.createIdentifier(key.text)
          : key;
      return factory.createPropertyAssignment(property, to);
    }),
  );
}
