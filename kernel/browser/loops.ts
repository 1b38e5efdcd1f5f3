// Loops that can be stopped while they run: each turn looks at a flag in memory that
// the page can set. The checks go where TypeScript's output ends a line, so that no
// place in the code moves.
import ts from "typescript";

/** The function that a loop calls in each turn. */
export const CHECK = "__gradbookCheck";

/** The code with a check at the start of each loop's body. */
export function withChecks(code: string): string {
  if (!/\b(for|while|do)\b/.test(code)) return code;
  const source = ts.createSourceFile("loops.js", code, ts.ScriptTarget.ES2022, false);
  const added: { at: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIterationStatement(node, false)) {
      const { statement } = node;
      const at = ts.isBlock(statement) ? statement.getStart(source) + 1 : statement.pos;
      added.push({ at, text: ts.isBlock(statement) ? `${CHECK}();` : `{${CHECK}();` });
      if (!ts.isBlock(statement)) added.push({ at: statement.end, text: "}" });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  // Later ones first; of two at one place the inner one, which was found later.
  const ordered = added.map((entry, order) => ({ ...entry, order }));
  ordered.sort((a, b) => b.at - a.at || b.order - a.order);
  return ordered.reduce((text, { at, text: check }) => {
    return text.slice(0, at) + check + text.slice(at);
  }, code);
}
