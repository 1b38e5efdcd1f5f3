// Questions about code: is it complete, how may it go on, what is this?

import type { Json } from "./messages";
import type { Session } from "./session";

/** Answers an is_complete, complete or inspect request; others get no answer. */
export function answerQuestion(type: string, content: Json, session: Session): object | null {
  const code = String(content.code ?? "");
  const at = Number(content.cursor_pos ?? code.length);
  try {
    if (type === "is_complete_request") return isComplete(code, session);
    if (type === "complete_request") return complete(code, at, session);
    if (type === "inspect_request") return inspect(code, at, session);
    return null;
  } catch {
    // The compiler may trip over half-written code: then there is nothing to say.
    if (type === "is_complete_request") return { status: "unknown" };
    if (type === "complete_request") return completions([], at, at);
    return { status: "ok", found: false, data: {}, metadata: {} };
  }
}

function isComplete(code: string, session: Session): object {
  const problem = session.compiler.syntaxProblem(code);
  if (problem === null) return { status: "complete" };
  if (problem === "wrong") return { status: "invalid" };
  // Two empty lines: whoever types them wants an end of it.
  if (/\n\s*\n\s*$/.test(code)) return { status: "invalid" };
  const { indent } = require("tslab/dist/converter").isCompleteCode(code) as { indent?: string };
  return { status: "incomplete", indent: indent ?? "" };
}

function complete(code: string, at: number, session: Session): object {
  const units = toUnits(code, at);
  const { compiler, declarations } = session;
  const { start, end, candidates } = compiler.complete(declarations, code, units);
  return completions(candidates, toCharacters(code, start), toCharacters(code, end));
}

function completions(matches: string[], start: number, end: number): object {
  return { status: "ok", matches, cursor_start: start, cursor_end: end, metadata: {} };
}

function inspect(code: string, at: number, session: Session): object {
  const { compiler, declarations } = session;
  // At the end of a name it is the name before the cursor that is meant.
  const position = toUnits(code, at);
  const info =
    compiler.inspect(declarations, code, position) ??
    (position > 0 ? compiler.inspect(declarations, code, position - 1) : undefined);
  if (!info) return { status: "ok", found: false, data: {}, metadata: {} };
  const text = require("tslab/dist/inspect").printQuickInfo(info) as string;
  return { status: "ok", found: true, data: { "text/plain": text }, metadata: {} };
}

// Jupyter counts Unicode characters, JavaScript UTF-16 units.

function toUnits(code: string, characters: number): number {
  return [...code].slice(0, characters).join("").length;
}

function toCharacters(code: string, units: number): number {
  return [...code.slice(0, units)].length;
}
