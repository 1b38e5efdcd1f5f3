// What a process has that starts from the kernel's snapshot.
import assert from "node:assert";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { BLOB, nodeOptions } from "../../../kernel/install.js";
import { temporaryFolder } from "../client";

const skip = !fs.existsSync(BLOB) && "Node made no snapshot here";

test("does a thread load each of Node's modules?", { skip }, () => {
  const script = path.join(temporaryFolder(), "loads.js");
  // With what the snapshot must not hold, Node aborts here.
  fs.writeFileSync(
    script,
    `const { Worker } = require("node:worker_threads");
     const code = 'for (const name of require("node:module").builtinModules) try { require(name); } catch {} console.log("loaded")';
     new Worker(code, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 512 } });`,
  );
  const { stdout, signal } = spawnSync(process.execPath, [...nodeOptions(), script]);
  assert.deepStrictEqual({ said: String(stdout).trim(), signal }, { said: "loaded", signal: null });
});
