// Runs the solution, whole or with a mistake in it. It is the instructor's own code and
// needs no sandbox.

import Module from "node:module";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { encode } from "../../lib/answers/encode";
import type { NetworkInputs } from "../../lib/answers/inputs";
import type { Answers } from "../../lib/answers/judge";
import { type Lib, probes } from "../../lib/answers/probes";
import type { Values } from "../../lib/answers/value";
import { Matrix } from "../../lib/matrix";
import { root } from "../../scripts/paths";

/** Runs a text as the module at a path of the project; gives what it exports. */
function load(text: string, path: string): Record<string, unknown> {
  const { code } = transformSync(text, { loader: "ts", format: "cjs", target: "node20" });
  const file = join(root, path);
  const module = new Module(file) as Module & { _compile(code: string, file: string): void };
  module.filename = file;
  module.paths = [join(root, "node_modules")];
  module._compile(code, file);
  return module.exports;
}

/** What lib/mlp.ts of this text answers. */
export async function askMlp(
  text: string,
  inputs: NetworkInputs,
  asked: string[],
): Promise<Answers> {
  const mlp = load(text, "lib/mlp.ts") as unknown as Lib["mlp"];
  const answers: Answers = {};
  for (const probe of asked) {
    const { whole, part } = probes[probe];
    const lib = { mlp, matrix: { Matrix } };
    answers[probe] = { whole: await whole(lib, inputs), part: await part(lib, inputs) };
  }
  return answers;
}

/**
 * The values of variables after cells of Problem 1.
 *
 * @param cells in their order; a later one may declare a name anew
 */
export function runCells(cells: string[], names: string[]): Values {
  const imports: string[] = [];
  const blocks = cells.map((cell) =>
    cell.replace(/^import .*$/gm, (line) => {
      imports.push(line);
      return "";
    }),
  );
  const text = [
    ...imports,
    "export const values: Record<string, unknown> = {};",
    "const console = { log() {} };",
    ...blocks.map((block) => `{\n${block}`),
    ...names.map((name) => `values[${JSON.stringify(name)}] = ${name};`),
    "}".repeat(blocks.length),
  ].join("\n");
  const { values } = load(text, "cells.ts") as { values: Record<string, unknown> };
  return Object.fromEntries(names.map((name) => [name, encode(values[name])]));
}
