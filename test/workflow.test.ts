// Is the workflow one that GitHub takes, as actionlint reads it?

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../scripts/paths";

const MODULE = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.7";

/** actionlint where it is installed, else built by Go; null where neither can be had. */
function findActionlint(): string[] | null {
  for (const command of [["actionlint"], ["go", "run", MODULE]]) {
    const [name, ...args] = command;
    const { status } = spawnSync(name, [...args, "-version"], {
      encoding: "utf8",
      timeout: 300_000,
    });
    if (status === 0) return command;
  }
  return null;
}

const actionlint = findActionlint();
const skip = actionlint ? false : "there is no actionlint, and no Go that could build it";

test("does actionlint find nothing in .github/workflows?", { skip }, () => {
  const [name, ...args] = actionlint ?? [];
  const folder = join(root, ".github", "workflows");
  const files = readdirSync(folder).map((file) => join(folder, file));
  const { status, stdout, stderr } = spawnSync(name, [...args, ...files], { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
});
