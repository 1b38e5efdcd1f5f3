// What is written past process.stdout: by child processes, to file descriptors, by Node.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, streamed, temporaryFolder } from "../client";

const client = new Client();
before(() => client.start());
after(() => client.close());

test("is what children and descriptors print the cell's, in order?", async () => {
  const outcome = await client.execute(`
    import { execSync } from "node:child_process";
    import { writeSync } from "node:fs";
    import { display } from "tslab";
    console.log("1");
    execSync("echo 2; echo 3", { stdio: "inherit" });
    writeSync(1, "4\\n");
    console.log("5");
    writeSync(1, "6");
    display.text("7");
    writeSync(2, "8");
    console.log("9");
    writeSync(1, "10\\n");
    11`);
  const order: string[] = [];
  let last = "";
  for (const { type, content } of outcome.messages) {
    if (type === "status" || type === "execute_input") continue;
    const name = content.name ?? "shown";
    // Cut into messages by chance.
    if (name === last && name !== "shown") order[order.length - 1] += content.text;
    else order.push(`${name} ${content.text ?? content.data["text/plain"]}`);
    last = name;
  }
  assert.deepEqual(order, [
    "stdout 1\n2\n3\n4\n5\n6",
    "shown 7",
    "stderr 8",
    "stdout 9\n10\n",
    "shown 11",
  ]);
});

test("is what a child prints seen while the cell awaits its end?", async () => {
  const seen = path.join(temporaryFolder(), "seen");
  const script = `echo out; echo err >&2; until [ -e '${seen}' ]; do sleep 0.05; done`;
  const [request] = await client.submit([
    `const child = require("node:child_process").spawn("sh", ["-c", ${JSON.stringify(script)}], { stdio: "inherit" });
     await new Promise((r) => child.on("exit", r)); console.log("end")`,
  ]);
  const texts: Record<string, string> = {};
  for (let i = 0; i < 200 && !(texts.stdout && texts.stderr); i++) {
    for (const { type, content } of await client.published(request, 0.05)) {
      if (type === "stream") texts[content.name] = content.text;
    }
  }
  fs.writeFileSync(seen, "");
  assert.deepEqual(texts, { stdout: "out\n", stderr: "err\n" });
  assert.equal(streamed(await client.collect(request)), "out\nend\n");
});

test("can a child print megabytes while the cell stands still for it?", async () => {
  const outcome = await client.execute(
    `require("node:child_process").execSync("yes 12345678€ | head -n 200000", { stdio: "inherit" });`,
  );
  assert.equal(streamed(outcome), "12345678€\n".repeat(200_000));
});

test("is a child that prints without end ended, before the disk is full?", async () => {
  const outcome = await client.execute(
    `require("node:child_process").execSync("yes", { stdio: "inherit" });`,
    {},
    60,
  );
  assert.equal(outcome.reply.status, "error");
  const text = streamed(outcome);
  assert.ok(text.length < 20_000_000, `${text.length} characters`);
  assert.match(text.slice(-100), /\n… \d+ MB more are left out\n$/);
  assert.match(streamed(outcome, "stderr"), /ended: they printed too much/);
  assert.equal(streamed(await client.execute(`console.log("next")`)), "next\n");
});

test("is nothing missed when a child opens /dev/stdout anew?", async () => {
  const outcome = await client.execute(
    `{ const { execSync } = require("node:child_process"); console.log("0"); execSync("echo before it", { stdio: "inherit" }); console.log("1");
       execSync("echo b > /dev/stdout", { stdio: "inherit" }); console.log("2"); }`,
  );
  assert.equal(streamed(outcome), "0\nbefore it\n1\nb\n2\n");
});

test("does what a child prints late go to the cell that runs by then?", async () => {
  const start = `require("node:child_process").spawn("sh", ["-c", "sleep 0.5; echo late"], { stdio: "inherit" }).unref();`;
  await client.execute(start);
  const next = await client.execute("await new Promise((r) => setTimeout(r, 900));");
  assert.equal(streamed(next), "late\n");
});

test("does a group end with its cell, failed or not?", async () => {
  const failed = await client.execute(
    `console.group("epoch 1"); console.log("in"); console.groupCollapsed(); throw new Error("stop");`,
  );
  assert.equal(streamed(failed), "epoch 1\n  in\n");
  const nested = `console.group("a"); console.group("b"); console.groupEnd(); console.log("x");`;
  assert.equal(streamed(await client.execute(nested)), "a\n  b\n  x\n");
  assert.equal(
    streamed(await client.execute(`console.groupEnd(); console.log("margin")`)),
    "margin\n",
  );
});

test("does the log say what Node said of a kernel that died?", async () => {
  const kernel = await new Client().start();
  after(() => kernel.close());
  // Who watches for the kernel's end is there when child processes are started.
  await kernel.execute(`require("node:child_process").execSync("true");`);
  await kernel.submit([
    `(process as any)._rawDebug("out of memory"); process.kill(process.pid, "SIGKILL");`,
  ]);
  let log = "";
  for (let i = 0; i < 100 && !/out of memory/.test(log); i++) {
    await sleep(100);
    log = await kernel.log();
  }
  assert.match(log, /out of memory/);
});
