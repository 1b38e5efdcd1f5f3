// Mutants of the solution as a test of the grader; `npm run mutants -- --tests` puts them
// to the tests of lib, too.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gradeMutants, isHole } from "./main";
import { mutantsOf } from "./make";

test("is a sign, a factor, an axis, a transpose, an index and a term changed, each alone?", () => {
  const of = (code: string) => mutantsOf(`f(${code})`).map(({ text }) => text);
  const has = (code: string, ...mutants: string[]) => {
    for (const mutant of mutants) assert.ok(of(code).includes(`f(${mutant})`), mutant);
  };
  has("a + b", "a - b", "a", "b", "2 * (a + b)");
  has("a - b", "b - a");
  has("g(a)", "a", "g(g(a))");
  has("grads.W1.norm()", "grads.W2.norm()");
  has("-a", "a");
  has('s.sum("row")', 's.sum("column")');
  has("W.transpose()", "W");
  has("y[n]", "y[0]", "y[n + 1]");
  has("d.add(r)", "d", "d.sub(r)");
});

test("is every mutant equal to the solution on the hidden inputs, or caught by its question?", async (t) => {
  const outcomes = await gradeMutants();
  const holes = outcomes.filter(isHole).map(({ mutant, lost }) => {
    return `line ${mutant.line}, ${mutant.what}: ${lost}`;
  });
  assert.deepEqual(holes, []);
  const equal = outcomes.filter((outcome) => outcome.equal);
  const named = outcomes.filter((outcome) => outcome.named.length > 0);
  t.diagnostic(`${outcomes.length} mutants, ${equal.length} equal, ${named.length} named`);
  assert.ok(outcomes.length > 240 && named.length > 50);
  // In answers only what is the same in another form.
  assert.deepEqual(
    equal.filter(({ question }) => question).map(({ mutant }) => mutant.what),
    [
      "relu(z1) → relu(relu(z1))",
      'scores.max("row") → scores.min("row")',
      // dh1.mul(…) has written over dh1.
      ...["dz1 → dh1", "dz1 → dh1"],
    ],
  );
});
