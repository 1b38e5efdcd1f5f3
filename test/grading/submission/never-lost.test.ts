// Is no mark lost in silence? Submissions mangled at random: what the student wrote is
// in its place, or where a marker sees it, or a person is told to look.

import assert from "node:assert/strict";
import { test } from "node:test";
import { RandomState } from "../../../lib/random";
import { MLP, P1, parts, SOLVED, STUB, Work } from "./handed-in";

const RUNS = 150;

/** Ways in which submissions come to look as they do; `pick` chooses one of several. */
type Mangle = (work: Work, pick: <T>(some: T[]) => T) => void;

const answers = (work: Work) =>
  Object.values(work.cells)
    .flat()
    .filter((cell) => work.stub(cell.id ?? "").includes("Q1."));

const MANGLES: Record<string, Mangle> = {
  "drops metadata": (work, pick) => void delete pick(answers(work)).metadata,
  "drops names": (work) => {
    for (const cell of work.cells[P1]) delete cell.id;
    for (const cell of work.cells[P1]) delete cell.metadata;
  },
  "another kind of cell": (work, pick) => {
    pick(answers(work)).cell_type = pick(["raw", "markdown", "code", "heading"]);
  },
  "a copy above with the stub left": (work, pick) => {
    const cell = pick(answers(work));
    work.addAfter(cell.id ?? "", { ...structuredClone(cell), source: work.stub(cell.id ?? "") });
  },
  "in a new cell below the stub": (work, pick) => {
    const cell = pick(answers(work));
    work.addAfter(cell.id ?? "", { cell_type: cell.cell_type, source: cell.source, metadata: {} });
    cell.source = work.stub(cell.id ?? "");
  },
  "at the end": (work, pick) => {
    const cell = pick(answers(work));
    work.cells[P1].push({ cell_type: cell.cell_type, source: cell.source, metadata: {} });
    cell.source = pick([work.stub(cell.id ?? ""), ""]);
  },
  moved: (work, pick) => {
    const cell = pick(answers(work));
    work.cells[P1].splice(work.cells[P1].indexOf(cell), 1);
    work.cells[P1].splice(pick([0, 3, 10, 20]), 0, cell);
  },
  renamed: (work, pick) => {
    const name = pick([
      `sub/deep/${P1}`,
      "1-backpropagation.IPYNB",
      "hw.ipynb",
      "1-backpropagation.ipynb.txt",
    ]);
    Object.assign(work.files, {
      [P1]: pick([undefined, work.untouched(P1)]),
      [name]: () => work.notebook(P1),
    });
  },
  cut: (work) => {
    Object.assign(work.files, { [P1]: () => work.notebook(P1).slice(0, -200) });
  },
  "a backup beside it": (work) => {
    Object.assign(work.files, { "1-backpropagation-Copy1.ipynb": work.untouched(P1) });
  },
  "lib/mlp.ts elsewhere": (work, pick) => {
    Object.assign(work.files, {
      [MLP]: pick([undefined, STUB]),
      [pick(["mlp.ts", "x/mlp (2).ts", "lib/mlp.ts.txt"])]: SOLVED,
    });
  },
  "with a mark": (work) => {
    const notebook = work.files[P1] ?? (() => work.notebook(P1));
    Object.assign(work.files, {
      [P1]: () =>
        `\uFEFF${typeof notebook === "function" ? (notebook as () => string)() : notebook}`,
    });
  },
};

test("is what was written read, shown, or a reason to look?", () => {
  const random = new RandomState(15);
  const pick = <T>(some: T[]): T => some[Math.floor(random.rand() * some.length)];
  for (let run = 0; run < RUNS; run++) {
    const work = new Work();
    const marks = new Map<string, string>();
    for (const cell of answers(work)) {
      // What tells each answer from all others.
      const mark = `mark${run}x${marks.size}`;
      marks.set(cell.id ?? "", mark);
      cell.source += cell.cell_type === "code" ? `\n"${mark}";` : `\n\n${mark}`;
    }
    const names = Array.from({ length: 3 }, () => pick(Object.keys(MANGLES)));
    for (const name of names) {
      try {
        MANGLES[name](work, pick);
      } catch {
        // Its cell has lost its name by another: nothing is mangled.
      }
    }
    for (const [path, content] of Object.entries(work.files)) {
      if (typeof content === "function") work.files[path] = (content as () => string)();
    }
    const read = work.read();
    const told = `${names.join(", ")}\n${read.said}`;
    for (const [id, mark] of marks) {
      const part = parts.find((one) => one.id === id && one.byHand);
      if (part) {
        const seen = read.texts.includes(mark) && read.waiting.includes(id);
        assert.ok(seen || read.doubts(id), `${id} is lost: ${told}`);
      } else if (id.endsWith("-answer")) {
        const seen = read.code.includes(mark);
        assert.ok(seen || read.doubts(id.replace("answer", "check")), `${id} is lost: ${told}`);
      }
    }
    const solved = read.submission.modules[MLP] === SOLVED;
    assert.ok(solved || read.submission.reading !== "clear", told);
  }
});
