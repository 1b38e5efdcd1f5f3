// Does Gradescope's zip grade a submission where Gradescope would run it?

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Results } from "../../../grading/gradescope/results";
import { root } from "../../../scripts/paths";
import { tools } from "../student";
import { FULL } from "../submissions/case";
import { Draft } from "../submissions/draft";
import { Container, containerProblem } from "./container";

// Gradescope gives 768 MB unless more is chosen.
const MEMORY = 768;

const work = mkdtempSync(join(tmpdir(), "gradbook gradescope "));
const zip = join(work, "gradescope.zip");
after(() => rmSync(work, { recursive: true, force: true }));

before(() => {
  const script = ["scripts/run-typescript.js", "grading/gradescope/main"];
  const made = spawnSync(process.execPath, [...script, "--out", zip, "--seed", "20"], {
    cwd: root,
    encoding: "utf8",
  });
  assert.equal(made.status, 0, made.stderr);
  execFileSync(tools.python, ["-m", "zipfile", "-e", zip, join(work, "source")]);
});

test("is the solution not in the zip?", () => {
  const files = readdirSync(join(work, "source"), { recursive: true, encoding: "utf8" });
  assert.ok(files.includes("setup.sh") && files.includes("run_autograder"));
  assert.deepEqual(
    files.filter((file) => /\.ipynb$|lib\/mlp\.ts$/.test(file)),
    [],
  );
});

describe("in a container", { skip: containerProblem() }, () => {
  let container: Container;

  before(() => {
    container = new Container(MEMORY);
    container.put(join(work, "source"), "source");
    // Nothing has to be fetched. A copy, as setup.sh changes who may read it.
    container.put(join(root, "node_modules"), "source/gradbook/node_modules");
    const setUp = container.run("bash /autograder/source/setup.sh");
    assert.equal(setUp.status, 0, setUp.stdout + setUp.stderr);
  });
  after(() => container?.close());

  /** What a submission gets there. */
  function grade(draft: Draft): Results {
    rmSync(join(container.autograder, "submission"), { recursive: true, force: true });
    rmSync(join(container.autograder, "results"), { recursive: true, force: true });
    draft.write(join(container.autograder, "submission"));
    const command = "mkdir -p /autograder/results && bash /autograder/source/run_autograder";
    const { status, stdout, stderr } = container.run(command);
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /in a cage by another user/);
    return JSON.parse(readFileSync(join(container.autograder, "results", "results.json"), "utf8"));
  }

  test("does a right one get all points, part by part?", (t) => {
    const begun = performance.now();
    const { score, tests, output } = grade(new Draft());
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    const share = container.limited ? `half a processor and ${MEMORY} MB` : "no limits";
    t.diagnostic(`${seconds} s with ${share}; at most ${container.peak ?? "?"} MB in use`);
    assert.equal(
      score,
      Object.values(FULL).reduce((sum, points) => sum + points, 0),
    );
    assert.ok(
      tests.every(({ status, score, max_score }) => status === "passed" && score === max_score),
    );
    assert.match(output, /To be marked by hand: Q1\.1/);
  });

  test("is it said why there are not more, and does what is hidden stay hidden?", () => {
    const draft = new Draft();
    draft.answer({
      "q11-answer": "const dJ_da2 = h2 + y;",
      "q12-answer": `const { readFileSync, readdirSync } = require("node:fs");
const tries = ["/autograder/source/gradbook/reference.json", "/autograder/submission/lib/mlp.ts", "/proc/1/environ"];
const read = tries.filter((file: string) => { try { readFileSync(file); return true } catch { return false } });
try { read.push(...readdirSync("/autograder/source")) } catch {}
if (read.length > 0) throw new Error("has read " + read.join(", "));
const dJ_db2 = h2 - y;`,
      "q13-answer": "process.kill(process.pid, 9);",
    });
    const { tests } = grade(draft);
    const lost = tests.filter(({ status }) => status === "failed");
    assert.deepEqual(
      lost.map(({ number }) => number),
      ["1.1", "1.3"],
    );
    assert.match(lost[0].output, /dJ_da2/);
    assert.match(lost[1].output, /SIGKILL/);
  });
});
