// From values to points, and to what is said of a wrong answer.

import { explain, type KnownMistake } from "../../lib/answers/explain";
import { answeredFormulas } from "../../lib/answers/formulas";
import { type Answers, Judge, type Solution } from "../../lib/answers/judge";
import { WAYS } from "../../lib/answers/probes";
import { problemWith, type Values } from "../../lib/answers/value";
import type { NetworkAnswers } from "../answers/network";
import type { Readings } from "../answers/variables";
import type { Part } from "../assignment/parts";

/** What a part has earned, and why not more. */
export interface Score {
  points: number;
  /** For student and instructor; empty when all is right. */
  remark: string;
  /** A process ended, or ran out of time or room, before it gave the answer. */
  crashed: boolean;
  /** The known mistake's name; empty if it is none, or if nothing is wrong. */
  mistake: string;
  /** What is said of the question's answer, the same in all its parts; empty if nothing is wrong. */
  message: string;
}

/** A part of a question of which more has been said already. */
const AS_ABOVE = "as above";

/** The points of a part whose values are variables: each has an equal share. */
export function scoreReadings(
  { question, points, values: asked, probe }: Part,
  expected: Values,
  { values, failures }: Readings,
  tolerance: number,
  mistakes: KnownMistake[],
): Score {
  const names = asked ?? Object.keys(expected);
  const wrong = new Map<string, string[]>();
  let crashed = false;
  for (const name of names) {
    const found = problemWith(expected[name], values[name], tolerance);
    if (!found) continue;
    const failure = failures[name];
    const why = failure ? `: ${failure.why}` : ` ${found}`;
    wrong.set(why, [...(wrong.get(why) ?? []), name]);
    crashed ||= failure?.crashed ?? false;
  }
  const lost = [...wrong.values()].flat();
  const right = Object.fromEntries(names.map((name) => [name, expected[name]]));
  const failed = lost.some((name) => failures[name]);
  const finding =
    failed || probe ? null : explain(answeredFormulas(question, right, values, mistakes), "named");
  const plain = [...wrong].map(([why, those]) => those.join(", ") + why).join("; ");
  const message = finding?.message ?? plain;
  return {
    points: (points * (names.length - lost.length)) / names.length,
    remark: message,
    crashed,
    mistake: finding?.mistake ?? "",
    message,
  };
}

/** The points of the parts that the network is asked for, by their ids. */
export function scoreNetwork(
  parts: Part[],
  solution: Solution,
  answers: NetworkAnswers,
): Record<string, Score> {
  const judge = new Judge(solution, valuesIn(answers), "named");
  const scores: Record<string, Score> = {};
  const said = new Set<string>();
  for (const { id, question, points, probe = "", values: names } of parts) {
    const { right, finding } = judge.verdict({ question, probe, names });
    if (right) {
      scores[id] = { points, remark: "", crashed: false, mistake: "", message: "" };
      continue;
    }
    const failures = WAYS.flatMap((way) => {
      const answer = answers[probe]?.[way];
      return answer && "failure" in answer ? [answer.failure] : [];
    });
    const crashed = failures.some((failure) => failure.crashed);
    const message = finding?.message ?? failures.at(-1)?.why ?? "no answer";
    const remark = said.has(question) ? AS_ABOVE : message;
    said.add(question);
    scores[id] = { points: 0, remark, crashed, mistake: finding?.mistake ?? "", message };
  }
  return scores;
}

function valuesIn(answers: NetworkAnswers): Answers {
  const ways = (probe: string) =>
    WAYS.map((way) => {
      const answer = answers[probe][way];
      return [way, answer && "values" in answer ? answer.values : null];
    });
  return Object.fromEntries(
    Object.keys(answers).map((probe) => [probe, Object.fromEntries(ways(probe))]),
  );
}
