// Is one submission one program: files in, a JSON and the executed notebooks out?

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { makeCourse } from "../../../grading/handout/course";
import { makeReference } from "../../../grading/marks/reference";
import { writeReference } from "../../../grading/marks/reference-file";
import { graderFingerprint } from "../../../grading/one/fingerprint";
import type { Result } from "../../../grading/one/result";
import { chooseCage } from "../../../grading/sandbox/choose";
import { root } from "../../../scripts/paths";
import { skip } from "../caged";
import { tools } from "../student";
import { Draft, P1 } from "../submissions/draft";

const work = mkdtempSync(join(tmpdir(), "gradbook one "));
const file = join(work, "reference.json");
after(() => rmSync(work, { recursive: true, force: true }));

before(async () => {
  if (skip) return;
  const release = await makeCourse(join(work, "course"), tools);
  const reference = await makeReference(release, 20, chooseCage(), join(work, "workshop"));
  writeReference(file, { reference, seed: 20, grader: graderFingerprint(20) });
});

const script = ["scripts/run-typescript.js", "--set-up-later", "grading/one/main"];

async function run(args: string[], stdin = "") {
  const child = spawn(process.execPath, [...script, ...args], { cwd: root });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  child.stdin.on("error", () => {});
  child.stdin.end(stdin);
  const code = await new Promise((resolve) => child.on("close", resolve));
  return { code, stdout, stderr };
}

async function grade(folder: string, ...args: string[]) {
  const out = `${folder}-out`;
  const { code, stderr } = await run([
    ...["--submission", folder, "--out", out, "--reference", file, "--cell-seconds", "20"],
    ...args,
  ]);
  assert.equal(code, 0, stderr);
  return { out, result: JSON.parse(readFileSync(join(out, "result.json"), "utf8")) as Result };
}

test("does a submission get scores with reasons, a status, and its notebooks executed?", {
  skip,
}, async () => {
  const draft = new Draft().answer({ "mnist-run": "", "q11-answer": "const dJ_da2 = h2 + y;" });
  draft.remove("mnist-sigmoid-train", "mnist-relu-train");
  draft.write(join(work, "someone", "mlp"));
  const { out, result } = await grade(join(work, "someone", "mlp"));
  assert.deepEqual(
    [result.student, result.status, result.points, result.of],
    ["someone", "waiting", 37, 43],
  );
  const lost = result.scores.find(({ question }) => question === "Q1.1");
  assert.match(lost?.remark ?? "", /dJ_da2/);
  const notebook = JSON.parse(readFileSync(join(out, P1), "utf8"));
  assert.ok(
    notebook.cells.some((cell: { execution_count?: number }) => cell.execution_count === 1),
  );
});

test("is the status 0 for any submission, however bad?", { skip }, async () => {
  mkdirSync(join(work, "nothing"));
  assert.equal((await grade(join(work, "nothing"), "--scores-only")).result.status, "unreadable");
  const bad = new Draft().begin("process.exit(3);").answer({
    "q11-answer": "process.kill(process.pid, 9);",
  });
  bad.files[P1.replace("1", "9")] = "\u0000";
  bad.write(join(work, "bad"));
  assert.equal((await grade(join(work, "bad"), "--scores-only")).result.status, "crashed");
});

test("is grading that itself has failed another status, without a result?", { skip }, async () => {
  const other = join(work, "other.json");
  const kept = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(other, JSON.stringify({ ...kept, grader: "another" }));
  const to = join(work, "none");
  const args = ["--submission", join(work, "nothing"), "--out", to];
  const { code, stderr } = await run([...args, "--reference", other]);
  assert.notEqual(code, 0);
  assert.match(stderr, /was made by Gradbook another, and this is [\da-f]{12}/);
  assert.ok(!existsSync(to));
});

test("does a worker's program refuse another Gradbook's reference, and say so?", {
  skip,
}, async () => {
  const kept = JSON.parse(readFileSync(file, "utf8"));
  const refused = await run(["--serve"], `${JSON.stringify({ ...kept, grader: "another" })}\n`);
  assert.notEqual(refused.code, 0);
  assert.match(refused.stderr, /made by Gradbook another/);
});
