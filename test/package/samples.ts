// The code samples of the API reference.

import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

export interface Sample {
  /** Where it stands, such as "figures-panels.ts 1". */
  name: string;
  code: string;
  /** What its comments say that it prints, a line for each console.log. */
  prints: string;
}

/** The @example blocks of the docstrings in the files of a folder and of those in it. */
export function samplesIn(folder: string): Sample[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .flatMap((name) => {
      const source = readFileSync(join(folder, name), "utf8");
      return [...source.matchAll(/\* @example\n[ *]*```ts\n([\s\S]*?)^[ *]*```$/gm)].map(
        ([, block], i) => {
          const code = block.replace(/^ *\* ?/gm, "");
          const printed = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)];
          return {
            name: `${name.replaceAll(sep, "-")} ${i + 1}`,
            code,
            prints: printed.map(([, p]) => `${p}\n`).join(""),
          };
        },
      );
    });
}
