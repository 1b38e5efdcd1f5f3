// Right work, done in one's own way: all of it counts in full.

import type { Cases } from "./case";
import { type Draft, MLP, P1, P2, textOf } from "./draft";
import { OWN_NETWORK } from "./own-network";

/** Answers of Problem 1 in loops over arrays. */
const LOOPS = {
  "q11-answer": "var dJ_da2 = -(y - h2);",
  "q12-answer": "let dJ_db2: number = 0; dJ_db2 += h2; dJ_db2 -= y;",
  "q13-answer": `let dJ_dW2: any = [];
for (let j = 0; j < H; j++) dJ_dW2.push([(h2 - y) * h1.get(j, 0)]);
dJ_dW2 = new Matrix(dJ_dW2);`,
  "q14-answer": "const dJ_dh1 = new Matrix(W2.to2DArray().map(([w]) => [w * h2 - w * y]));",
  "q15-answer": `const dJ_db1 = Matrix.zeros(H, 1);
const dJ_dW1 = Matrix.zeros(H, D);
for (let j = 0; j < H; j++) {
  const h = h1.get(j, 0);
  dJ_db1.set(j, 0, (h2 - y) * W2.get(j, 0) * (h - h * h));
  for (let k = 0; k < D; k++) dJ_dW1.set(j, k, dJ_db1.get(j, 0) * h0.get(k, 0));
}`,
};

/** lib/mlp.ts against ml-matrix alone. */
function plainMatrix(text: string): string {
  const own = `import { Matrix } from "ml-matrix";
const relu = (z: Matrix) => new Matrix(z.to2DArray().map((row) => row.map((v) => (v > 0 ? v : 0))));
const sigmoid = (z: Matrix) => new Matrix(z.to2DArray().map((row) => row.map((v) => 1 / (1 + Math.exp(-v)))));
const selectRows = (X: AbstractMatrix, rows: number[]) => new Matrix(rows.map((n) => X.getRow(n)));
const partsOf = (X: AbstractMatrix, _rows: number) => [X];
const gather = (A: Matrix, columns: Labels) =>
  Matrix.columnVector(Array.from(columns, (column, n) => A.get(n, column)));
const scatterAdd = (A: Matrix, columns: Labels, value: number) => {
  for (let n = 0; n < A.rows; n++) A.set(n, columns[n], A.get(n, columns[n]) + value);
};
const tidy = <T>(f: () => T) => f();`;
  const line = /^import \{.*\bMatrix\b.*"\.\/matrix";$/m;
  if (!line.test(text)) throw new Error("lib/mlp.ts imports its matrices in another way now");
  return text.replace(line, own);
}

function renumber(draft: Draft, name: string, id: (i: number) => string | undefined): void {
  for (const [i, cell] of draft.cells[name].entries()) {
    const own = id(i);
    if (own === undefined) delete cell.id;
    else cell.id = own;
  }
}

export const honest: Cases = {
  right: { change() {} },
  "in-loops-and-arrays": {
    change: (draft) => {
      draft.answer(LOOPS).library(OWN_NETWORK);
    },
  },
  "plain-ml-matrix": {
    change: (draft) => {
      draft.library(plainMatrix);
      draft.answer({ "q13-answer": "const dJ_dW2 = h1.clone().mul(h2).sub(h1.clone().mul(y));" });
    },
  },
  "classes-renamed-inside": {
    change: (draft) => {
      draft.library(
        (text) =>
          `${text.replace("export class TwoLayerMLP", "class Model")}\nexport { Model as TwoLayerMLP };\n`,
      );
      draft.answer({
        "mnist-run": `class Trainer {
  readonly net: TwoLayerMLP;
  constructor(activation: "sigmoid" | "relu") {
    this.net = new TwoLayerMLP(784, 64, 10, { std: 0.1, activation });
  }
  share(X: typeof XTrain, y: number[]) {
    const guesses = this.net.predict(X);
    return guesses.filter((guess, n) => guess === y[n]).length / y.length;
  }
  async run(): Promise<Run> {
    const options = { learningRate: 0.001, learningRateDecay: 0.95, reg: 0.5, numEpochs: 20, batchSize };
    const history = await this.net.train(XTrain, yTrain, XVal, yVal, options);
    const [train, validation, test] = [
      this.share(XTrain, yTrain as number[]),
      this.share(XVal, yVal as number[]),
      this.share(XTest, yTest as number[]),
    ];
    return { model: this.net, history, result: { train, validation, test } };
  }
}
const trainOnMnist = (kind: "sigmoid" | "relu") => new Trainer(kind).run();`,
      });
    },
  },
  "helper-modules": {
    change: (draft) => {
      draft.solve("Q2.2", { 0: "return slope(h1);" });
      draft.begin('import { slope } from "./my-slope";');
      draft.files["lib/my-slope.ts"] = `import { half } from "./my-helpers/half";
import { Matrix } from "./matrix";
export const slope = (h: Matrix) => h.clone().mul(-1).add(1).mul(h).mul(2 * half);\n`;
      draft.files["lib/my-helpers/half.ts"] = "export const half = 0.5;\n";
      draft.files["lib/formulas.ts"] = "export const minus = (a: number, b: number) => a - b;\n";
      draft.answer({
        "q11-answer": 'import { minus } from "./lib/formulas";\nconst dJ_da2 = minus(h2, y);',
      });
    },
  },
  "answers-on-answers-and-helper-cells": {
    change: (draft) => {
      draft.addBefore("q11-answer", "const residual = () => h2 - y;");
      draft.addBefore("q13-answer", "Some words in between.", "markdown");
      draft.addBefore(
        "q15-answer",
        "const one = Matrix.ones(H, 1);\nconst h1Slope = Matrix.sub(one, h1).mul(h1);",
      );
      draft.answer({
        "q11-answer": "const dJ_da2 = residual();",
        "q12-answer": "const dJ_db2 = dJ_da2;",
        "q13-answer": "const dJ_dW2 = Matrix.mul(h1, dJ_db2);",
        "q14-answer": "const dJ_dh1 = Matrix.mul(W2, dJ_da2);",
        "q15-answer":
          "const dJ_db1 = Matrix.mul(dJ_dh1, h1Slope);\nconst dJ_dW1 = dJ_db1.mmul(h0.transpose());",
      });
    },
  },
  "numbers-as-matrices-and-matrices-as-rows": {
    change: (draft) => {
      draft.answer({
        "q11-answer": "const dJ_da2: any = Matrix.sub(new Matrix([[h2]]), y);",
        "q13-answer": "const dJ_dW2: any = h1.to2DArray().map(([h]) => [(h2 - y) * h]);",
        "q14-answer":
          "const dJ_dh1: any = W2.to2DArray().map((row) => row.map((w) => (h2 - y) * w));",
      });
    },
  },
  "looking-on": {
    // Prints, warns, shows and checks all the way, with the answers right.
    change: (draft) => {
      for (const id of ["q11-answer", "q13-answer", "q15-answer"]) {
        draft.append(id, 'console.warn("is this right?");\nconsole.error("I think so");\nh2');
      }
      draft.solve("Q2.1", { 0: 'console.warn("forward");\nreturn sigmoid(z1);' });
      draft.append("mnist-run", "console.log(trainOnMnist.toString());");
    },
  },
  "typed-anew": {
    // As an editor leaves it that numbers cells itself, and by Windows.
    change: (draft) => {
      renumber(draft, P1, (i) => `${i}`.repeat(3));
      renumber(draft, P2, () => undefined);
      draft.library((text) => `\uFEFF${text.replaceAll("\n", "\r\n")}`);
      for (const cell of draft.cells[P1]) {
        cell.source = textOf(cell).replaceAll("\n", "\r\n");
        if (cell.metadata) cell.metadata.vscode = { languageId: "typescript" };
      }
    },
  },
  "cells-given-another-order": {
    // Test cells first, the given text gone: only what answers counts.
    change: (draft) => {
      const cells = draft.cells[P1];
      cells.sort((a, b) => Number(/check/.test(b.id ?? "")) - Number(/check/.test(a.id ?? "")));
      draft.cells[P1] = cells.filter(
        ({ cell_type, id }) => cell_type === "code" || /derivation/.test(id ?? ""),
      );
      draft.cells[P2].reverse();
    },
  },
  "renamed-and-nested": {
    change: (draft) => {
      const folder = "My hand-in (final) é/";
      for (const name of [P1, P2]) {
        const { cells, metadata } = { cells: draft.cells[name], metadata: draft.metadata[name] };
        draft.files[`${folder}copy of ${name}`] = JSON.stringify({
          cells,
          metadata,
          nbformat: 4,
          nbformat_minor: 5,
        });
        draft.files[name] = null;
      }
      draft.library((text) => {
        draft.files[`${folder}lib/mlp.ts`] = text;
        return text;
      });
      draft.files[MLP] = null;
    },
    remark: /is taken as/,
  },
  "another-kernel": {
    change: (draft) => {
      draft.metadata[P1] = {
        kernelspec: { name: "python3", language: "python", display_name: "Python" },
      };
      draft.metadata[P2] = {};
    },
  },
};
