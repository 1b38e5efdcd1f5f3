import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cell, NbgraderMark, Notebook } from "../../../grading/assignment/notebook";
import { type Aligned, align, studentCode } from "../../../grading/submission/align";

const cell = (id: string, source: string, mark: Partial<NbgraderMark> = {}): Cell => ({
  id,
  cell_type: "code",
  source,
  metadata: Object.keys(mark).length > 0 ? { nbgrader: { grade_id: id, ...mark } as never } : {},
});
const notebook = (...cells: Cell[]): Notebook => ({
  cells,
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});
const given = (id: string, source = `${id} of ours`) => cell(id, source, { locked: true });
const answer = (id: string, source = "stub") => cell(id, source, { solution: true });
const handout = notebook(given("setup"), answer("a"), given("a-check"), answer("b"), given("end"));
const sources = ({ notebook }: Aligned) => notebook.cells.map(({ source }) => source);

test("are the student's answers taken, and given cells ours, whatever was done to them?", () => {
  const student = notebook(
    given("end", "moved"),
    answer("b", "2"),
    given("a-check", "passed = true"),
    answer("a", "1"),
  );
  assert.deepEqual(sources(align(handout, student)), [
    "setup of ours",
    "1",
    "a-check of ours",
    "2",
    "end of ours",
  ]);
});

test("do added cells stay behind the cell they were added to?", () => {
  const student = notebook(cell("x", "0"), answer("a", "1"), cell("y", "helper"), answer("b", "2"));
  const aligned = align(handout, student);
  assert.deepEqual(sources(aligned), [
    "0",
    "setup of ours",
    "1",
    "helper",
    "a-check of ours",
    "2",
    "end of ours",
  ]);
});

test("does the last of copies count, and the others run before it?", () => {
  const student = notebook(answer("a", "first"), answer("a", "second"));
  assert.deepEqual(sources(align(handout, student)).slice(0, 3), [
    "setup of ours",
    "first",
    "second",
  ]);
  assert.deepEqual(
    studentCode(handout, student).map(({ source }) => source),
    ["first", "second"],
  );
});

test("is a notebook that is not there the handout's?", () => {
  assert.deepEqual(
    sources(align(handout, null)),
    handout.cells.map(({ source }) => source),
  );
  assert.deepEqual(studentCode(handout, null), []);
});

test("has every cell an id of its own?", () => {
  const student = notebook(answer("a"), cell("a-check-2", "x"), cell("b c", "y"), cell("b c", "z"));
  const ids = align(handout, student).notebook.cells.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[\w-]{1,64}$/);
});

test("are cells known by nbgrader's name, or else by their own?", () => {
  const renamed = { ...answer("a", "by name"), id: "other" };
  const bare = { ...cell("b", "by id"), metadata: {} };
  assert.deepEqual(sources(align(handout, notebook(renamed, bare))).slice(1, 4), [
    "by name",
    "a-check of ours",
    "by id",
  ]);
});
