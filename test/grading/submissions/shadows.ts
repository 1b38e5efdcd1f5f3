// Files of a student's own under the names of ours: they are not used.

import { type Cases, FULL } from "./case";
import { type Draft, MLP, P1, P2 } from "./draft";

const STOP = 'throw new Error("shadow"); export const Matrix = 1;';

function shadow(draft: Draft, text: string): void {
  const names = [
    "lib/matrix.ts",
    "lib/matrix.js",
    "lib/matrix.d.ts",
    "lib/matrix/index.ts",
    "lib/matrix/functions.ts",
    "lib/random.ts",
    "lib/gradient-check.ts",
    "lib/checks.js",
    "lib/mlp/index.ts",
    "lib/mlp.js",
    "lib/index.ts",
    "kernel/pipe.ts",
    "kernel/dist/pipe.js",
    "compiled/lib/mlp.js",
    ".gradbook/read.js",
    ".gradbook/main.js",
    "node_modules/ml-matrix/index.js",
    "lib/node_modules/ml-matrix/index.js",
    "node_modules/.hooks.js",
  ];
  for (const name of names) draft.files[name] = text;
  draft.files["node_modules/ml-matrix/package.json"] =
    '{ "name": "ml-matrix", "main": "index.js" }';
  draft.files["package.json"] = JSON.stringify({
    name: "ml-matrix",
    type: "module",
    main: "./lib/mlp.js",
    exports: { ".": "./lib/matrix.js" },
    imports: { "#matrix": "./lib/matrix.ts" },
    scripts: { postinstall: "exit 1" },
  });
  draft.files["lib/package.json"] = '{ "type": "module", "main": "./matrix.js" }';
  draft.files["tsconfig.json"] = '{ "compilerOptions": { "paths": { "*": ["./lib/matrix.ts"] } } }';
  draft.files[".npmrc"] = "node-options=--require=./node_modules/.hooks.js\n";
  draft.files["nbgrader_config.py"] = "raise SystemExit(1)";
}

export const shadows: Cases = {
  "files-named-like-ours": { change: (draft) => shadow(draft, STOP) },
  "files-named-like-ours-to-please": {
    change: (draft) => {
      shadow(draft, "export const assertGradient = () => {}; module.exports = new Proxy({}, {});");
      draft.answer({ "q14-answer": "const dJ_dh1 = W2;" }).solve("Q2.2", { 0: "return h1;" });
    },
    // The derivative is W1's and b1's matter only.
    loses: { "Q1.4": 3, "Q2.2": 5 },
  },
  "links-to-the-solution": {
    change: (draft) => {
      for (const name of [P1, P2]) draft.links[name] = `notebooks/${name}`;
      draft.links[MLP] = MLP;
      draft.links.lib2 = "lib";
    },
    loses: Object.keys(FULL),
    remark: /is a link or no file: not used/,
  },
};
