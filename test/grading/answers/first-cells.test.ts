// Kernels that start with a class's first cells checked: do they take their own files all the same?

import assert from "node:assert/strict";
import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CagedKernel } from "../../../grading/answers/cells";
import { snapshotFirstCells } from "../../../grading/answers/first-cells";
import type { Notebook } from "../../../grading/assignment/notebook";
import { bubblewrap } from "../../../grading/sandbox/bubblewrap";
import { folderOf, skip } from "../caged";

const IMPORTS = 'import { twice } from "./lib/given";\nimport { own } from "./lib/mlp";';

test("are a student's modules checked and run, where those beside them were checked before?", {
  skip,
}, async (t) => {
  const base = folderOf({
    "package.json": "{}",
    "lib/given.ts": "export const twice = (x: number) => 2 * x;",
  });
  const snapshot = join(folderOf({}), "class.blob");
  const handout = { cells: [{ id: "a", cell_type: "code", source: IMPORTS, metadata: {} }] };
  if (!snapshotFirstCells(snapshot, base, [handout as unknown as Notebook])) return t.skip();
  const run = async (files: Record<string, string>, cells: string[]) => {
    const own = folderOf({});
    cpSync(base, own, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), text);
    const kernel = new CagedKernel(bubblewrap(), { files: own, snapshot });
    const said: string[] = [];
    for (const cell of cells) {
      const { outputs, detail } = await kernel.execute(cell);
      said.push(detail || JSON.stringify(outputs.map((o) => "data" in o && o.data["text/plain"])));
    }
    await kernel.close();
    rmSync(own, { recursive: true });
    return said;
  };
  const mlp = "export const own = (x: number) => x + 1;";
  assert.deepEqual(await run({ "lib/mlp.ts": mlp }, [IMPORTS, "twice(own(3))"]), ["[]", '["8"]']);
  // The name was checked when it was a number's.
  const changed = { "lib/mlp.ts": mlp, "lib/given.ts": 'export const twice = () => "changed";' };
  assert.deepEqual(await run(changed, [IMPORTS, "twice()"]), ["[]", `["'changed'"]`]);
  const [wrong] = await run({ "lib/mlp.ts": 'export const own: number = "text";' }, [IMPORTS]);
  assert.match(wrong, /not assignable to type 'number'/);
  const [missing] = await run({}, [IMPORTS]);
  assert.match(missing, /Cannot find module '.\/lib\/mlp'/);
});
