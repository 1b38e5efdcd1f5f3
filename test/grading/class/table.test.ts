import assert from "node:assert/strict";
import { test } from "node:test";
import type { Part } from "../../../grading/assignment/parts";
import { csv, failedRow, rowOf } from "../../../grading/class/table";
import type { ScoresFile } from "../../../grading/marks/scores-file";

const part = (id: string, question: string, points: number, byHand = false): Part => ({
  notebook: "1.ipynb",
  id,
  question,
  points,
  byHand,
});
const parts = [part("a", "Q1", 3), part("a-hand", "Q1", 2, true), part("b", "Q2", 5)];
const mark = (auto: number | null, manual: number | null = null, waiting = false) => ({
  auto,
  manual,
  extra: 0,
  waiting,
});
const scores: ScoresFile = {
  student: "s",
  fingerprint: "",
  scores: {},
  remarks: {},
  mistakes: {},
  crashed: [],
  files: [],
  reading: "clear",
  waiting: {},
};
const row = (marks: object, more: Partial<ScoresFile> = {}) =>
  rowOf("s", parts, { marks: marks as never, penalty: 0 }, { ...scores, ...more });

test("is a question empty while a person has to look at it, and its points in the total?", () => {
  const { points, total, status } = row({
    a: mark(3),
    "a-hand": mark(null, null, true),
    b: mark(0),
  });
  assert.deepEqual([points, total, status], [[null, 0], 3, "waiting"]);
});

test("does a mark given by hand stand above the automatic one?", () => {
  const { points, total, status } = row({ a: mark(3), "a-hand": mark(0, 1.5), b: mark(5, 4) });
  assert.deepEqual([points, total, status], [[4.5, 4], 8.5, "graded"]);
});

test("are ungraded, crashed, unreadable and zero told apart?", () => {
  const none = { a: mark(0), "a-hand": mark(0), b: mark(0) };
  assert.equal(row(none).status, "graded");
  assert.equal(row(none, { crashed: ["b"] }).status, "crashed");
  assert.equal(row(none, { reading: "unreadable" }).status, "unreadable");
  assert.equal(row(none, { reading: "unclear" }).status, "unclear");
  const failed = failedRow("s", parts, "disk full");
  assert.deepEqual([failed.status, failed.points], ["failed", [null, null]]);
});

test("can a spreadsheet read names with commas, quotes and formulas, and take none for one?", () => {
  const named = (student: string) => ({ ...failedRow(student, parts, 'says "no"'), student });
  const text = csv(parts, ["=1+1", "Müller, Zoé", "@x"].map(named));
  assert.deepEqual(text.split("\r\n"), [
    "\uFEFFstudent,Q1,Q2,total,of,status,remarks",
    `'=1+1,,,,10,failed,"says ""no"""`,
    `"Müller, Zoé",,,,10,failed,"says ""no"""`,
    `'@x,,,,10,failed,"says ""no"""`,
    "",
  ]);
});
