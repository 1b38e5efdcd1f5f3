// V8's threads in a kernel.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import os from "node:os";
import { test } from "node:test";
import { FLAGS, poolFlags } from "../../../kernel/install";
import { Client, result } from "../client";

const COUNT = 'require("node:fs").readdirSync("/proc/self/task").length';

/** Threads of a process that does nothing. */
function threadsWith(flags: string[]): number {
  const { stdout } = spawnSync(process.execPath, [...flags, "-p", COUNT], { encoding: "utf8" });
  return Number(stdout);
}

test("does V8 have no more threads than there are other processors, and four at most?", {
  skip: process.platform !== "linux" && "only Linux shows threads as files",
}, () => {
  const [bare, usual, ours] = [["--v8-pool-size=1"], [], poolFlags()].map(threadsWith);
  assert.equal(usual, bare + 3, "Node's own number");
  assert.equal(ours, bare - 1 + Math.min(4, Math.max(1, os.availableParallelism() - 1)));
});

test("does a kernel have these flags?", async () => {
  const client = await new Client().start();
  try {
    const outcome = await client.execute("process.execArgv.join(' ')");
    for (const flag of FLAGS) assert.match(String(result(outcome)), new RegExp(flag));
  } finally {
    await client.close();
  }
});
