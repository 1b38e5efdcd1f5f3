// Shorthand properties of earlier cells' variables: `{ x }`.
//
// tslab turns `x` of an earlier cell into `exports.x`, but leaves `{ x }` as it
// is, which fails when it runs: "x is not defined". Here it becomes
// `{ x: exports.x }` before tslab's own step sees it.
import path from "node:path";
import type * as ts from "@tslab/typescript-for-tslab";

type Emit = ts.SemanticDiagnosticsBuilderProgram["emit"];

/** Has a program written by tslab's emitter with shorthand properties spelled out. */
export function spellOutShorthands(
  typescript: typeof ts,
  program: ts.SemanticDiagnosticsBuilderProgram,
): void {
  const emit = program.emit.bind(program);
  program.emit = ((source, write, token, declarationsOnly, steps) => {
    const spellOut = shorthandStep(typescript, program.getProgram().getTypeChecker());
    const after = [spellOut, ...(steps?.after ?? [])];
    return emit(source, write, token, declarationsOnly, steps && { ...steps, after });
  }) as Emit;
}

function shorthandStep(
  { factory, isShorthandPropertyAssignment, visitEachChild }: typeof ts,
  checker: ts.TypeChecker,
): ts.TransformerFactory<ts.SourceFile> {
  const isOfEarlierCell = (node: ts.ShorthandPropertyAssignment) =>
    checker.getShorthandAssignmentValueSymbol(node)?.declarations?.some((declaration) => {
      return path.basename(declaration.getSourceFile().fileName) === "__prev__.d.ts";
    }) ?? false;

  return (context) => {
    const visit = (node: ts.Node): ts.Node => {
      if (!isShorthandPropertyAssignment(node)) return visitEachChild(node, visit, context);
      const original = (node as { original?: ts.ShorthandPropertyAssignment }).original ?? node;
      if (!isOfEarlierCell(original)) return visitEachChild(node, visit, context);
      const { text } = node.name;
      const value = factory.createPropertyAccessExpression(
        factory.createIdentifier("exports"),
        factory.createIdentifier(text),
      );
      const fallback = node.objectAssignmentInitializer; // of ({ x = 1 } = object)
      return factory.createPropertyAssignment(
        factory.createIdentifier(text),
        fallback
          ? factory.createAssignment(value, visitEachChild(fallback, visit, context))
          : value,
      );
    };
    return (file) => visitEachChild(file, visit, context);
  };
}
