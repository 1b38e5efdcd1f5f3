// From start to end: the folder a kernel works in, how it is installed, how it ends.
import assert from "node:assert";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, result, root, temporaryFolder, temporaryProject } from "../client";
import { endsWithin, lives } from "../processes";

test("does the kernel work in the nearest package.json's folder, but never climb while nbgrader grades?", async () => {
  const project = temporaryProject();
  const notebooks = path.join(project, "a", "notebooks");
  fs.mkdirSync(notebooks, { recursive: true });
  fs.writeFileSync(path.join(project, "lib/where.ts"), 'export const where = "above";\n');
  const code = 'import { where } from "./lib/where"; [process.cwd(), where]';
  const client = await new Client().start(notebooks);
  const { 0: cwd, 1: where } = [project, "above"];
  assert.equal(result(await client.execute(`${code}.join()`)), `'${cwd},${where}'`);
  await client.close();

  const graded = await new Client().start(notebooks, { NBGRADER_EXECUTION: "autograde" });
  assert.equal(result(await graded.execute("process.cwd()")), `'${notebooks}'`);
  assert.equal((await graded.execute(code)).reply.ename, "TypeScriptError");
  await graded.close();
});

test("does a shutdown reply, echo restart, and end the process within a second, loop or timers or not?", async () => {
  const busy = await new Client().start();
  await busy.submit([
    "require('http').createServer().listen(0); setInterval(() => {}, 10); for (;;);",
  ]);
  await sleep(500);
  const { reply, seconds } = await busy.shutdown(true);
  assert.deepEqual(reply, { status: "ok", restart: true });
  assert.ok(seconds !== null && seconds < 1.2, `${seconds} s`);
  await busy.close();

  const idle = await new Client().start();
  await idle.execute("require('http').createServer().listen(0); setInterval(() => {}, 10);");
  const end = await idle.shutdown();
  assert.deepEqual(end.reply, { status: "ok", restart: false });
  assert.ok(end.seconds !== null && end.seconds < 1, `${end.seconds} s`);
  assert.equal(end.stderr, "");
  await idle.close();
});

test("does the kernel end with the process that started it, even in an endless loop?", async () => {
  for (const code of ["1", "await null; await new Promise((r) => setTimeout(r, 10)); for (;;);"]) {
    const client = await new Client().start();
    await client.submit([code]);
    await sleep(400);
    assert.ok(lives(client.pid));
    client.kill();
    assert.ok(await endsWithin(client.pid, 3), code);
  }
});

test("can the kernel be installed in a folder with spaces, and is its build reused?", () => {
  const prefix = path.join(temporaryFolder(), "an environment");
  const install = path.join(root, "kernel/install.js");
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [install, prefix], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  assert.ok(performance.now() - start < 2500, "built again");
  const file = path.join(prefix, "share/jupyter/kernels/tslab/kernel.json");
  const spec = JSON.parse(fs.readFileSync(file, "utf8"));
  assert.equal(spec.display_name, "TypeScript");
  assert.equal(spec.language, "typescript");
  assert.equal(spec.interrupt_mode, "message");
  assert.ok(path.isAbsolute(spec.argv[0]) && spec.argv.includes("{connection_file}"));
});

test("does a kernel that cannot start say why?", () => {
  const folder = temporaryFolder();
  fs.cpSync(path.join(root, "kernel/dist"), folder, { recursive: true });
  // Moved away from node_modules, it lacks its packages.
  fs.writeFileSync(path.join(folder, "connection.json"), "{}");
  const argv = [path.join(folder, "main.js"), "connection.json"];
  const { stderr, status } = spawnSync(process.execPath, argv, { cwd: folder, encoding: "utf8" });
  assert.notEqual(status, 0);
  assert.match(stderr, /The TypeScript kernel cannot start/);
  assert.match(stderr, /npm install/);
});

test("does a kernel that fails later on say why, and end?", async (t) => {
  const client = await new Client().start();
  t.after(() => client.kill());
  const sabotage = "Date.prototype.toISOString = () => { throw new Error('no more dates'); };";
  await client.submit(["setTimeout(() => {}, 1e6); 1", sabotage, "1"]);
  assert.ok(await endsWithin(client.pid, 5), "it goes on");
  assert.match(
    await client.log(),
    /The TypeScript kernel cannot go on: Error: no more dates\n +at /,
  );
});
