import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { MNIST } from "../../../grading/answers/mnist-run";
import { readNotebooks } from "../../../grading/assignment/notebooks-in";
import { partsOf } from "../../../grading/assignment/parts";
import { probes } from "../../../lib/answers/probes";

const notebooks = readNotebooks(join(__dirname, "..", "..", "..", "notebooks"));
const parts = [...notebooks].flatMap(([name, notebook]) => partsOf(name, notebook));
const sum = (some: typeof parts) => some.reduce((total, { points }) => total + points, 0);

test("are there 60 points, 30 a problem, and 43 of them automatic?", () => {
  assert.equal(sum(parts), 60);
  assert.equal(sum(parts.filter(({ notebook }) => notebook.startsWith("1-"))), 30);
  assert.equal(sum(parts.filter(({ byHand }) => !byHand)), 43);
});

test("do the headings say the points that the metadata gives?", () => {
  for (const { cells } of notebooks.values()) {
    for (const { source } of cells) {
      const [, question, points] = /^## (Q\d\.\d|MNIST).*\((\d+) points\)/m.exec(source) ?? [];
      if (!question) continue;
      assert.equal(sum(parts.filter((part) => part.question === question)), Number(points));
    }
  }
});

test("is there something to ask for each part that is not marked by hand?", () => {
  for (const { id, byHand, values, probe } of parts) {
    if (byHand) continue;
    assert.ok(probe ? probe in probes || probe === MNIST : values?.length, id);
  }
});
