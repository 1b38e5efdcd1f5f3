// What `npm test` and the site's "Check" take of a student's files, and say of a question.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Notebook } from "../../../grading/assignment/notebook";
import {
  type AsGraded,
  asGraded,
  type KeptHandout,
  missing,
  verdictOn,
} from "../../../grading/handout/as-graded";
import { handedIn } from "../../../grading/submission/files";
import { Findings } from "../../../grading/submission/findings";
import { given, MLP, P1, P2, SOLVED, Work } from "../submission/handed-in";

const kept: KeptHandout = { handout: [...given.handout], modules: given.modules };

/** Files that are nowhere on disk, as a browser has them. */
function taken(files: Record<string, string>): AsGraded {
  const list = Object.entries(files).map(([path, text]) => {
    const bytes = new TextEncoder().encode(text);
    return handedIn(path, bytes.length, () => bytes);
  });
  return asGraded({ files: list, findings: new Findings() }, kept);
}

/** The cells as if all had been run without an error. */
function executed(notebook: Notebook | null | undefined) {
  const cells = notebook?.cells.map(({ cell_type, source, metadata }) => {
    return { cell_type, source, metadata };
  });
  return { cells: cells ?? [], problem: "" };
}

test("are the handout's own modules and checks taken in the place of changed ones?", () => {
  const work = new Work();
  work.cell("q11-check").source = "console.log('passed')";
  const { notebooks, modules } = taken({
    [P1]: work.notebook(P1),
    [P2]: work.notebook(P2),
    [MLP]: SOLVED,
    "lib/random.ts": "mine",
    "lib/own.ts": "export {};",
  });
  const check = notebooks.get(P1)?.cells.find(({ id }) => id === "q11-check");
  const ours = given.handout.get(P1)?.cells.find(({ id }) => id === "q11-check");
  assert.equal(check?.source, ours?.source);
  assert.deepEqual(modules, { [MLP]: SOLVED, "lib/own.ts": "export {};" });
});

test("is a missing answer in words told from one that stands elsewhere?", () => {
  const work = new Work();
  work.cell("q14-derivation").source = work.stub("q14-derivation");
  const files = { [P1]: work.notebook(P1), [P2]: work.notebook(P2), [MLP]: SOLVED };
  const without = taken(files);
  const verdict = verdictOn("Q1.4", without, executed(without.notebooks.get(P1)));
  assert.deepEqual(verdict, { status: "not solved yet", why: "your answer in words is missing" });
  const beside = taken({ ...files, "Q1.4.txt": "By the chain rule." });
  const { status, why } = verdictOn("Q1.4", beside, executed(beside.notebooks.get(P1)));
  assert.equal(status, "not solved yet");
  assert.match(why, /what you wrote elsewhere waits for a person/);
});

test("does a notebook that is not there, or cannot be read, say so in each of its questions?", () => {
  const work = new Work();
  const none = taken({ [P1]: work.notebook(P1), [MLP]: SOLVED });
  assert.deepEqual(verdictOn("MNIST", none, missing(none, P2)), {
    status: "wrong",
    why: `there is no ${P2}`,
  });
  const torn = taken({ [P1]: work.notebook(P1).slice(0, 500), [P2]: work.notebook(P2) });
  assert.match(verdictOn("Q1.1", torn, missing(torn, P1)).why, /cannot be read/);
});
