// Cells edited, deleted, duplicated and moved: the checks count in the grader's own
// version, the answers wherever they stand.

import type { Cases } from "./case";
import { type Draft, P1, P2, textOf } from "./draft";

function duplicate(draft: Draft, id: string, source = textOf(draft.cell(id))): void {
  draft.addBefore(id, source);
  const cells = draft.cells[P1].includes(draft.cell(id)) ? draft.cells[P1] : draft.cells[P2];
  const at = cells.indexOf(draft.cell(id)) - 1;
  cells[at] = { ...structuredClone(draft.cell(id)), source };
}

const CHECKS = [
  "q11-check",
  "q13-check",
  "q21-check",
  "q22-W1",
  "q23-train",
  "q24-check",
  "mnist-check",
];

export const cells: Cases = {
  "checks-edited": {
    change: (draft) => {
      for (const id of CHECKS) draft.answer({ [id]: 'console.log("all right");' });
      draft.answer({
        forward: "const h1 = W2, a2 = b2, h2 = 1;",
        "q11-answer": "const dJ_da2 = 1 - y;",
      });
      draft.solve("Q2.3", { 2: "" });
    },
    loses: ["Q1.1", "Q2.3"],
  },
  "checks-deleted": { change: (draft) => void draft.remove(...CHECKS) },
  "checks-duplicated": {
    change: (draft) => {
      for (const id of CHECKS) duplicate(draft, id);
      for (const id of ["q12-check", "q14-check"]) duplicate(draft, id, 'throw new Error("mine");');
    },
  },
  "given-cells-throw": {
    change: (draft) => {
      for (const id of ["setup", "forward", "q15-check", "q22-function", "mnist-load"]) {
        draft.prepend(id, 'throw new Error("edited");');
      }
    },
  },
  "answers-deleted": {
    change: (draft) => void draft.remove("q12-answer", "q15-answer", "mnist-run"),
    loses: ["Q1.2", "Q1.5", "MNIST"],
  },
  "answers-duplicated": {
    // Of two the last counts, as it does for whoever runs the notebook.
    change: (draft) => {
      duplicate(draft, "q11-answer", "const dJ_da2 = 0;");
      const right = textOf(draft.cell("q13-answer"));
      draft.answer({ "q13-answer": "const dJ_dW2 = Matrix.zeros(H, 1);" });
      duplicate(draft, "q13-answer", right);
    },
    loses: ["Q1.3"],
  },
  "answers-moved": {
    change: (draft) => {
      const { cells } = draft;
      const answers = cells[P1].filter(({ id }) => id?.endsWith("-answer") && id !== "q16-answer");
      const others = cells[P1].filter((cell) => !answers.includes(cell));
      cells[P1] = [...answers.reverse(), ...others];
    },
  },
  "all-answers-in-one-cell": {
    change: (draft) => {
      const ids = ["q12-answer", "q13-answer", "q14-answer", "q15-answer"];
      for (const id of ids) draft.append("q11-answer", textOf(draft.cell(id)));
      draft
        .remove("q13-answer", "q14-answer")
        .answer({ "q12-answer": "", "q15-answer": "// above" });
    },
  },
  "answers-in-cells-of-their-own": {
    // The stubs left where they were, one's own cells above and below.
    change: (draft) => {
      for (const id of ["q11-answer", "q13-answer", "mnist-run"]) {
        duplicate(draft, id);
        const stub = draft.cell(id);
        const cells = draft.cells[id === "mnist-run" ? P2 : P1];
        const other = cells[cells.lastIndexOf(stub) + 1];
        Object.assign(stub, { source: `throw new Error("${id} is not solved yet");` });
        Object.assign(other, { id: `own-${id}`, metadata: {} });
      }
      draft.addBefore("q14-answer", textOf(draft.cell("q14-answer")));
      draft.answer({ "q14-answer": 'throw new Error("Q1.4 is not solved yet");' });
    },
  },
  "inputs-declared-anew": {
    // In an answer: the formula no longer sees the values it is asked for.
    change: (draft) => {
      draft.prepend("q13-answer", "const h2 = 0.5, h1 = Matrix.ones(H, 1);");
    },
    loses: ["Q1.3", "Q1.4", "Q1.5"],
  },
};
