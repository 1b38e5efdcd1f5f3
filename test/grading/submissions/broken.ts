// Files that are missing, cannot be read or are not what they seem.

import { type Cases, FULL, PROBLEM_1, PROBLEM_2 } from "./case";
import { type Draft, MLP, P1, P2, textOf } from "./draft";

const notebook = (draft: Draft, name: string, cells: unknown = draft.cells[name]) =>
  JSON.stringify({ cells, metadata: draft.metadata[name], nbformat: 4, nbformat_minor: 5 });

export const broken: Cases = {
  "no-lib": {
    change: (draft) => {
      draft.files[MLP] = null;
    },
    loses: PROBLEM_2,
    remark: /there is no lib\/mlp\.ts/,
  },
  "lib-does-not-compile": {
    change: (draft) => void draft.library((text) => `${text}\nfunction {\n`),
    loses: PROBLEM_2,
    remark: /does not compile: lib\/mlp\.ts:\d+:\d+: Expected/,
  },
  "a-type-error-in-lib": {
    change: (draft) => void draft.begin("const unused: string = 5;"),
  },
  "a-module-of-its-own-does-not-compile": {
    change: (draft) => {
      draft.files["lib/unused.ts"] = "export const = ;";
    },
    remark: /does not compile: lib\/unused\.ts:1/,
  },
  "lib-throws-when-it-is-loaded": {
    change: (draft) => void draft.begin('throw new Error("I am not finished");'),
    loses: PROBLEM_2,
    remark: /I am not finished/,
  },
  "a-notebook-is-no-json": {
    change: (draft) => {
      draft.files[P1] = '{ "cells": [';
    },
    loses: PROBLEM_1,
    remark: /1-backpropagation\.ipynb cannot be read/,
  },
  "a-notebook-is-missing": {
    change: (draft) => {
      draft.files[P2] = null;
    },
    loses: ["MNIST"],
    remark: /there is no 2-multilayer-perceptron\.ipynb/,
  },
  "nothing-but-a-text": {
    change: (draft) => {
      for (const name of [P1, P2, MLP]) draft.files[name] = null;
      draft.files["answers.txt"] = "h2 - y";
    },
    loses: Object.keys(FULL),
    remark: /there is no 1-backpropagation\.ipynb/,
  },
  "empty-files": {
    change: (draft) => {
      for (const name of [P1, P2, MLP]) draft.files[name] = "";
    },
    loses: Object.keys(FULL),
  },
  "no-list-of-cells": {
    change: (draft) => {
      draft.files[P1] = '{ "cells": { "length": 3 } }';
      draft.files[P2] = notebook(draft, P2, [null, 5, "cell"]);
    },
    loses: [...PROBLEM_1, "MNIST"],
    remark: /it has no list of cells/,
  },
  "too-large": {
    change: (draft) => {
      draft.files[P1] = notebook(draft, P1).replace("{", `{${" ".repeat(101 * 2 ** 20)}`);
      draft.files["lib/large.ts"] = `// ${"x".repeat(2 ** 21)}`;
    },
    loses: PROBLEM_1,
    remark: /cannot be read: it has \d+ bytes/,
  },
  "a-million-cells": {
    change: (draft) => {
      const cell = '{"cell_type":"code","source":"1"},';
      draft.files[P1] = notebook(draft, P1).replace("[", `[${cell.repeat(1_000_000)}`);
    },
    loses: PROBLEM_1,
    remark: /cannot be read: it has \d+ cells/,
  },
  "nested-without-end": {
    change: (draft) => {
      const deep = 200_000;
      const nest = `${"[".repeat(deep)}${"]".repeat(deep)}`;
      draft.cell("q11-answer").metadata.nest = "NEST";
      draft.files[P1] = notebook(draft, P1).replace('"NEST"', nest);
    },
  },
  "metadata-of-other-kinds": {
    change: (draft) => {
      draft.cell("q11").metadata = null;
      draft.cell("q12").metadata = { nbgrader: [], gradbook: 5 };
      draft.cell("q13-check").metadata = { nbgrader: { grade_id: { toString: 1 } }, tags: {} };
      draft.addBefore("q14-answer", "1", "heading");
      draft.addBefore("q14-answer", "<b>raw</b>", "raw");
      draft.cells[P1].push({ cell_type: {} as string, source: { a: 1 } as never, metadata: 1 });
      draft.cells[P1].push({ id: "constructor", cell_type: "code", source: "1" });
    },
  },
  "neither-ids-nor-metadata": {
    change: (draft) => {
      for (const name of [P1, P2]) {
        draft.cells[name] = draft.cells[name].map((cell) => ({
          cell_type: cell.cell_type,
          source: textOf(cell),
        }));
      }
    },
  },
  "outputs-typed-in-and-never-executed": {
    change: (draft) => {
      draft.answer({ "q11-answer": "const dJ_da2 = 0;" }).remove("q12-answer");
      const right = {
        output_type: "stream",
        name: "stdout",
        text: "dJ/da2: relative error 1e-12, right\n",
      };
      for (const id of ["q11-check", "q12-check"]) {
        Object.assign(draft.cell(id), { outputs: [right], execution_count: 7 });
      }
    },
    loses: ["Q1.1", "Q1.2"],
  },
};
