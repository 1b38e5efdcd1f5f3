// Is what people really hand in read? Each case was reported of some grader.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MLP, P1, P2, SOLVED, STUB, Work } from "./handed-in";

const RIGHT = "const dJ_da2 = h2 - y;";

describe("is a notebook read", () => {
  const forms: Record<string, (work: Work) => void> = {
    "with NaN in a cell's metadata and in an output": (work) => {
      work.cell("q11-answer").metadata = { x: "NOT" };
      work.cell("q12-answer").outputs = [{ y: ["NOT", "MINUS"], text: 'say "NaN" \\' }];
      const plain = work.notebook(P1);
      work.files[P1] = plain.replaceAll('"NOT"', "NaN").replaceAll('"MINUS"', "-Infinity");
    },
    "with an output of 60 MB": (work) => {
      work.cell("q11-answer").outputs = [{ output_type: "stream", text: "x".repeat(60 * 2 ** 20) }];
    },
    "in UTF-16 with a mark": (work) => {
      work.files[P1] = Buffer.from(`\uFEFF${work.notebook(P1)}`, "utf16le");
    },
    "in UTF-16 without one, big end first": (work) => {
      work.files[P1] = Buffer.from(work.notebook(P1), "utf16le").swap16();
    },
    "in UTF-32": (work) => {
      const points = [...work.notebook(P1)].map((c) => c.codePointAt(0) ?? 0);
      work.files[P1] = Buffer.from(new Uint32Array([0xfeff, ...points]).buffer);
    },
    "in UTF-8 with a mark": (work) => {
      work.files[P1] = `\uFEFF${work.notebook(P1)}`;
    },
    "in Windows' encoding": (work) => {
      work.addAfter("q11-derivation", { cell_type: "markdown", source: "größer", metadata: {} });
      work.files[P1] = Buffer.from(work.notebook(P1).replaceAll(/[^\0-\xff]/g, "?"), "latin1");
    },
    "of format 3": (work) => {
      const cells = work.cells[P1].map(({ cell_type, source, metadata }) => {
        if (cell_type === "code")
          return { cell_type, input: [source], language: "typescript", metadata };
        return { cell_type, source: [source], metadata };
      });
      const metadata = { name: "1" };
      work.files[P1] = JSON.stringify({ worksheets: [{ cells, metadata }], metadata, nbformat: 3 });
    },
    "with Windows' line ends": (work) => {
      work.files[P1] = work.notebook(P1).replaceAll("\\n", "\\r\\n");
    },
  };
  for (const [form, change] of Object.entries(forms)) {
    test(`${form}?`, () => {
      const work = new Work();
      change(work);
      const read = work.read();
      assert.match(read.answer("q11-answer"), /h2 - y/, read.said);
      assert.equal(read.waiting.length, 7);
      assert.equal(read.submission.reading, "clear", read.said);
    });
  }

  test("in whatever kind of cell an answer was made?", () => {
    for (const [cell_type, source] of [
      ["markdown", RIGHT],
      ["raw", RIGHT],
      ["markdown", `\`\`\`ts\n${RIGHT}\n\`\`\``],
    ]) {
      const work = new Work();
      Object.assign(work.cell("q11-answer"), { cell_type, source });
      Object.assign(work.cell("q11-derivation"), { cell_type: "code" });
      const read = work.read();
      assert.equal(read.answer("q11-answer"), RIGHT);
      assert.ok(read.code.split("\n").includes(RIGHT), cell_type);
      assert.equal(read.waiting.length, 7);
    }
  });

  test("and is the line said where it cannot be?", () => {
    for (const [form, why] of [
      [
        '{\n "cells": [\n  {},\n ]\n}',
        /1-back\S+ cannot be read: line 4: expected value, found \]/,
      ],
      ['{"cells": [', /line 1: it ends in the middle/],
      ['{\n"cells": [\n<<<<<<< HEAD\n', /line 3: both sides of a merge are in it/],
      ["<!DOCTYPE html>", /it is a web page/],
      ["", /it is empty/],
    ] as const) {
      const work = new Work();
      work.files[P1] = form;
      const { said, submission } = work.read();
      assert.match(said, why);
      assert.equal(submission.reading, "unreadable");
    }
  });
});

describe("are answers in words left to a person", () => {
  test("below the stub, or in a cell without metadata?", () => {
    for (const metadata of [{}, undefined]) {
      const work = new Work();
      const derivation = work.cell("q11-derivation");
      work.addAfter("q11-derivation", {
        cell_type: "markdown",
        source: derivation.source,
        metadata,
      });
      derivation.source = work.stub("q11-derivation");
      assert.equal(work.read().waiting.length, 7);
    }
  });

  test("when all names and metadata are gone, and is that said?", () => {
    const work = new Work();
    for (const cell of Object.values(work.cells).flat()) {
      delete cell.id;
      delete cell.metadata;
    }
    const read = work.read();
    assert.equal(read.waiting.length, 7);
    assert.match(read.said, /cells without their names/);
    assert.match(read.answer("q13-derivation"), /partial/);
  });

  test("in a given text, in comments, in the other notebook or in a file beside it?", () => {
    const places: Record<string, (work: Work, words: string) => void> = {
      given: (work, words) => (work.cell("q11").source += `\n\n${words}`),
      comments: (work, words) => (work.cell("q11-answer").source = `// ${words}\n${RIGHT}`),
      other: (work, words) => work.cells[P2].push({ cell_type: "markdown", source: words }),
      raw: (work, words) => work.cells[P1].push({ cell_type: "raw", source: words }),
      beside: (work, words) => (work.files["answers.txt"] = words),
      word: (work) => (work.files["Derivation.docx"] = "PK"),
    };
    for (const [place, write] of Object.entries(places)) {
      const work = new Work();
      work.cell("q11-derivation").source = work.stub("q11-derivation");
      write(work, "By the chain rule the derivative is h2 - y.");
      assert.ok(work.read().waiting.includes("q11-derivation"), place);
    }
  });

  test("and is nothing to be marked where nothing was written?", () => {
    const work = new Work();
    work.cell("q11-derivation").source = work.stub("q11-derivation");
    work.cells[P1].push({ cell_type: "markdown", source: " \n" });
    assert.ok(!work.read().waiting.includes("q11-derivation"));
  });
});

describe("which of several counts", () => {
  test("the solved notebook, wherever the untouched one is?", () => {
    for (const [touched, untouched] of [
      [`notebooks/${P1}`, P1],
      ["1-backpropagation-Copy1.ipynb", P1],
      [P1, "1-backpropagation-Copy1.ipynb"],
      [`old/${P1}`, P1],
    ]) {
      const work = new Work();
      work.files[touched] = work.notebook(P1);
      work.files[untouched] = work.untouched(P1);
      const { said, submission, answer } = {
        ...work.read(),
        answer: work.read().answer("q11-answer"),
      };
      assert.match(answer, /h2 - y/);
      assert.ok(said.includes(touched) && said.includes(untouched), said);
      assert.equal(submission.reading, "clear");
    }
  });

  test("and is it unclear when both have work in them?", () => {
    const work = new Work();
    work.files["1-backpropagation-Copy1.ipynb"] = work.notebook(P1).replace("h2 - y", "y - h2");
    const read = work.read();
    assert.match(read.said, /is taken as 1-back\S+; 1-backpropagation-Copy1\.ipynb differs/);
    assert.equal(read.submission.reading, "unclear");
  });

  test("the one whose cells are the problem set's, under the other's name or none?", () => {
    const swapped = new Work();
    swapped.files[P1] = swapped.notebook(P2);
    swapped.files[P2] = swapped.notebook(P1);
    assert.match(swapped.read().answer("q11-answer"), /h2 - y/);
    const merged = new Work();
    merged.cells[P1] = [...merged.cells[P1], ...merged.cells[P2]];
    Object.assign(merged.files, {
      [P1]: undefined,
      [P2]: undefined,
      "all.ipynb": merged.notebook(P1),
    });
    const read = merged.read();
    assert.match(read.answer("q11-answer"), /h2 - y/);
    assert.match(read.answer("mnist-run"), /trainOnMnist/);
  });

  for (const name of [
    "1-backpropagation.IPYNB",
    "1-backpropagation.ipynb.txt",
    "1-backpropagation.ipynb.json",
    "1-backpropagation (1).ipynb",
    "1-Backpropagation_Meier.ipynb",
    "1-backpropagation.json",
    "1-backpropagation.ipynb.download",
  ]) {
    test(`is ${name} taken, with a remark?`, () => {
      const work = new Work();
      Object.assign(work.files, { [P1]: undefined, [name]: work.notebook(P1) });
      const read = work.read();
      assert.match(read.answer("q11-answer"), /h2 - y/);
      assert.ok(read.said.includes(`${name} is taken as ${P1}`), read.said);
    });
  }

  for (const path of [
    "mlp.ts",
    "mlp (1).ts",
    "lib/mlp-Copy1.ts",
    "lib/mlp.ts.txt",
    "src/mlp_final.ts",
    "lib/MLP.TS",
  ]) {
    test(`is a solved ${path} beside an untouched lib/mlp.ts taken?`, () => {
      const work = new Work();
      work.files[MLP] = STUB;
      work.files[path] = SOLVED;
      const { submission, said } = work.read();
      assert.equal(submission.modules[MLP], SOLVED, said);
      assert.match(said, /is taken as lib\/mlp\.ts; in lib\/mlp\.ts nothing is written/);
    });
  }

  test("is lib/mlp.ts in UTF-16 what TypeScript takes it for?", () => {
    const work = new Work();
    work.files[MLP] = Buffer.from(`\uFEFF${SOLVED}`, "utf16le");
    assert.equal(work.read().submission.modules[MLP], SOLVED);
  });

  test("is a network elsewhere a reason to look, when marks are lost?", () => {
    const own = new Work();
    Object.assign(own.files, { [MLP]: STUB, "lib/network.ts": SOLVED });
    assert.equal(own.read().submission.modules[MLP], SOLVED);
    const cell = new Work();
    cell.files[MLP] = STUB;
    cell.addAfter("setup", { cell_type: "code", source: "class MyMLP { }", metadata: {} });
    cell.cells[P2].push({ cell_type: "code", source: "class MyMLP { }", metadata: {} });
    assert.ok(cell.read().doubts("q21-check"));
    const changed = new Work();
    changed.files["lib/random.ts"] = "export class RandomState {}";
    assert.ok(changed.read().doubts("q21-check"));
    assert.ok(!changed.read().doubts("q11-check"));
  });
});
