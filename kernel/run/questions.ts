// Questions about code: is it complete, how may it go on, what is this?

import type { Json } from "./messages";
import type { Session } from "./session";

/** Answers an is_complete, complete or inspect request; others get no answer. */
export function answerQuestion(type: string, content: Json, session: Session): object | null {
  const code = String(content.code ?? "");
  const at = Number(content.cursor_pos ?? code.length);
  const { questions } = session.compiler;
  try {
    if (type === "is_complete_request") return questions.isComplete(code);
    if (type === "complete_request") {
      const { matches, start, end } = questions.complete(code, toUnits(code, at));
      return completions(matches, toCharacters(code, start), toCharacters(code, end));
    }
    if (type === "inspect_request") return shown(questions.inspect(code, toUnits(code, at)));
    return null;
  } catch {
    // The compiler may trip over half-written code: then there is nothing to say.
    if (type === "is_complete_request") return { status: "unknown" };
    return type === "complete_request" ? completions([], at, at) : shown(null);
  }
}

function completions(matches: string[], start: number, end: number): object {
  return { status: "ok", matches, cursor_start: start, cursor_end: end, metadata: {} };
}

function shown(text: string | null): object {
  const data = text === null ? {} : { "text/plain": text };
  return { status: "ok", found: text !== null, data, metadata: {} };
}

// Jupyter counts Unicode characters, JavaScript UTF-16 units.

function toUnits(code: string, characters: number): number {
  return [...code].slice(0, characters).join("").length;
}

function toCharacters(code: string, units: number): number {
  return [...code.slice(0, units)].length;
}
