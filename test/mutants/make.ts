// Mutants by rule: a program with one sign, factor, axis, transpose, index or term changed.

import ts from "typescript";

export interface Mutant {
  /** From 1. */
  line: number;
  /** What was changed: "a + b → a - b". */
  what: string;
  /** The whole program. */
  text: string;
}

/** Methods of Matrix and what they are exchanged with. */
const METHODS: Record<string, string> = {
  add: "sub",
  sub: "add",
  addRowVector: "subRowVector",
  subColumnVector: "addColumnVector",
  maxRowIndex: "minRowIndex",
  max: "min",
  mul: "div",
  div: "mul",
  exp: "log",
  floor: "ceil",
  norm: "sum",
};

/** Methods that can be left out of a chain. */
const DROPPED = /^(add|sub|mul|div|addRowVector|subColumnVector|transpose|neg|map|slice)$/;

/** Names that are taken for each other. */
const NAMES: Record<string, string> = {
  W1: "W2",
  W2: "W1",
  b1: "b2",
  b2: "b1",
  dW1: "dW2",
  db1: "db2",
  dz1: "dh1",
  dh1: "dz1",
  h0: "h1",
  h1: "h0",
  h2: "y",
  learningRate: "learningRateDecay",
};

const BINARY = new Map<ts.SyntaxKind, string[]>([
  [ts.SyntaxKind.PlusToken, ["-"]],
  [ts.SyntaxKind.MinusToken, ["+"]],
  [ts.SyntaxKind.AsteriskToken, ["/"]],
  [ts.SyntaxKind.SlashToken, ["*"]],
  [ts.SyntaxKind.AsteriskAsteriskToken, ["*"]],
  [ts.SyntaxKind.LessThanToken, ["<="]],
  [ts.SyntaxKind.LessThanEqualsToken, ["<"]],
  [ts.SyntaxKind.MinusEqualsToken, ["+=", "="]],
  [ts.SyntaxKind.AsteriskEqualsToken, ["/=", "="]],
]);

/** Whose terms can be dropped. */
const TERMS = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
]);

/** Every mutant of a program, in its order. */
export function mutantsOf(text: string): Mutant[] {
  const source = ts.createSourceFile("program.ts", text, ts.ScriptTarget.Latest, true);
  const found = new Map<string, Mutant>();
  const replace = (node: ts.Node, by: string) => {
    const [start, end] = [node.getStart(), node.getEnd()];
    const mutant = `${text.slice(0, start)}${by}${text.slice(end)}`;
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    const what = `${short(node.getText())} → ${short(by)}`;
    if (mutant !== text && !found.has(mutant)) found.set(mutant, { line, what, text: mutant });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    for (const by of changes(node)) replace(node, by);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...found.values()];
}

/** What a node may be replaced by. */
function changes(node: ts.Node): string[] {
  if (ts.isBinaryExpression(node)) return ofBinary(node);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    return [node.operand.getText()];
  }
  if (ts.isCallExpression(node)) return ofCall(node);
  if (ts.isNumericLiteral(node)) return [String(Number(node.text) + 1), `${Number(node.text) * 2}`];
  if (ts.isStringLiteral(node) && node.text === "row") return ['"column"'];
  if (ts.isStringLiteral(node) && node.text === "column") return ['"row"'];
  if (ts.isArrayLiteralExpression(node) && node.elements.length > 2) {
    const texts = node.elements.map((element) => element.getText());
    return texts.map((_, i) => `[${texts.filter((_, k) => k !== i).join(", ")}]`);
  }
  if (ts.isElementAccessExpression(node) && ts.isIdentifier(node.argumentExpression)) {
    const [object, index] = [node.expression.getText(), node.argumentExpression.getText()];
    return [`${object}[0]`, `${object}[${index} + 1]`];
  }
  if (ts.isShorthandPropertyAssignment(node)) {
    const name = node.name.text;
    return NAMES[name] ? [`${name}: ${NAMES[name]}`] : [];
  }
  if (ts.isIdentifier(node) && (isValue(node) || isEntry(node)))
    return NAMES[node.text] ? [NAMES[node.text]] : [];
  if (ts.isExpressionStatement(node)) return [";"];
  return [];
}

function ofBinary(node: ts.BinaryExpression): string[] {
  const [left, right] = [node.left.getText(), node.right.getText()];
  const kind = node.operatorToken.kind;
  const others = (BINARY.get(kind) ?? []).map((operator) => `${left} ${operator} ${right}`);
  if (!TERMS.has(kind)) return others;
  const reversed = kind === ts.SyntaxKind.MinusToken ? [`${right} - ${left}`] : [];
  return [...others, ...reversed, `2 * (${node.getText()})`, left, right];
}

function ofCall(node: ts.CallExpression): string[] {
  const callee = node.expression;
  if (ts.isIdentifier(callee) && node.arguments.length === 1) {
    const [f, argument] = [callee.text, node.arguments[0].getText()];
    return [argument, `${f}(${node.getText()})`];
  }
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const [object, method] = [callee.expression.getText(), callee.name.text];
  const args = node.arguments.map((argument) => argument.getText());
  const made: string[] = [];
  if (method in METHODS) made.push(`${object}.${METHODS[method]}(${args.join(", ")})`);
  if (object === "Matrix" && args.length === 2) {
    made.push(`${args[0]}.clone()`, `${node.getText()}.transpose()`);
  }
  if (object !== "Matrix" && object !== "Math" && DROPPED.test(method)) made.push(object);
  if (method === "mmul") {
    made.push(`${object}.mmul(${args[0]}.transpose())`, `${object}.transpose().mmul(${args[0]})`);
    made.push(`${args[0]}.mmul(${object})`);
  }
  return made;
}

/** Whether a name stands for a value, and is not one's declaration or a property's name. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) return parent.name !== node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return (
    !ts.isBindingElement(parent) &&
    !ts.isShorthandPropertyAssignment(parent) &&
    !ts.isMethodDeclaration(parent) &&
    !ts.isPropertyDeclaration(parent)
  );
}

/** Whether a name is that of an entry that is read, as in grads.W1. */
function isEntry({ parent }: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(parent) && !ts.isCallExpression(parent.parent);
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}
