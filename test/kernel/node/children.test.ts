// Child processes: an interrupt ends those of its cell, and none outlives the kernel.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, result, temporaryFolder } from "../client";
import { endsWithin, lives } from "../processes";

const client = new Client();
before(() => client.start());
after(() => client.close());

const folder = temporaryFolder();
let count = 0;

/** A shell command that starts two processes and waits, and how to learn their ids. */
function family(child = "sleep 600") {
  const file = path.join(folder, String(count++));
  const command = `${child} & echo $$ $! > '${file}'; wait; sleep 600`;
  const pids = async () => {
    for (let i = 0; i < 100; i++) {
      await sleep(50);
      const text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
      if (text.endsWith("\n")) return text.trim().split(" ").map(Number);
    }
    throw new Error("the processes have not started");
  };
  return { command: JSON.stringify(command), pids };
}

async function allEnd(pids: number[], seconds = 3): Promise<void> {
  assert.equal(pids.length, 2);
  for (const pid of pids) assert.ok(await endsWithin(pid, seconds), `${pid} lives`);
}

const waiting: [string, (command: string) => string][] = [
  ["execSync", (c) => `require("node:child_process").execSync(${c});`],
  [
    "an execSync whose failure is caught",
    (c) => `try { require("node:child_process").execSync(${c}); } catch {} for (;;);`,
  ],
  [
    "execSync in a loop",
    (c) => `for (;;) require("node:child_process").spawnSync("sh", ["-c", ${c}]);`,
  ],
  [
    "an exec that is awaited",
    (c) => `await require("node:util").promisify(require("node:child_process").exec)(${c});`,
  ],
  [
    "a spawn whose end is awaited",
    (c) =>
      `await new Promise((r) => require("node:child_process").spawn("sh", ["-c", ${c}]).on("exit", r));`,
  ],
];
for (const [name, code] of waiting) {
  test(`does an interrupt end ${name}, and all that it has started?`, async () => {
    await client.execute("const kept = 41;");
    const { command, pids } = family();
    const [request] = await client.submit([code(command)]);
    const started = await pids();
    const start = performance.now();
    await client.interrupt();
    const { reply } = await client.collect(request, 10);
    assert.equal(reply.ename, "KeyboardInterrupt");
    assert.ok(performance.now() - start < 3000);
    await allEnd(started);
    assert.equal(result(await client.execute("kept + 1")), "42");
  });
}

test("does an interrupt end a child that ignores SIGINT?", async () => {
  const stubborn = family(`sh -c "trap '' INT; sleep 600; sleep 600"`);
  const [request] = await client.submit([
    `require("node:child_process").execSync("trap '' INT; " + ${stubborn.command});`,
  ]);
  const started = await stubborn.pids();
  await client.interrupt();
  assert.equal((await client.collect(request, 10)).reply.ename, "KeyboardInterrupt");
  await allEnd(started);
});

test("does an interrupt spare what an earlier cell has started, whatever it ends?", async () => {
  const server = family();
  await client.execute(
    `const server = require("node:child_process").spawn("sh", ["-c", ${server.command}]);`,
  );
  const started = await server.pids();
  for (const [, code] of [waiting[0], waiting[3]]) {
    const { command, pids } = family();
    const [request] = await client.submit([code(command)]);
    const others = await pids();
    await client.interrupt();
    assert.equal((await client.collect(request, 10)).reply.ename, "KeyboardInterrupt");
    await allEnd(others);
  }
  assert.ok(started.every(lives));
});

const endings: [string, (kernel: Client) => Promise<unknown>][] = [
  ["a shutdown", (kernel) => kernel.shutdown()],
  ["a restart", (kernel) => kernel.shutdown(true)],
  ["the kernel being killed", (kernel) => kernel.signal("SIGKILL")],
  ["the end of the server that started it", async (kernel) => kernel.kill()],
];
for (const [name, end] of endings) {
  test(`does ${name} end its child processes, awaited or not?`, async () => {
    const kernel = await new Client().start();
    after(() => kernel.close());
    const [first, second] = [family(), family(`sh -c "trap '' TERM; sleep 600; sleep 600"`)];
    await kernel.execute(`require("node:child_process").spawn("sh", ["-c", ${first.command}]);`);
    await kernel.submit([`require("node:child_process").execSync(${second.command});`]);
    const pids = [await first.pids(), await second.pids()];
    await end(kernel);
    for (const started of pids) await allEnd(started, 4);
  });
}
