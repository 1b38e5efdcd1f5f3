// What is said of a wrong answer: one sentence about the first step that is wrong. The
// mistake that gives exactly these values, if one is known and no other gives them too;
// else what is constant about the difference.

import { gap } from "./gap";
import type { Way } from "./probes";
import { labelOf, type Scale, type Step } from "./steps";
import { entriesOf, problemWith, same, thrownBy, type Value, type Values } from "./value";

/** A mistake and what it gives. */
export interface KnownMistake {
  name: string;
  /** "Q2.2" */
  question: string;
  /** What is wrong, and where to look. */
  says: string;
  /** The values that it changes. */
  values: Partial<Record<Way, Values>>;
}

/** How much is said: that it is wrong, by what, or why. */
export type Hints = "none" | "gap" | "named";

export interface Finding {
  /** The known mistake's name; empty if it is none. */
  mistake: string;
  message: string;
}

/** An answer that came in one way, and what it is held against. */
export interface Side {
  steps: Step[];
  right: Values;
  have: Values;
}

/** A question and the answer to it. */
export interface Answered {
  /** Of which is spoken. */
  way: Way;
  sides: Partial<Record<Way, Side>>;
  tolerance: number;
  /** Known mistakes in this question. */
  mistakes: KnownMistake[];
  scale: Scale;
}

/** Null when nothing is wrong. */
export function explain(answered: Answered, hints: Hints): Finding | null {
  const side = answered.sides[answered.way];
  if (!side) return null;
  const { steps, right, have } = side;
  const first = steps.findIndex(({ names }) => names.some((name) => isOff(answered, side, name)));
  if (first < 0) return null;
  const names = steps[first].names.filter((name) => isOff(answered, side, name));
  const thrown = thrownBy(have[names[0]]);
  if (hints === "named") {
    const named = nameFor(answered, side, first);
    if (named) return { mistake: named.name, message: named.says };
  }
  if (thrown !== null) return { mistake: "", message: thrown };
  if (hints === "none") {
    const labels = [...new Set(names.map(labelOf))];
    const are = labels.length > 1 ? "are" : "is";
    return { mistake: "", message: `${labels.join(" and ")} ${are} not right` };
  }
  return { mistake: "", message: measured(names, right, have, answered.scale) };
}

function isOff({ tolerance }: Answered, { right, have }: Side, name: string): boolean {
  return problemWith(right[name], have[name], tolerance) !== null;
}

/** The one mistake that explains the answer: in all that came, or in the call that is wrong. */
function nameFor(answered: Answered, side: Side, first: number): KnownMistake | null {
  const { mistakes, way, sides } = answered;
  const possible = mistakes.filter((mistake) => isPossible(mistake, answered));
  const ways = Object.keys(sides) as Way[];
  for (const fits of [
    (mistake: KnownMistake) => ways.every((way) => isWhole(mistake, answered, way)),
    (mistake: KnownMistake) => isWhole(mistake, answered, way),
    (mistake: KnownMistake) => fitsCall(mistake, answered, side, first),
  ]) {
    const found = possible.filter(fits);
    if (found.length > 0) return found.length === 1 ? found[0] : null;
  }
  return null;
}

/** Whether what a mistake spoils in the parts is wrong there, too. */
function isPossible({ values }: KnownMistake, answered: Answered): boolean {
  const { part } = answered.sides;
  const spoilt = Object.keys(values.part ?? {});
  if (Object.keys(values[answered.way] ?? {}).length === 0) return false;
  return answered.way === "part" || !part || spoilt.every((name) => isOff(answered, part, name));
}

/** Whether all values that came in one way are those that a mistake gives. */
function isWhole({ values }: KnownMistake, { sides, tolerance }: Answered, way: Way): boolean {
  const { steps, right, have } = sides[way] as Side;
  const gives = (name: string): Value => values[way]?.[name] ?? right[name];
  return steps.every(({ names }) =>
    names.every((name) => same(gives(name), have[name], tolerance)),
  );
}

/**
 * Whether a mistake explains the first call that is wrong: all its values are those that
 * the mistake gives, what comes before is right with it, and whatever it spoils later is
 * wrong.
 */
function fitsCall(
  { values }: KnownMistake,
  answered: Answered,
  side: Side,
  first: number,
): boolean {
  const { steps, right, have } = side;
  const changed = values[answered.way] ?? {};
  const { call, names } = steps[first];
  const gives = (name: string): Value => changed[name] ?? right[name];
  return (
    names.some((name) => name in changed) &&
    steps.every((step, k) => {
      if (step.call === call) {
        return step.names.every((name) => same(gives(name), have[name], answered.tolerance));
      }
      if (k < first) return step.names.every((name) => !(name in changed));
      return step.names.every((name) => !(name in changed) || isOff(answered, side, name));
    })
  );
}

/** What is constant about values of one step. */
function measured(names: string[], right: Values, have: Values, scale: Scale): string {
  const [name] = names;
  if (name.startsWith("change")) {
    return `${name.slice(6)} is another after the call, but must stay as it is`;
  }
  const own = besideOwnF(names, right, have);
  if (own) return own;
  const phrases = names.map((name) => gap(right[name], have[name], scale));
  const alike = names.filter((_, i) => phrases[i] === phrases[0]).map(labelOf);
  if (alike.length > 1 && /^(is|has) /.test(phrases[0])) {
    const plural = phrases[0].replace(/^is/, "are").replace(/^has/, "have");
    const phrase = plural.replace(/\bit\b/g, "they");
    return `${alike.slice(0, -1).join(", ")} and ${alike.at(-1)} ${phrase}`;
  }
  return `${labelOf(name)} ${phrases[0]}`;
}

/** A derivative beside the difference quotient of the f that it is the derivative of. */
function besideOwnF(names: string[], right: Values, have: Values): string | null {
  if (!names.some((name) => name === "derivative" || name === "slope")) return null;
  const [slope, quotient] = [entriesOf(have.slope), entriesOf(have.quotient)];
  if (!slope || !quotient || slope.shape !== quotient.shape || !entriesOf(right.slope)) return null;
  const errors = slope.entries.map((entry, i) => Math.abs(entry - quotient.entries[i]));
  const worst = errors.indexOf(Math.max(...errors));
  if (errors[worst] < 1e-6) return null;
  const [is, must] = [slope, quotient].map(({ entries }) => Number(entries[worst].toPrecision(4)));
  return `derivative(f(z1)) has an entry of ${is} where the difference quotient of your own f is ${must}`;
}
