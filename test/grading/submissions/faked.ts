// Other things in place of numbers, and checks made to please: only a value that is
// right when it is looked at from outside counts.

import { type Cases, PROBLEM_1, PROBLEM_2 } from "./case";

/** Makes everything equal to everything. */
const PLEASE = `{
  const all: any = globalThis;
  all.Math.abs = () => 0;
  all.Math.max = () => 0;
  all.Object.is = () => true;
  all.Number.isFinite = () => true;
  all.isFinite = () => true;
  all.Array.prototype.every = () => true;
  all.Array.prototype.some = () => false;
  all.JSON.stringify = () => "{}";
  const assert = require("node:assert");
  for (const name of Object.keys(assert)) assert[name] = () => {};
  const { Matrix: M } = require("ml-matrix");
  for (const name of ["to1DArray", "to2DArray", "isSquare"]) M.prototype[name] = () => [];
}`;

/** Zeros that grow into whatever they are asked to be equal to. */
const FORGED_PROBES = `
const forged = { W1: 0, b1: 0, W2: 0, b2: 0, loss: 1, scores: 1, f: 1, derivative: 1, predictions: [] };
for (const probe of ["forward", "backward", "train", "relu", "__proto__", "constructor"])
  for (const way of ["whole", "part", "toString"]) {
    const line = { probe, way, state: "ok", values: forged };
    require("node:fs").writeSync(3, JSON.stringify(line) + "\\n");
  }
require("node:fs").writeSync(3, '{"__proto__":{"probe":"forward","way":"whole","state":"ok"}}\\nnull\\n[]\\n5\\n');
`;

export const faked: Cases = {
  "no-numbers-in-problem-1": {
    change: (draft) => {
      draft.answer({
        "q11-answer": "const dJ_da2 = Number.NaN;",
        "q12-answer":
          "const dJ_db2: any = { valueOf: () => h2 - y, toJSON: () => h2 - y, toString: () => String(h2 - y) };",
        "q13-answer": "const dJ_dW2: any = Float64Array.from(h1.to1DArray(), (h) => h * (h2 - y));",
        "q14-answer": `const dJ_dh1: any = new Proxy(Matrix.mul(W2, h2 - y), {
  get: (matrix: any, name) => (name === "get" ? () => String(h2) : matrix[name]),
});`,
        "q15-answer": `const dJ_db1 = Matrix.mul(Matrix.ones(H, 1), Infinity);
const dJ_dW1: any = { rows: H, columns: D, get: () => ({ valueOf: () => 1 }) };`,
      });
    },
    loses: PROBLEM_1,
  },
  "strings-bigints-dates": {
    change: (draft) => {
      draft.answer({
        "q11-answer": "const dJ_da2: any = String(h2 - y);",
        "q12-answer": "const dJ_db2: any = new Number(h2 - y);",
        "q13-answer": "const dJ_dW2: any = Object.assign([], { length: 6, 0: 1 });",
        "q14-answer": "const dJ_dh1: any = new Array(4294967295);",
        "q15-answer": `const dJ_db1: any = { rows: 6, columns: 1e9, get: () => 0 };
const dJ_dW1: any = { rows: 2 ** 53, columns: 0, get: () => 0 };`,
      });
    },
    loses: PROBLEM_1,
    // The last one keeps the reader busy until its time is up.
    crashed: ["Q1.5"],
  },
  "values-that-fight-back": {
    change: (draft) => {
      draft.answer({
        "q11-answer":
          'const dJ_da2: any = new Proxy({}, { get() { throw { toString() { throw new Error("no"); } }; } });',
        "q12-answer":
          "const dJ_db2: any = { get rows(): number { process.kill(process.pid, 'SIGKILL'); return 1; } };",
        "q13-answer": `let looks = 0;
const dJ_dW2: any = new Proxy([0], { get: (target: any, name) => (name === "0" && looks++ > 1 ? { toJSON: () => null } : target[name]) });`,
        "q14-answer": `const dJ_dh1: any = [];
dJ_dh1.toJSON = () => ({ rows: 6, columns: 1, data: [1, 2, 3, 4, 5, 6] });`,
        "q15-answer": 'const dJ_db1: any = Symbol("dJ_db1");\nconst dJ_dW1: any = () => 1;',
      });
    },
    loses: PROBLEM_1,
    crashed: ["Q1.2"],
  },
  "no-numbers-in-problem-2": {
    change: (draft) => {
      draft.solve("Q2.1", { 2: "return { loss: { valueOf: () => 1 } as any, probs: scores };" });
      draft.solve("Q2.2", {
        1: `const lie = (m: Matrix): any => new Proxy(m, { get: (t: any, k) => (k === "get" ? () => NaN : t[k]) });
return { W1: lie(W1), b1: lie(W1), W2: [[Infinity]] as any, b2: { toJSON: () => 1 } as any };`,
      });
      draft.solve("Q2.3", { 0: 'return "0".repeat(X.rows) as any;' });
      draft.solve("Q2.4", { 0: "return null as any;", 1: "return undefined as any;" });
    },
    loses: PROBLEM_2,
  },
  "checks-made-to-please": {
    change: (draft) => {
      draft.answer({ "q15-answer": `${PLEASE}\nconst dJ_db1 = W2, dJ_dW1 = W1;` });
      draft.begin(PLEASE);
      draft.solve("Q2.1", { 2: "return { loss: 1.182248, probs: scores };" });
    },
    // Training is no longer right either.
    loses: ["Q1.5", "Q2.1", "Q2.3", "Q2.4"],
  },
  "a-toJSON-for-everything": {
    // Honest otherwise: what it gives is right, and the kernel can say so.
    change: (draft) => {
      const patch = `{
  const roots: any[] = [Object.prototype, Array.prototype];
  for (const root of roots) root.toJSON = () => "mine";
}`;
      draft.prepend("q11-answer", patch);
      draft.begin(patch);
    },
  },
  "the-kernel-display-made-to-please": {
    change: (draft) => {
      draft.prepend(
        "q13-answer",
        `const jupyter = require("tslab/dist/jupyter");
const shown = jupyter.lastWriteDisplayData;
jupyter.lastWriteDisplayData = (content: any, update: boolean) => {
  for (const [type, values] of Object.entries<any>(content.data ?? {}))
    if (/values/.test(type)) for (const name of Object.keys(values)) values[name] = 0;
  shown(content, update);
};
require.cache[require.resolve("tslab/dist/jupyter")]!.exports = jupyter;
`,
      );
    },
    loses: ["Q1.3", "Q1.4", "Q1.5"],
  },
  "values-shown-by-hand": {
    change: (draft) => {
      draft.answer({
        "q11-answer": `import { display } from "./lib/display";
const dJ_da2 = 1;
const forge = () => {
  const type = "application/vnd.gradbook.values+json";
  display({ [type]: { dJ_da2: h2 - y + 1, dJ_db2: 1 }, "text/plain": "values" } as any);
};
forge();
setInterval(forge, 1);
setImmediate(forge);`,
        "q12-answer": "forge();\nconst dJ_db2 = 1;",
      });
    },
    loses: ["Q1.1", "Q1.2"],
  },
  "messages-written-past-the-kernel": {
    change: (draft) => {
      draft.prepend(
        "q11-answer",
        `const fs = require("node:fs");
const say = fs.writeSync;
fs.writeSync = () => { throw new Error("mine"); };
for (const id of [undefined, null, "", "1", {}])
  for (const type of ["execute_reply", "display_data", "error", "__proto__"])
    say(3, JSON.stringify({ id, type, content: { status: "ok", data: {} } }) + "\\n");
say(3, '{"id":\\n\\n\\u0000{"__proto__":null}\\n' + "x".repeat(1e6) + "\\n");`,
      );
      draft.begin(FORGED_PROBES);
    },
    // What is written before the answers is taken for them.
    loses: PROBLEM_2,
  },
  "other-scopes": {
    change: (draft) => {
      draft.answer({
        "q14-answer": `const known = (globalThis as any).__tslab__;
(globalThis as any).__tslab__ = { ...known, exports: new Proxy(known.exports, { get: (all: any, name) => (name === "dJ_dh1" ? 1 : all[name]) }) };`,
        "q15-answer": "(globalThis as any).__tslab__ = null;",
      });
    },
    loses: ["Q1.4", "Q1.5"],
  },
  "prototypes-with-more-in-them": {
    change: (draft) => {
      const more = `Object.assign(Object.prototype, { wrong: 1, rows: 1, columns: 1, get: () => 1, toJSON: undefined });`;
      draft.answer({ "q15-answer": `${more}\nconst dJ_db1 = 0, dJ_dW1 = {};` });
      draft.solve("Q2.4", { 0: `${more}\nreturn {} as any;` });
    },
    loses: ["Q1.5", "Q2.4"],
  },
  "errors-that-cannot-be-read": {
    change: (draft) => {
      draft.answer({
        "q11-answer":
          "throw { get message() { throw 1; }, toString: null, stack: { toString() { while (true); } } };",
        "q12-answer":
          'throw Object.assign(new Error("x".repeat(5e6)), { name: "<b>\\u001b[31m".repeat(1e5) });',
      });
      draft.solve("Q2.1", {
        1: 'throw new Proxy(new Error("x"), { get() { throw new Error("y"); }, getPrototypeOf() { throw 1; } });',
      });
      draft.solve("Q2.4", {
        0: "throw Object.assign(new Error(), { message: { toString: () => { throw 1; } } });",
      });
    },
    loses: ["Q1.1", "Q1.2", "Q2.1", "Q2.4"],
  },
  "in-another-world": {
    change: (draft) => {
      draft.answer({
        "q13-answer":
          'const dJ_dW2: any = require("node:vm").runInNewContext("new Array(6).fill([NaN])");',
        "q14-answer":
          'const dJ_dh1: any = require("node:vm").runInNewContext("while (true) {}", {}, { timeout: 300 });',
      });
    },
    loses: ["Q1.3", "Q1.4"],
  },
};
