// Each limit of the cage: what ends a program, and what it is told.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { test } from "node:test";
import { LIMITS } from "../../../grading/sandbox/limits";
import { evaluate, folderOf, processesWith, run, skip } from "../caged";

const MB = 2 ** 20;

test("are exit statuses and signals handed on?", { skip }, async () => {
  const exit = await run("process.exit(3)");
  assert.deepEqual([exit.reason, exit.code, exit.signal], ["exit", 3, null]);
  const abort = await run("process.abort()");
  assert.deepEqual([abort.reason, abort.code, abort.signal], ["signal", null, "SIGABRT"]);
  const kill = await run("process.kill(process.pid, 'SIGKILL')");
  assert.deepEqual([kill.reason, kill.code, kill.signal], ["signal", null, "SIGKILL"]);
});

test("does time end a program that waits, loops or ignores signals?", { skip }, async () => {
  const limits = { seconds: 0.6 };
  for (const script of [
    "setTimeout(() => {}, 1e6)",
    "for (;;);",
    "for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {}); setInterval(() => {}, 10)",
    "process.kill(process.pid, 'SIGSTOP')",
  ]) {
    const { reason, detail, seconds, used } = await run(script, { limits });
    assert.deepEqual([reason, detail], ["time", "it took longer than 0.6 s"], script);
    assert.ok(seconds < 2 + used.waited, `${seconds} s`);
  }
});

test("is the time that others keep it from a processor none of its own?", {
  skip: skip || (spawnSync("taskset", ["--version"]).error && "taskset is not installed"),
}, async () => {
  const mask = execFileSync("taskset", ["-p", `${process.pid}`], { encoding: "utf8" });
  const pin = (to: string) => execFileSync("taskset", ["-p", to, `${process.pid}`]);
  // All on one processor, whatever is started from here on.
  pin("1");
  const others = [1, 2, 3, 4].map(() => spawn("sh", ["-c", "while :; do :; done"]));
  try {
    const busy = `
      const used = () => process.cpuUsage().user + process.cpuUsage().system;
      for (let i = 0; i % 1e6 !== 0 || used() < 1200e3; i++);`;
    const { reason, seconds } = await run(busy, { limits: { seconds: 1.5 } });
    assert.equal(reason, "exit");
    assert.ok(seconds > 1.5, `${seconds} s: nothing has kept it`);
    const { detail } = await run("for (;;);", { limits: { seconds: 0.6 } });
    assert.equal(detail, "it took longer than 0.6 s");
  } finally {
    for (const other of others) other.kill("SIGKILL");
    pin(mask.trim().split(": ")[1]);
  }
});

test("is CPU time counted over all processes and threads?", { skip }, async () => {
  const limits = { cpuSeconds: 0.6, seconds: 20 };
  const loop = "'for (;;);'";
  for (const script of [
    "for (;;);",
    `for (let i = 0; i < 3; i++) require("child_process").spawn("node", ["-e", ${loop}])`,
    `for (let i = 0; i < 3; i++) new (require("worker_threads").Worker)(${loop}, { eval: true })`,
    `for (;;) require("child_process").spawnSync("node", ["-e", "for (let t = Date.now(); Date.now() < t + 100;);"])`,
  ]) {
    const { reason, detail, used } = await run(script, { limits });
    assert.deepEqual([reason, detail], ["cpu", "it used more than 0.6 s of CPU time"], script);
    assert.ok(used.cpuSeconds < 2, `${used.cpuSeconds} s`);
  }
});

test("does memory end a program, on the heap, outside, or in its children?", { skip }, async () => {
  const limits = { memory: 400 * MB };
  const fill = "const held = []; setInterval(() => held.push(Buffer.alloc(20e6, 1)), 5)";
  for (const script of [
    "const held = []; for (;;) held.push({ a: [held.length] })",
    "const held = []; for (;;) held.push(Buffer.alloc(1e7, 1))",
    "const held = []; for (;;) held.push(new Float64Array(new SharedArrayBuffer(8e6)).fill(1))",
    `for (let i = 0; i < 4; i++) require("child_process").spawn("node", ["-e", ${JSON.stringify(fill)}])`,
  ]) {
    const { reason, detail, used } = await run(script, { limits });
    assert.deepEqual([reason, detail], ["memory", "it used more than 400 MB of memory"], script);
    assert.ok(used.memory < 1500 * MB, `${used.memory / MB} MB`);
  }
});

test("is one request for too much memory an error that a program can catch?", {
  skip,
}, async () => {
  const limits = { memory: 400 * MB };
  const request = "attempt(() => new ArrayBuffer(4e9).byteLength)";
  assert.equal(await evaluate(request, { limits }), "Array buffer allocation failed");
});

test("does a storm of processes end at once, with none left?", { skip }, async () => {
  const mark = "a-storm-of-processes";
  const storm = `
    const { spawn } = require("child_process");
    for (let i = 0; i < 600; i++)
      spawn("node", ["-e", "setInterval(() => {}, 10)", "${mark}"], { detached: true, stdio: "ignore" })
        .on("error", () => {}).unref();
    setInterval(() => {}, 10)`;
  const { reason, detail, seconds } = await run(storm);
  assert.deepEqual([reason, detail], ["processes", "it started more than 16 processes"]);
  assert.ok(seconds < 5, `${seconds} s`);
  assert.deepEqual(processesWith(mark), []);
});

test("is a storm of threads one too?", { skip }, async () => {
  const storm = `
    const { Worker } = require("worker_threads");
    const options = { eval: true, stackSizeMb: 1, resourceLimits: { maxOldGenerationSizeMb: 2 } };
    for (let i = 0; i < 300; i++) new Worker("setInterval(() => {}, 10)", options)`;
  const { reason, detail } = await run(storm, { limits: { processes: 2 } });
  assert.deepEqual([reason, detail], ["processes", "it started more than 64 threads"]);
});

test("are two worker threads no storm?", { skip }, async () => {
  const workers = `Promise.all([1, 2].map((n) => new Promise((resolve) => {
    const { Worker } = require("worker_threads");
    new Worker("require('worker_threads').parentPort.postMessage(" + n + ")", { eval: true }).on("message", resolve);
  })))`;
  assert.deepEqual(await evaluate(workers), [1, 2]);
});

test("is output bounded on each pipe?", { skip }, async () => {
  const names = { 1: "stdout", 2: "stderr", 3: "the answers" };
  for (const [descriptor, name] of Object.entries(names)) {
    const script = `for (;;) require("fs").writeSync(${descriptor}, "a longer line\\n".repeat(1000))`;
    const { reason, detail, lines } = await run(script, { limits: { output: 2 * MB } });
    assert.deepEqual([reason, detail], ["output", `it wrote more than 2 MB to ${name}`]);
    assert.ok(lines.length <= (2 * MB) / 14);
  }
});

test("is a line of any length, or of no end, dropped?", { skip }, async () => {
  let long = 0;
  const script = `
    const { writeSync } = require("fs");
    writeSync(3, "first\\n");
    for (let i = 0; i < 300; i++) writeSync(3, "x".repeat(10_000));
    writeSync(3, "\\nsecond\\n");
    for (let i = 0; i < 3000; i++) writeSync(3, "x");
    writeSync(3, Buffer.from([0xff, 0x0a]));
    for (let i = 0; i < 300; i++) writeSync(3, "x".repeat(10_000))`;
  const { reason, lines } = await run(script, {
    limits: { line: 100_000 },
    onLongLine: () => long++,
  });
  assert.equal(reason, "exit");
  assert.deepEqual(lines, ["first", "second", `${"x".repeat(3000)}�`]);
  assert.equal(long, 1);
});

test("is the disk full at its limit?", { skip }, async () => {
  const limits = { disk: 4 * MB };
  const fill = (folder: string) => `attempt(() => {
    for (let i = 0; i < 100; i++) fs.writeFileSync("${folder}/" + i, Buffer.alloc(1e6));
  })`;
  assert.equal(await evaluate(fill("/mlp"), { limits }), "ENOSPC");
  assert.equal(await evaluate(fill("/tmp"), { limits }), "ENOSPC");
  const one = 'attempt(() => fs.writeFileSync("/tmp/x", Buffer.alloc(5e6)))';
  assert.equal(await evaluate(one, { limits }), "EFBIG");
});

test("are files counted, those given too?", { skip }, async () => {
  const many = 'for (let i = 0; ; i++) require("fs").mkdirSync("/tmp/" + i)';
  const made = await run(many, { limits: { files: 500 } });
  assert.deepEqual([made.reason, made.detail], ["disk", "it made more than 500 files"]);

  const files = folderOf({ a: "x".repeat(3000), "b/c": "x".repeat(3000) });
  const script = "require('fs').writeSync(3, 'started\\n')";
  const few = await run(script, { files, limits: { files: 2 } });
  assert.deepEqual([few.reason, few.detail, few.lines], ["disk", "it has more than 2 files", []]);
  const small = await run(script, { files, limits: { disk: 5000 } });
  assert.deepEqual([small.reason, small.detail], ["disk", "it has files of more than 5 KB"]);
});

test("are open files bounded?", { skip }, async () => {
  const open = `(() => {
    let count = 0;
    for (;; count++) try { fs.openSync("/mlp") } catch (error) { return [error.code, count < 64] }
  })()`;
  assert.deepEqual(await evaluate(open, { limits: { openFiles: 64 } }), ["EMFILE", true]);
});

test("do the usual limits leave room for the kernel and its threads?", () => {
  assert.ok(LIMITS.memory >= 1024 * MB && LIMITS.processes >= 4 && LIMITS.openFiles >= 64);
});
