// Which backend is used, and what is said about it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const root = join(__dirname, "..", "..", "..");
const program = `
  const { Matrix, backendInUse } = require("./lib/matrix");
  console.log(backendInUse(), Matrix.ones(2, 3).mmul(Matrix.ones(3, 2)).sum());`;

function run(cwd: string, env: Record<string, string> = {}) {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", "tsx/cjs", "--eval", program],
    { cwd, encoding: "utf8", env: { ...process.env, ...env } },
  );
  return { said: stdout.trim(), warned: stderr.trim() };
}

test("are the WebAssembly kernels used when they are there?", () => {
  assert.deepEqual(run(root), { said: "wasm 12", warned: "" });
});

test("does GRADBOOK_BACKEND=ts choose plain TypeScript, in silence?", () => {
  assert.deepEqual(run(root, { GRADBOOK_BACKEND: "ts" }), { said: "ts 12", warned: "" });
});

test("do missing or unusable kernels give plain TypeScript and one line?", () => {
  const copy = mkdtempSync(join(tmpdir(), "matrix-"));
  try {
    cpSync(join(root, "lib", "matrix"), join(copy, "lib", "matrix"), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    const dist = join(copy, "lib", "matrix", "built");
    writeFileSync(join(dist, "kernels.wasm"), "not WebAssembly");
    const broken = run(copy);
    rmSync(dist, { recursive: true });
    const missing = run(copy);
    for (const { said, warned } of [broken, missing]) {
      assert.equal(said, "ts 12");
      assert.match(warned, /^Matrices run in plain TypeScript.*$/);
    }
    // and build.js makes them again
    spawnSync(process.execPath, [join(copy, "lib", "matrix", "build.js")]);
    assert.deepEqual(run(copy), { said: "wasm 12", warned: "" });
  } finally {
    rmSync(copy, { recursive: true });
  }
});
