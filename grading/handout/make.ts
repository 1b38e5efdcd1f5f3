// npm run handout: the student edition, dist/mlp/ and dist/mlp.zip.

import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import type { CommandLine } from "../../cli/command";
import { readArguments } from "../../cli/help";
import type { Hints } from "../../lib/answers/explain";
import { root } from "../../scripts/paths";
import { runStep } from "../../scripts/run-step";
import { ASSIGNMENT } from "../assignment/assignment";
import { makeCourse, type Tools } from "./course";

const LEVELS: Hints[] = ["none", "gap", "named"];

const command: CommandLine = {
  usage: "-- [--hints none|gap|named]",
  summary: `Makes the student edition of the problem set from the solved notebooks and lib:
dist/${ASSIGNMENT}/ and the same as dist/${ASSIGNMENT}.zip. Solutions, outputs, hidden tests and
mark schemes are taken out; each solution is replaced by an error that names its
question. In that folder \`npm start\` opens the notebooks and \`npm test\` says which
questions are solved.`,
  options: {
    hints: {
      value: "LEVEL",
      default: "named",
      help: "what the checks say of a wrong answer: only that it is wrong (none), by what it differs, as the ratio to the right one (gap), or the mistake, where it is one of those in grading/mistakes (named)",
    },
  },
  details: `
What is a solution:
  lib/*.ts             the lines from // BEGIN SOLUTION Q2.1 to // END SOLUTION
  notebooks            cells that nbgrader's metadata marks as solutions, and those
                       tagged "solution", which are dropped
  // BEGIN HIDDEN TESTS … // END HIDDEN TESTS and
  === BEGIN MARK SCHEME === … === END MARK SCHEME === as in nbgrader
`,
};

export async function main(args: string[], tools: Tools): Promise<void> {
  const hints = readArguments(command, "npm run handout", args, (given) => {
    given.optionsOnly("handout");
    return given.choice("hints", LEVELS);
  });
  if (!hints) return;
  const { folder, zip } = await makeHandout({ ...tools, hints }, join(root, "dist"));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  const count = files.filter((file) => file.isFile()).length;
  const kilobytes = Math.round(statSync(zip).size / 1000);
  console.log(`${relative(root, folder)}/ with ${count} files`);
  console.log(`${relative(root, zip)}, ${kilobytes} kB`);
}

/**
 * Makes the handout in the folder `out`. What was there before is replaced when all
 * of the new one is made, and stays when that fails.
 */
export async function makeHandout(tools: Tools, out: string) {
  mkdirSync(out, { recursive: true });
  const folder = join(out, ASSIGNMENT);
  const zip = `${folder}.zip`;
  const work = mkdtempSync(join(out, ".handout-"));
  try {
    const made = await makeCourse(join(work, "course"), tools);
    const packed = join(work, "zip");
    await runStep("Packing", tools.python, [join(__dirname, "zip.py"), made, packed], {
      cwd: out,
    });
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
    renameSync(packed, zip);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return { folder, zip };
}
