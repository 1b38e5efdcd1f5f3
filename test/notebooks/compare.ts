// Whether an executed notebook's outputs are those of another. Numbers may
// differ by one in the last digit that is printed, nothing else may.

import { PNG } from "pngjs";
import { joinStreams } from "../../scripts/join-streams";
import { codeCells, type Notebook, type Output, textOf } from "./notebook";

/** What differs, a line each, with the cell; none when the outputs agree. */
export function differences(expected: Notebook, actual: Notebook): string[] {
  const [before, after] = [codeCells(expected), codeCells(actual)];
  if (before.length !== after.length) return [`${before.length} and ${after.length} code cells`];
  return before.flatMap((cell, i) => {
    const [outputs, others] = [
      joinStreams(cell.outputs ?? []),
      joinStreams(after[i].outputs ?? []),
    ];
    if (outputs.length !== others.length) {
      return [`cell ${cell.id}: ${outputs.length} outputs, now ${others.length}`];
    }
    return outputs
      .map((output, k) => outputDifference(output, others[k]))
      .filter((difference) => difference !== undefined)
      .map((difference) => `cell ${cell.id}: ${difference}`);
  });
}

function outputDifference(a: Output, b: Output): string | undefined {
  if (b.output_type === "error") return `an error: ${b.ename}: ${b.evalue}`;
  if (a.output_type !== b.output_type) return `${a.output_type}, now ${b.output_type}`;
  if (a.output_type === "stream" && b.output_type === "stream") {
    if (a.name !== b.name) return `${a.name}, now ${b.name}`;
    return textDifference(textOf(a.text), textOf(b.text));
  }
  if (!("data" in a && "data" in b)) return "an output of an unknown kind";
  const [types, others] = [Object.keys(a.data).sort().join(), Object.keys(b.data).sort().join()];
  if (types !== others) return `${types}, now ${others}`;
  for (const [type, value] of Object.entries(a.data)) {
    const difference = dataDifference(type, value, b.data[type]);
    if (difference) return `${type}: ${difference}`;
  }
  return undefined;
}

function dataDifference(type: string, a: unknown, b: unknown): string | undefined {
  if (type === "image/png") return imageDifference(a as string, b as string);
  if (type.endsWith("json")) return jsonDifference(a, b, "");
  return textDifference(textOf(a as string), textOf(b as string));
}

const NUMBER = /[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?/gi;

/** Line by line: the same words, and each number within one in its last digit. */
export function textDifference(a: string, b: string): string | undefined {
  const [lines, others] = [a.split("\n"), b.split("\n")];
  for (let i = 0; i < Math.max(lines.length, others.length); i++) {
    const [line, other] = [lines[i] ?? "", others[i] ?? ""];
    if (line === other) continue;
    const sameWords = line.replace(NUMBER, "#") === other.replace(NUMBER, "#");
    const numbers = other.match(NUMBER) ?? [];
    const close = (line.match(NUMBER) ?? []).every(
      (number, k) =>
        sameWords &&
        Math.abs(Number(number) - Number(numbers[k])) <=
          1.001 * Math.max(lastDigit(number), lastDigit(numbers[k])),
    );
    if (!sameWords || !close) return `"${line}", now "${other}"`;
  }
  return undefined;
}

/** The worth of one in a number's last printed digit; none of a whole number's may differ. */
function lastDigit(number: string): number {
  const [mantissa, exponent] = number.toLowerCase().split("e");
  const decimals = mantissa.split(".")[1]?.length ?? 0;
  if (decimals === 0 && exponent === undefined) return 0;
  return 10 ** (Number(exponent ?? 0) - decimals);
}

/** The same structure, each number within a millionth. */
export function jsonDifference(a: unknown, b: unknown, path: string): string | undefined {
  if (typeof a === "number" && typeof b === "number") {
    const close = Math.abs(a - b) <= 1e-6 * Math.max(1e-6, Math.abs(a), Math.abs(b));
    return close ? undefined : `${path} is ${a}, now ${b}`;
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return Object.is(a, b) ? undefined : `${path} is ${a}, now ${b}`;
  }
  const keys = Object.keys(a);
  if (keys.join() !== Object.keys(b).join()) return `${path} has other entries`;
  for (const key of keys) {
    const difference = jsonDifference(
      (a as Record<string, unknown>)[key],
      (b as Record<string, unknown>)[key],
      `${path}/${key}`,
    );
    if (difference) return difference;
  }
  return undefined;
}

/** The same size, each pixel within one of 255. */
function imageDifference(a: string, b: string): string | undefined {
  const [image, other] = [a, b].map((text) => PNG.sync.read(Buffer.from(text, "base64")));
  if (image.width !== other.width || image.height !== other.height) return "another size";
  const at = image.data.findIndex((value, i) => Math.abs(value - other.data[i]) > 1);
  return at < 0 ? undefined : `pixel ${at >> 2} is ${image.data[at]}, now ${other.data[at]}`;
}
