// Problem 2: the questions of lib/answers/probes.ts, put to a student's lib in the cage.

import type { NetworkInputs } from "../../lib/answers/inputs";
import { WAYS, type Way } from "../../lib/answers/probes";
import type { Values } from "../../lib/answers/value";
import type { Running } from "../sandbox/start";
import type { Answer, Job } from "./job";
import type { Failure } from "./value";

/** What came of one question put in one way. */
export type NetworkAnswer = { values: Values } | { failure: Failure };

/** By probe, then by way. */
export type NetworkAnswers = Record<string, Partial<Record<Way, NetworkAnswer>>>;

/**
 * Asks all that is to be asked; a question that ends the process costs itself only.
 *
 * @param start starts the program that answers, each line of its answer given to `onLine`
 */
export async function askNetwork(
  start: (onLine: (line: string) => void) => Running,
  inputs: NetworkInputs,
  probes: string[],
): Promise<NetworkAnswers> {
  const answers: NetworkAnswers = Object.fromEntries(probes.map((probe) => [probe, {}]));
  let asked = probes.flatMap((probe) => WAYS.map((way) => ({ probe, way })));
  while (asked.length > 0) {
    let done = 0;
    const program = start((line) => {
      const answer = parse(line);
      const question = asked[done];
      // A line that a student's code has written itself is an answer like any other,
      // but only to the question that is due.
      if (answer?.probe !== question?.probe || answer?.way !== question?.way) return;
      if (answer?.state !== "ok" && answer?.state !== "error") return;
      answers[question.probe][question.way] = cameOf(answer);
      done++;
    });
    program.stdin.end(JSON.stringify({ inputs, asked } satisfies Job));
    const { detail } = await program.ended;
    asked = asked.slice(done);
    const [question] = asked;
    if (!question) break;
    const failure = { why: `the process ended: ${detail}`, crashed: true };
    answers[question.probe][question.way] = { failure };
    asked = asked.slice(1);
  }
  return answers;
}

function cameOf({ state, values, error }: Answer): NetworkAnswer {
  if (state === "ok") return { values: Object(values) };
  return { failure: { why: String(error).slice(0, 500), crashed: false } };
}

function parse(line: string): Answer | null {
  try {
    const answer: unknown = JSON.parse(line);
    return typeof answer === "object" && answer !== null ? (answer as Answer) : null;
  } catch {
    return null;
  }
}
