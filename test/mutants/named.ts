// npm run mutants -- --named: the usual mistakes, made by students, and what is read of them.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Tools } from "../../grading/handout/course";
import { makeHandout } from "../../grading/handout/make";
import type { Mistake } from "../../grading/mistakes/mistake";
import { removeFolders, Student, unpack } from "../grading/student";
import { complaintsOfClass } from "./in-class";
import { complaints, make, readNpmTest, solve } from "./in-handout";
import { listed, nameOf } from "./listed";

/** Prints a line for each; gives whether each is named everywhere, and nothing else is lost. */
export async function seeNamed(tools: Tools, made: Mistake[] = listed): Promise<boolean> {
  const work = mkdtempSync(join(tmpdir(), "gradbook-named-"));
  try {
    const inHandout = await complaintsOfHandout(tools, made, work);
    const inClass = await complaintsOfClass(made, work);
    for (const mistake of made) {
      const name = nameOf(mistake);
      const all = [...(inHandout.get(name) ?? []), ...(inClass.get(name) ?? [])];
      console.log(`${name}: ${all.length === 0 ? "named everywhere" : all.join("\n    ")}`);
    }
    const others = inClass.get("") ?? [];
    for (const line of others) console.log(line);
    const count = made.filter((mistake) => {
      return !inHandout.get(nameOf(mistake))?.length && !inClass.get(nameOf(mistake))?.length;
    }).length;
    console.log(`${count} of ${made.length} are named everywhere and cost their question only`);
    return count === made.length && others.length === 0;
  } finally {
    rmSync(work, { recursive: true, force: true });
    removeFolders();
  }
}

async function complaintsOfHandout(
  tools: Tools,
  made: Mistake[],
  work: string,
): Promise<Map<string, string[]>> {
  const { zip } = await makeHandout(tools, work);
  const student = new Student(unpack(zip));
  solve(student);
  const found = new Map<string, string[]>();
  for (const [i, mistake] of made.entries()) {
    const undo = make(student, [mistake]);
    const said = complaints(mistake, await readNpmTest(student));
    found.set(nameOf(mistake), said);
    undo();
    const line = said.length === 0 ? "named" : said.join("\n  ");
    console.error(`${i + 1} of ${made.length}, npm test: ${nameOf(mistake)}: ${line}`);
  }
  return found;
}
