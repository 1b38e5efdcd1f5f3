// From values to points.

import { type NetworkAnswers, WAYS } from "../answers/network";
import { mistake, type Values } from "../answers/value";
import type { Readings } from "../answers/variables";
import type { Part } from "../assignment/parts";

/** What a part has earned, and why not more. */
export interface Score {
  points: number;
  /** For student and instructor; empty when all is right. */
  remark: string;
  /** A process ended, or ran out of time or room, where the answer was to be had. */
  crashed: boolean;
}

/** Relative to the largest entry: what a probe's values may differ by. */
const TOLERANCES: Record<string, number> = {
  forward: 1e-6, // as the notebook's own check
  backward: 1e-11, // finer than a difference quotient
  train: 1e-6,
  relu: 1e-6,
};

/** The points of a part whose values are variables: each has an equal share. */
export function scoreReadings(
  points: number,
  names: string[],
  expected: Values,
  { values, failures }: Readings,
  tolerance: number,
): Score {
  const wrong = new Map<string, string[]>();
  let crashed = false;
  for (const name of names) {
    const found = mistake(expected[name], values[name], tolerance);
    if (!found) continue;
    const failure = failures[name];
    const why = failure ? `: ${failure.why}` : ` ${found}`;
    wrong.set(why, [...(wrong.get(why) ?? []), name]);
    crashed ||= failure?.crashed ?? false;
  }
  const lost = [...wrong.values()].flat().length;
  const remark = [...wrong].map(([why, those]) => those.join(", ") + why).join("; ");
  return { points: (points * (names.length - lost)) / names.length, remark, crashed };
}

/** The points of a part that a probe answers: all its values must be right, one way or the other. */
export function scoreProbe(
  { probe = "", values: names, points }: Part,
  expected: NetworkAnswers,
  actual: NetworkAnswers,
): Score {
  const remarks: string[] = [];
  let crashed = false;
  for (const way of WAYS) {
    const want = expected[probe]?.[way];
    const have = actual[probe]?.[way];
    if (!want || "failure" in want) throw new Error(`the solution has no answer to ${probe}`);
    if (!have || "failure" in have) {
      remarks.push(have?.failure.why ?? "no answer");
      crashed ||= have?.failure.crashed ?? false;
      continue;
    }
    const wrong = (names ?? Object.keys(want.values)).flatMap((name) => {
      const found = mistake(want.values[name], have.values[name], TOLERANCES[probe]);
      return found ? [`${name} ${found}`] : [];
    });
    if (wrong.length === 0) return { points, remark: "", crashed: false };
    remarks.push(wrong.join(", "));
  }
  return { points: 0, remark: [...new Set(remarks)].join("; on its own: "), crashed };
}
