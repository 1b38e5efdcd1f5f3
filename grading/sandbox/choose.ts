// The best cage that this machine has.

import { bubblewrap } from "./bubblewrap";
import type { Cage } from "./cage";
import { container, ENGINES } from "./container";
import { noCage } from "./no-cage";
import { NoCageError } from "./no-cage-error";
import { otherUser } from "./other-user";

/**
 * Finds out, by running them, which kind of cage works here.
 *
 * @param noSandbox what --no-sandbox says: run programs without a cage
 * @param disposable whether this is a container that one submission has to itself: then
 *   another user is cage enough where namespaces are refused
 * @throws NoCageError saying for each kind what it lacks
 */
export function chooseCage({ noSandbox = false, disposable = false } = {}): Cage {
  if (noSandbox) return noCage();
  const problems: string[] = [];
  const engines = ENGINES.map((engine) => () => container(engine));
  for (const make of disposable ? [bubblewrap, otherUser] : [bubblewrap, ...engines]) {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof NoCageError)) throw error;
      problems.push(error.message);
    }
  }
  throw new NoCageError(
    `There is nothing to isolate submissions with, and their code is not to be trusted:\n${problems
      .map((problem) => `- ${problem.replace(/\n/g, "\n  ")}`)
      .join("\n")}\nFix one of these, or run submissions without isolation with --no-sandbox: ` +
      "they can then read and change whatever you can.",
  );
}
