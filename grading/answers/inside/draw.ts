// Runs in a cage of its own: draws figures, a line of JSON each, as static SVG, a
// line each. Students' figures are data; none of their code is here.
//
//   node draw.js LIB

import { writeSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const { figureSvg } = require(join(resolve(process.argv[2]), "display", "static-svg"));

createInterface(process.stdin).on("line", (line) => {
  let svg: string | null = null;
  try {
    svg = figureSvg(JSON.parse(line));
  } catch {
    // There is none.
  }
  writeSync(3, `${JSON.stringify({ svg })}\n`);
});
