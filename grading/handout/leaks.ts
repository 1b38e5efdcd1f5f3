// Looks for what a handout must not show: lines of solutions, hidden tests and mark
// schemes, whatever file they have got into.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Cell, Notebook } from "../assignment/notebook";
import { parse } from "../assignment/solutions";
import type { Mistake } from "../mistakes/mistake";
import type { Files } from "./files";

/** Shorter lines, such as `});`, give nothing away. */
const SHORTEST = 8;
/** Shorter lines, such as `learningRateDecay: 0.95,`, may be given elsewhere as well. */
const TELLING = 25;

const SECRET_BEGIN = /BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME)/;
const SECRET_END = /END (SOLUTION|HIDDEN TESTS|MARK SCHEME)/;

/**
 * The lines that may not be in the handout: those of the solutions, hidden tests and
 * mark schemes, but for short ones that are part of what is given as well.
 *
 * @param lib the files of lib, with their solutions
 * @param notebooks the solved ones
 * @param mistakes what they replace in a solution, and what they put there
 */
export function secretLines(
  lib: Files,
  notebooks: Iterable<Notebook>,
  mistakes: Mistake[],
): string[] {
  const [given, secret]: string[][] = [[], []];
  for (const [file, text] of lib) {
    for (const part of parse(text, file)) {
      if (typeof part === "string") given.push(part);
      else secret.push(...part.lines);
    }
  }
  for (const { cells } of notebooks) for (const cell of cells) sortLines(cell, given, secret);
  const known = plain(given.join("\n"));
  const lines = secret.flatMap((line) => [line, line.replace(/ \/\/ .*/, "")]).map(plain);
  const patches = mistakes.flatMap(({ patch }) => patch.flat().join("\n").split("\n")).map(plain);
  return [
    ...[...new Set(lines)].filter((line) => {
      if (line.length < SHORTEST || !/\p{L}/u.test(line)) return false;
      return line.length >= TELLING || !known.includes(line);
    }),
    ...[...new Set(patches)].filter((line) => line.length >= TELLING && !known.includes(line)),
  ];
}

function sortLines(cell: Cell, given: string[], secret: string[]): void {
  const { nbgrader, tags } = cell.metadata;
  const lines = cell.source.split("\n");
  const marked = lines.some((line) => /BEGIN SOLUTION/.test(line));
  if (tags?.includes("solution") || (nbgrader?.solution && !marked)) {
    secret.push(...lines);
    return;
  }
  let hidden = false;
  for (const line of lines) {
    if (SECRET_BEGIN.test(line)) hidden = true;
    else if (SECRET_END.test(line)) hidden = false;
    else (hidden ? secret : given).push(line);
  }
}

/** Where a folder shows one of the lines, or a marker or an output: "lib/mlp.ts: const z1 = …". */
export function leaksIn(folder: string, secrets: string[]): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return files
    .filter((file) => statSync(join(folder, file)).isFile())
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const shown = plain(`${file}\n${file.endsWith(".ipynb") ? stringsIn(text) : text}`);
      const found = secrets.filter((line) => shown.includes(line));
      if (file.endsWith(".ipynb")) {
        const { cells }: Notebook = JSON.parse(text);
        for (const { id, outputs, execution_count } of cells) {
          if (outputs?.length || execution_count) found.push(`the output of ${id}`);
        }
        found.push(...(SECRET_BEGIN.exec(shown) ?? []).slice(0, 1));
      }
      return found.map((line) => `${file}: ${line}`);
    });
}

/** All strings of a JSON text, keys included. */
function stringsIn(text: string): string {
  const strings: string[] = [];
  JSON.parse(text, (key, value) => {
    strings.push(key);
    // Lines that are stored one by one end with their line breaks.
    if (typeof value === "string") strings.push(value);
    return value;
  });
  return strings.join("\n");
}

/** White space, however much and of whatever kind, as one space. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
