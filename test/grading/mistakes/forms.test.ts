// What must not be named: right answers in another form, and mistakes that are not known.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { type Mistake, patched } from "../../../grading/mistakes/mistake";
import type { Solution } from "../../../lib/answers/judge";
import { OWN_NETWORK } from "../submissions/own-network";
import { RIGHT, UNKNOWN } from "./forms";
import { INPUTS, solutionFor, solvedMlp, verdictsOn } from "./problem-set";

const withPatch = (patch: Mistake["patch"]) =>
  patched(solvedMlp, { name: "", question: "", says: "", patch });

let solutions: Solution[] = [];
before(async () => {
  solutions = await Promise.all([INPUTS.visible, INPUTS.hidden].map(solutionFor));
});

describe("is it right in another form, for the visible checks and for grading", () => {
  const forms = Object.entries(RIGHT).map(([what, patch]) => [what, withPatch(patch)]);
  for (const [what, mlp] of [...forms, ["a network in one's own way", OWN_NETWORK]]) {
    test(`${what}?`, async () => {
      for (const solution of solutions) {
        for (const [question, { right, finding }] of await verdictsOn(mlp, solution)) {
          assert.ok(right, `${question}: ${finding?.message}`);
        }
      }
    });
  }
});

describe("is an unknown mistake measured and not named", () => {
  for (const [what, { patch, gap }] of Object.entries(UNKNOWN)) {
    test(`${what}?`, async () => {
      const verdicts = [...(await verdictsOn(withPatch(patch), solutions[1])).values()];
      const wrong = verdicts.filter(({ right }) => !right);
      assert.equal(wrong.length, 1);
      assert.equal(wrong[0].finding?.mistake, "");
      assert.match(wrong[0].finding?.message ?? "", gap);
    });
  }
});

test("is a mistake in a network without the handout's parts named all the same?", async () => {
  const mlp = OWN_NETWORK.replace("(j === y[n] ? 1 : 0)) / N", "0) / N");
  assert.notEqual(mlp, OWN_NETWORK);
  for (const solution of solutions) {
    const verdict = (await verdictsOn(mlp, solution)).get("Q2.2");
    assert.equal(verdict?.finding?.mistake, "no-minus-1-at-the-label");
  }
});

test("does a handout without hints say only what is wrong, and one with the gap no name?", async () => {
  const mlp = withPatch([["return Matrix.sign(h1);", "return Matrix.zeros(h1.rows, h1.columns);"]]);
  const told = async (hints: "none" | "gap") => {
    return (await verdictsOn(mlp, solutions[0], hints)).get("Q2.4")?.finding;
  };
  assert.deepEqual(await told("none"), { mistake: "", message: "derivative(h1) is not right" });
  assert.match((await told("gap"))?.message ?? "", /the difference quotient of your own f is 1$/);
});
