// What a kernel that has nothing to do keeps of memory, where its snapshot has no notebook's
// cells, as on a hub.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { kernelspec, makeSnapshot, nodeOptions } from "../../../kernel/install";
import { Client, result, root, temporaryFolder, temporaryProject, traceback } from "../client";

const skip = process.platform !== "linux" && "there is no /proc";

/** Megabytes of a process's own. */
function own(pid: number): number {
  const lines = fs.readFileSync(`/proc/${pid}/smaps_rollup`, "utf8").split("\n");
  const sizes = lines.filter((line) => /^Private_(Clean|Dirty):/.test(line));
  return sizes.reduce((sum, line) => sum + Number(/\d+/.exec(line)), 0) / 1024;
}

/** A folder for JUPYTER_PATH with a kernel as an installation for a hub has it. */
function hubKernel(): string {
  const folder = temporaryFolder();
  const spec = path.join(folder, "kernels", "hub");
  fs.mkdirSync(spec, { recursive: true });
  const blob = path.join(folder, "kernel.blob");
  makeSnapshot(blob, root);
  const content = kernelspec(path.join(root, "kernel", "dist"), nodeOptions(blob));
  fs.writeFileSync(path.join(spec, "kernel.json"), JSON.stringify(content));
  return folder;
}

describe("a kernel at rest", { skip }, () => {
  let client: Client;

  before(async () => {
    const folder = temporaryProject();
    fs.writeFileSync(path.join(folder, "lib", "part.ts"), "export const part = { of: [1, 2] };\n");
    client = await new Client({ JUPYTER_PATH: hubKernel() }).start(folder, {}, "hub");
  });
  after(() => client.close());

  test("has it at most 120 MB of its own after 1 + 1?", async (t) => {
    assert.equal(result(await client.execute("1 + 1")), "2");
    const most = own(client.pid);
    for (let tries = 0; own(client.pid) > 120 && tries < 300; tries++) await sleep(100);
    t.diagnostic(`${most.toFixed(0)} MB, then ${own(client.pid).toFixed(0)} MB`);
    assert.ok(own(client.pid) <= 120, `${own(client.pid)}`);
  });

  test("does it give back what cells have left, and know all that they declared?", async (t) => {
    await client.execute(
      'import { part } from "./lib/part"; interface A { x: number } class B implements A { x = 5 }',
    );
    const waste = "Array.from({ length: 2_000_000 }, (_, i) => ({ i })).length";
    assert.equal(result(await client.execute(waste, {}, 60)), "2000000");
    const most = own(client.pid);
    for (let tries = 0; own(client.pid) > 165 && tries < 300; tries++) await sleep(100);
    t.diagnostic(`${most.toFixed(0)} MB, then ${own(client.pid).toFixed(0)} MB`);
    assert.ok(most > 190 && own(client.pid) <= 165, `${most}, then ${own(client.pid)}`);
    assert.equal(result(await client.execute("const a: A = new B(); a.x + part.of[1]")), "7");
    const wrong = await client.execute("const b: A = { x: part };");
    assert.match(
      traceback(wrong),
      /Type '\{ of: number\[\]; }' is not assignable to type 'number'/,
    );
  });
});
