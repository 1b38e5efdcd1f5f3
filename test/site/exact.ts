// Whether a notebook's outputs are those of another to the last digit: texts and figures as
// they are, pictures pixel by pixel. Static SVGs are left out: a browser's fonts are its own.

import { isDeepStrictEqual } from "node:util";
import { PNG } from "pngjs";
import { joinStreams } from "../../scripts/join-streams";
import { codeCells, type Notebook, type Output } from "../notebooks/notebook";

const SVG = "image/svg+xml";
const PICTURE = /^data:image\/png;base64,|^iVBOR/;

/** What is not the same, a line each; none when all of it is. */
export function inexact(expected: Notebook, actual: Notebook): string[] {
  const [before, after] = [codeCells(expected), codeCells(actual)].map((cells) =>
    cells.map(({ id, outputs }) => ({ id, outputs: joinStreams(outputs ?? []).map(comparable) })),
  );
  if (before.length !== after.length) return [`${before.length} and ${after.length} code cells`];
  return before.flatMap(({ id, outputs }, i) => difference(outputs, after[i].outputs, `${id}: `));
}

/** What of an output both hosts have to agree in. */
function comparable(output: Output): unknown {
  if (!("data" in output)) return output.output_type === "stream" ? output : { ...output };
  const { [SVG]: _, ...data } = output.data;
  return { type: output.output_type, data };
}

function difference(a: unknown, b: unknown, path: string): string[] {
  const [value, other] = [a, b].map((given) =>
    Array.isArray(given) && given.every((line) => typeof line === "string")
      ? given.join("")
      : given,
  );
  if (isDeepStrictEqual(value, other)) return [];
  if (typeof value === "object" && value && typeof other === "object" && other) {
    const keys = [...new Set([...Object.keys(value), ...Object.keys(other)])];
    return keys.flatMap((key) => {
      const [inner, now] = [value, other].map((object) => (object as Record<string, unknown>)[key]);
      return difference(inner, now, `${path}/${key}`);
    });
  }
  if (typeof value === "string" && typeof other === "string" && PICTURE.test(value)) {
    const [pixels, others] = [value, other].map((text) => {
      const { width, height, data } = PNG.sync.read(
        Buffer.from(
          text.replace(PICTURE, (start) => (start === "iVBOR" ? start : "")),
          "base64",
        ),
      );
      return { width, height, data };
    });
    return isDeepStrictEqual(pixels, others) ? [] : [`${path}: other pixels`];
  }
  return [`${path} is ${JSON.stringify(value)}, now ${JSON.stringify(other)}`.slice(0, 300)];
}
