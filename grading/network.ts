// Problem 2: the questions of inside/network.ts, put to a student's lib in the cage.

import type { NetworkInputs } from "./inputs";
import type { Answer, Job } from "./inside/main";
import type { Failure, Values } from "./value";

/** A program in the cage that answers by lines. */
export interface LineProgram {
  /** Its answer, line by line, until it ends or is ended. */
  lines: AsyncIterable<string>;
  /** Why it ended, in a sentence; null when all is well. */
  ended: Promise<string | null>;
}

export const WAYS = ["whole", "part"] as const;
export type Way = (typeof WAYS)[number];

/** What came of one question put in one way. */
export type NetworkAnswer = { values: Values } | { failure: Failure };

/** By probe, then by way. */
export type NetworkAnswers = Record<string, Partial<Record<Way, NetworkAnswer>>>;

/**
 * Asks all that is to be asked; a question that ends the process costs itself only.
 *
 * @param start starts the program with a job on its standard input
 */
export async function askNetwork(
  start: (job: Job) => LineProgram,
  inputs: NetworkInputs,
  probes: string[],
): Promise<NetworkAnswers> {
  const answers: NetworkAnswers = Object.fromEntries(probes.map((probe) => [probe, {}]));
  let asked = probes.flatMap((probe) => WAYS.map((way) => ({ probe, way })));
  while (asked.length > 0) {
    const program = start({ inputs, asked });
    let done = 0;
    for await (const line of program.lines) {
      const answer = parse(line);
      const question = asked[done];
      // Lines that a student's code has written itself are answers like any other,
      // but only to the question that is due.
      if (answer?.probe !== question?.probe || answer?.way !== question?.way) continue;
      if (answer.state === "begun") continue;
      const { values = {}, error = "" } = answer;
      answers[question.probe][question.way] =
        answer.state === "ok"
          ? { values }
          : { failure: { why: String(error).slice(0, 500), crashed: false } };
      done++;
    }
    const reason = await program.ended;
    asked = asked.slice(done);
    const [question] = asked;
    if (!question) break;
    answers[question.probe][question.way] = {
      failure: { why: reason ?? "the process ended early", crashed: true },
    };
    asked = asked.slice(1);
  }
  return answers;
}

function parse(line: string): Answer | null {
  try {
    const answer: unknown = JSON.parse(line);
    return typeof answer === "object" && answer !== null ? (answer as Answer) : null;
  } catch {
    return null;
  }
}
