// The folder of known mistakes: does each entry cost its question, and is it named?

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { transformSync } from "esbuild";
import { knownModule } from "../../../grading/handout/known";
import { mistakes } from "../../../grading/mistakes";
import { type Mistake, patched } from "../../../grading/mistakes/mistake";
import { explain } from "../../../lib/answers/explain";
import { answeredFormulas } from "../../../lib/answers/formulas";
import { networkInputs, VISIBLE } from "../../../lib/answers/inputs";
import type { Known } from "../../../lib/answers/judge";
import {
  formulasFor,
  INPUTS,
  notebooks,
  probes,
  solutionFor,
  solvedMlp,
  verdictsOn,
} from "./problem-set";

const inMlp = mistakes.filter(({ question }) => probes.has(question));
const inFormulas = mistakes.filter(({ question }) => !probes.has(question));

test("has every mistake a name of its own in its question, and a sentence that fits a line?", () => {
  const names = mistakes.map(({ question, name }) => `${question} ${name}`);
  assert.equal(new Set(names).size, names.length);
  for (const { says, name } of mistakes) assert.ok(says.length <= 180, `${name}: ${says.length}`);
});

for (const [which, inputs] of Object.entries(INPUTS)) {
  describe(`lib/mlp.ts with a mistake in it, on the ${which} inputs`, () => {
    test("do all entries fit the solution, whose questions are right?", async () => {
      const solution = await solutionFor(inputs);
      assert.deepEqual(solution.unfit, []);
      for (const { right } of (await verdictsOn(solvedMlp, solution)).values()) assert.ok(right);
    });

    test("does each cost its own question and no other, and is it named?", async () => {
      const solution = await solutionFor(inputs);
      for (const mistake of inMlp) {
        const verdicts = await verdictsOn(patched(solvedMlp, mistake), solution);
        const lost = [...verdicts].filter(([, { right }]) => !right).map(([question]) => question);
        assert.deepEqual(lost, [mistake.question], mistake.name);
        const finding = verdicts.get(mistake.question)?.finding;
        assert.deepEqual(finding, { mistake: mistake.name, message: mistake.says });
      }
    });
  });
}

for (const seed of ["visible", 20, 4711] as const) {
  test(`is each mistake in the formulas wrong, and named (${seed})?`, () => {
    const { formulas, right, mistakes: known, unfit } = formulasFor(seed);
    assert.deepEqual(unfit, []);
    assert.deepEqual(
      formulas.map(({ question }) => question),
      ["Q1.1", "Q1.2", "Q1.3", "Q1.4", "Q1.5"],
    );
    assert.equal(known.length, inFormulas.length);
    for (const { question, name, says, values } of known) {
      const have = { ...right[question], ...values.part };
      const finding = explain(answeredFormulas(question, right[question], have, known), "named");
      assert.deepEqual(finding, { mistake: name, message: says }, `${question} ${name}`);
    }
  });
}

test("is each named by the values that the handout holds, too?", async () => {
  const text = await knownModule(notebooks, solvedMlp, "named", (line) => assert.fail(line));
  const { code } = transformSync(text, { loader: "ts", format: "cjs" });
  const module = { exports: {} as { known: Known } };
  new Function("module", code)(module);
  const { known } = module.exports;
  const solution = { inputs: networkInputs(known.seed, VISIBLE), right: known.network };
  for (const mistake of inMlp) {
    const mlp = patched(solvedMlp, mistake);
    const verdicts = await verdictsOn(mlp, { ...solution, mistakes: known.mistakes });
    assert.equal(verdicts.get(mistake.question)?.finding?.mistake, mistake.name);
  }
  const { right, mistakes: exact } = formulasFor("visible");
  for (const { question, name, values } of exact) {
    const have = { ...right[question], ...values.part };
    const asked = answeredFormulas(question, known.formulas[question], have, known.mistakes);
    assert.equal(explain(asked, "named")?.mistake, name);
  }
});

/** Pairs that together are one mistake that is known. */
const TOGETHER: Record<string, string> = {
  "b1-forgotten, b2-forgotten": "both-biases-forgotten",
  "z1-for-h1, scores-from-z1": "f-missing",
  "b2-gradient-is-a-mean, b1-gradient-is-a-mean": "bias-gradients-are-means",
  "b2-gradient-along-the-rows, b1-gradient-along-the-rows": "bias-gradients-along-the-rows",
  "no-regularization-in-W1, no-regularization-in-W2": "no-regularization-in-gradients",
  "W2-gradient-transposed, W1-gradient-transposed": "both-gradients-transposed",
  "W1-changed, W2-changed": "weights-changed",
  "1/N-again-in-the-weights, bias-gradients-are-means": "1/N-twice",
};

test("are two mistakes at once called by one of their names or by none?", async () => {
  const solution = await solutionFor(INPUTS.hidden);
  let [tried, named] = [0, 0];
  for (const [first, second] of pairs(inMlp, 17)) {
    const both = together(first, second);
    if (!both) continue;
    const { right, finding } = (await verdictsOn(both, solution)).get(first.question) ?? {};
    const names = `${first.name}, ${second.name}`;
    assert.equal(right, false, names);
    assert.ok(finding?.message, names);
    tried++;
    if (!finding.mistake) continue;
    named++;
    const allowed = [first.name, second.name, TOGETHER[names]];
    assert.ok(allowed.includes(finding.mistake), `${names}: ${finding.mistake}`);
  }
  assert.ok(tried > 150 && named > 50, `${named} of ${tried}`);
});

/** Every `step`-th pair of mistakes in one question. */
function pairs(all: Mistake[], step: number): [Mistake, Mistake][] {
  const found = all.flatMap((first, i) =>
    all.slice(i + 1).flatMap((second): [Mistake, Mistake][] => {
      return second.question === first.question ? [[first, second]] : [];
    }),
  );
  return found.filter((_, k) => k % step === 0);
}

/** The solution with both in it; null where one takes away what the other changes. */
function together(first: Mistake, second: Mistake): string | null {
  try {
    return patched(patched(solvedMlp, first), second);
  } catch {
    return null;
  }
}
