// The cage by another user: what it keeps from a program, and what it ends and removes.

import assert from "node:assert/strict";
import { chmodSync, existsSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { otherUser, otherUserProblem } from "../../../grading/sandbox/other-user";
import type { Program } from "../../../grading/sandbox/program";
import { startCaged } from "../../../grading/sandbox/start";
import { folderOf, processesWith } from "../caged";

const skip = otherUserProblem() ?? false;
const MB = 2 ** 20;

async function run(script: string, program: Partial<Program> = {}) {
  const lines: string[] = [];
  const onLine = (line: string) => lines.push(line);
  const running = startCaged(otherUser(), { command: ["node", "-e", script], onLine, ...program });
  const ended = await running.ended;
  return { ...ended, lines, output: running.output() };
}

const answer = (value: string) => `require("fs").writeSync(3, JSON.stringify(${value}) + "\\n");`;
const attempt =
  "const attempt = (f) => { try { f(); return true } catch (error) { return error.code } };";

test("does it work with its files, and not with the grader's or with another's?", {
  skip,
}, async () => {
  const secret = folderOf({ "secret.txt": "secret" });
  const file = `${secret}/secret.txt`;
  const script = `${attempt} const fs = require("fs");
    ${answer(`[fs.readFileSync("own.txt", "utf8"), attempt(() => fs.writeFileSync("own.txt", "x")),
      ...[() => fs.readFileSync(${JSON.stringify(file)}), () => fs.readFileSync("/proc/${process.pid}/environ"),
      () => process.kill(${process.pid}, 9), () => process.setuid(0), () => fs.writeFileSync(__filename + "/x", "x")].map(attempt)]`)}`;
  const { lines, output } = await run(script, { files: folderOf({ "own.txt": "mine" }) });
  const [own, wrote, ...others] = JSON.parse(lines[0] ?? output);
  assert.deepEqual([own, wrote], ["mine", true]);
  assert.ok(
    others.every((code: unknown) =>
      ["EACCES", "EPERM", "ENOENT", "ENOTDIR"].includes(code as string),
    ),
    String(others),
  );
});

test("has it no groups, no capabilities, and no way to gain any?", { skip }, async () => {
  const status = 'require("fs").readFileSync("/proc/self/status", "utf8")';
  const { lines } = await run(answer(status));
  const text = JSON.parse(lines[0]) as string;
  assert.match(text, /^Groups:\s*$/m);
  assert.match(text, /^NoNewPrivs:\s*1$/m);
  for (const kind of ["Prm", "Eff", "Bnd", "Inh"])
    assert.match(text, new RegExp(`^Cap${kind}:\\s*0+$`, "m"));
});

test("do its limits end it?", { skip }, async () => {
  const cases: [string, string, object][] = [
    ["time", "for (;;);", { seconds: 0.6 }],
    ["cpu", "for (;;);", { cpuSeconds: 0.6 }],
    ["memory", "const held = []; for (;;) held.push(Buffer.alloc(1e7, 1))", { memory: 400 * MB }],
    ["disk", 'for (let i = 0; ; i++) require("fs").mkdirSync("d" + i)', { files: 300 }],
    ["output", "for (;;) require('fs').writeSync(1, 'x'.repeat(1000))", { output: MB }],
  ];
  for (const [reason, script, limits] of cases) {
    assert.equal((await run(script, { limits })).reason, reason, script);
  }
});

test("does it get a copy of what only the grader may read, and does the grader's keep its rights?", {
  skip,
}, async () => {
  const outside = join(folderOf({ "tool.sh": "#!/bin/sh\n" }), "tool.sh");
  const own = folderOf({ "run.sh": "#!/bin/sh\necho ran\n", "data.txt": "data" });
  symlinkSync("run.sh", join(own, "beside"));
  symlinkSync(outside, join(own, "outside"));
  for (const file of [outside, join(own, "run.sh"), own]) chmodSync(file, 0o700);
  chmodSync(join(own, "data.txt"), 0o600);
  const script = `process.chdir(process.argv[1]);
    const said = ["./run.sh", "./beside"].map((file) => require("child_process").execFileSync(file, { encoding: "utf8" }));
    ${answer('[...said, require("fs").readFileSync("data.txt", "utf8")]')}`;
  const program = {
    command: ["node", "-e", script, "/given"],
    mounts: [{ source: own, target: "/given" }],
  };
  const { lines, output } = await run("", program);
  assert.deepEqual(JSON.parse(lines[0] ?? output), ["ran\n", "ran\n", "data"]);
  const modes = [outside, own, join(own, "run.sh"), join(own, "data.txt")].map(
    (file) => statSync(file).mode & 0o777,
  );
  assert.deepEqual(modes, [0o700, 0o700, 0o700, 0o600]);
});

test("is a storm of processes ended as a whole, those that have left its group too?", {
  skip,
}, async () => {
  const mark = "a-storm-by-another-user";
  const storm = `for (let i = 0; i < 100; i++) require("child_process")
    .spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 10)", "${mark}"], { detached: true, stdio: "ignore" })
    .on("error", () => {}).unref();
    setInterval(() => {}, 10)`;
  assert.equal((await run(storm)).reason, "processes");
  assert.deepEqual(processesWith(mark), []);
});

test("is nothing left of what it has written, and are two programs two users?", {
  skip,
}, async () => {
  const script = `require("fs").writeFileSync("/tmp/left-by-another-user", "x"); ${answer("[process.cwd(), process.getuid()]")} setTimeout(() => {}, 300)`;
  const [one, other] = await Promise.all([
    run(script),
    run(answer("[process.cwd(), process.getuid()]")),
  ]);
  const [folder, user] = JSON.parse(one.lines[0]);
  assert.notEqual(user, JSON.parse(other.lines[0])[1]);
  assert.ok(!existsSync(folder));
  assert.ok(!readdirSync("/tmp").includes("left-by-another-user"));
});

test("is a user's number freed once, so that it ends nothing of the next program's?", {
  skip,
}, async () => {
  let freed = 0;
  const cage = otherUser();
  const counting = {
    ...cage,
    launch: (program: Parameters<typeof cage.launch>[0]) => {
      const launched = cage.launch(program);
      const gone = () => {
        freed++;
        return launched.gone();
      };
      return { ...launched, gone };
    },
  };
  await startCaged(counting, { command: ["node", "-e", "0"] }).ended;
  assert.equal(freed, 1);
});
