// Which questions of Problem 2 are answered right, and what is said of those that are not.

import { type Answered, explain, type Finding, type Hints, type KnownMistake } from "./explain";
import type { NetworkInputs } from "./inputs";
import { WAYS, type Way } from "./probes";
import { judged, STEPS, scaleOf, TOLERANCES, withDifferences } from "./steps";
import { isGiven, problemWith, type Values } from "./value";

/** By probe, then by way; null where nothing came. */
export type Answers = Record<string, Partial<Record<Way, Values | null>>>;

/** What an answer is held against. */
export interface Solution {
  inputs: NetworkInputs;
  right: Answers;
  mistakes: KnownMistake[];
}

/** What the notebooks' checks hold answers against, and what they say of wrong ones. */
export interface Known {
  hints: Hints;
  /** Of Problem 1, by question. */
  formulas: Record<string, Values>;
  /** Of the notebook's second network, drawn from this seed. */
  seed: number;
  network: Answers;
  mistakes: KnownMistake[];
}

/** What is asked: a question, or a part of one that has points of its own. */
export interface Asked {
  question: string;
  probe: string;
  /** The gradients it is about, if it is about some. */
  names?: string[];
}

export interface Verdict {
  right: boolean;
  /** Null when it is right, or when nothing came that could be spoken of. */
  finding: Finding | null;
}

/** The probes whose questions must be right for the whole network to be. */
const BEFORE: Record<string, string[]> = {
  forward: [],
  backward: ["forward"],
  train: ["forward", "backward"],
  relu: ["forward", "backward"],
};

/** Which probes have to be asked to judge one. */
export function probesFor(probe?: string): string[] {
  if (!probe) return Object.keys(BEFORE);
  return probe === "forward" ? ["forward", "backward"] : [...BEFORE[probe], probe];
}

/** What must be right for the networks of a question to learn: all probes, where it has none. */
function before(probe: string | undefined): string[] {
  return probe ? BEFORE[probe] : Object.keys(BEFORE);
}

/** Judges what was asked, in that order. */
export class Judge {
  private readonly have: Answers = {};

  constructor(
    private readonly solution: Solution,
    answers: Answers,
    private readonly hints: Hints,
  ) {
    for (const [probe, ways] of Object.entries(answers)) {
      this.have[probe] = {};
      for (const way of WAYS) {
        const values = ways[way];
        this.have[probe][way] = values ? withDifferences(values) : null;
      }
    }
  }

  verdict({ question, probe, names }: Asked): Verdict {
    const right = this.isRight(probe, names);
    return { right, finding: right ? null : this.finding(question, probe) };
  }

  /** Of the probes that the whole network must answer before this one, the first that is wrong. */
  firstWrongBefore(probe?: string): string | undefined {
    return before(probe).find((earlier) => !this.isRight(earlier));
  }

  private isRight(probe: string, names?: string[]): boolean {
    const [whole, part] = WAYS.map((way) => this.wrong(probe, way, names).length === 0);
    if (probe === "forward") {
      // The backward pass may throw where it is not written yet.
      if (part) return whole || this.given(probe, "whole").length === 0;
      return (
        whole &&
        (this.given(probe, "part").length === 0 || this.wrong("backward", "whole").length === 0)
      );
    }
    // Right parts that are wrong together: the question must answer for it, unless an
    // earlier one does.
    return whole || (part && !BEFORE[probe].every((earlier) => this.isRight(earlier)));
  }

  /** The names of what is not right. */
  private wrong(probe: string, way: Way, names?: string[]): string[] {
    const { right } = this.solution;
    const have = this.have[probe]?.[way];
    return judged(probe, way, names).filter((name) => {
      return !have || problemWith(valuesOf(right, probe, way)[name], have[name], TOLERANCES[probe]);
    });
  }

  /** Of these, what was given at all, if only NaN. */
  private given(probe: string, way: Way): string[] {
    const have = this.have[probe]?.[way];
    return this.wrong(probe, way).filter((name) => have && isGiven(have[name]));
  }

  private finding(question: string, probe: string): Finding | null {
    const part = this.have[probe]?.part;
    const partWrong = this.wrong(probe, "part");
    // Nothing to be said of the parts of a network that has none of these.
    const missing = partWrong.length > 0 && this.given(probe, "part").length === 0;
    const whole = this.have[probe]?.whole && this.given(probe, "whole").length > 0;
    const way = !part || partWrong.length === 0 || (missing && whole) ? "whole" : "part";
    const { right, mistakes, inputs } = this.solution;
    const sides: Answered["sides"] = {};
    for (const each of WAYS) {
      const have = this.have[probe]?.[each];
      if (have) {
        sides[each] = { steps: STEPS[probe][each], right: valuesOf(right, probe, each), have };
      }
    }
    const finding = explain(
      {
        way,
        sides,
        tolerance: TOLERANCES[probe],
        mistakes: mistakes.filter((mistake) => mistake.question === question),
        scale: scaleOf(probe, inputs),
      },
      this.hints,
    );
    if (!finding || finding.mistake || partWrong.length > 0) return finding;
    const message = `in the whole network ${finding.message}, though each part is right on its own`;
    return { ...finding, message };
  }
}

function valuesOf(answers: Answers, probe: string, way: Way): Values {
  const values = answers[probe]?.[way];
  if (!values) throw new Error(`the solution has no answer to ${probe}`);
  return values;
}
