import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../scripts/paths";

/** Runs a package's command on the project; gives its exit status and what it said. */
function run(bin: string, ...args: string[]) {
  const path = join(root, "node_modules", bin);
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, said: stdout + stderr };
}

test("do lib, kernel, scripts and tests compile?", () => {
  const { status, said } = run("typescript/bin/tsc", "-p", ".");
  assert.equal(status, 0, said);
});

for (const folder of ["kernel/browser", "site/extension"]) {
  test(`does what runs in a browser compile (${folder})?`, () => {
    const { status, said } = run("typescript/bin/tsc", "-p", folder);
    assert.equal(status, 0, said);
  });
}

test("does Biome find nothing to lint or format?", () => {
  const { status, said } = run("@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".");
  assert.equal(status, 0, said);
});
