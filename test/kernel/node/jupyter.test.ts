// What Jupyter's own tools say of the kernel.
import assert from "node:assert";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { isolated, python, root, temporaryFolder } from "../client";

function run(program: string[], cwd = root) {
  return spawnSync(python, program, { cwd, env: isolated(), encoding: "utf8" });
}

test("does the kernel pass jupyter_kernel_test without a failure?", () => {
  const { stderr, status } = run([path.join(__dirname, "kernel_test.py"), "-v"]);
  assert.equal(status, 0, stderr);
  const passed = stderr.match(/\.\.\. ok$/gm)?.length ?? 0;
  assert.ok(passed >= 9, stderr);
});

interface ExecutedCell {
  execution_count: number;
  outputs: { data?: Record<string, string[]>; ename?: string }[];
}

/** Writes a notebook of code cells and executes it with nbconvert. */
function nbconvert(cells: string[], ...options: string[]) {
  const folder = temporaryFolder();
  const notebook = {
    cells: cells.map((source, index) => ({
      cell_type: "code",
      execution_count: null,
      id: `cell-${index}`,
      metadata: {},
      outputs: [],
      source,
    })),
    metadata: {
      kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  fs.writeFileSync(path.join(folder, "a.ipynb"), JSON.stringify(notebook));
  const convert = ["-m", "nbconvert", "--to", "notebook", "--execute", "--output", "b"];
  const { status, stderr } = run([...convert, ...options, "a.ipynb"], folder);
  const output = path.join(folder, "b.ipynb");
  if (!fs.existsSync(output)) return { status, stderr, cells: [] as ExecutedCell[], valid: false };
  const check = `import nbformat; nbformat.validate(nbformat.read(${JSON.stringify(output)}, 4))`;
  const valid = run(["-W", "error", "-c", check]).status === 0;
  const executed = JSON.parse(fs.readFileSync(output, "utf8")).cells as ExecutedCell[];
  return { status, stderr, cells: executed, valid };
}

const failing = ["1 + 1", 'throw new RangeError("no")', "2 + 2", "3 + 3"];

test("does nbconvert stop at a failing cell and name its error?", () => {
  const { status, stderr } = nbconvert(failing);
  assert.notEqual(status, 0);
  assert.match(stderr, /RangeError.*no/);
});

test("does nbconvert --allow-errors run every cell, and write a valid notebook?", () => {
  const { status, cells, valid, stderr } = nbconvert(failing, "--allow-errors");
  assert.equal(status, 0, stderr);
  assert.ok(valid);
  const shown = cells.map(({ outputs: [output] }) => output.data?.["text/plain"] ?? output.ename);
  assert.deepEqual(shown.map(String), ["2", "RangeError", "4", "6"]);
  const counts = cells.map(({ execution_count }) => execution_count);
  assert.deepEqual(counts, [1, 2, 3, 4]);
});
