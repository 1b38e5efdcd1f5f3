// Does a command end what it has started when npm is ended by a signal? The handout's
// npm test is in handout.test.ts.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { bubblewrapProblem } from "../../grading/sandbox/bubblewrap";
import { root } from "../../scripts/paths";
import { Draft } from "../grading/submissions/draft";
import { ProcessTree } from "./process-tree";

const work = mkdtempSync(join(tmpdir(), "gradbook-signals-"));
const submissions = join(work, "submissions");
after(() => rmSync(work, { recursive: true, force: true }));

/** Ends by itself after minutes only, and so does what it starts. */
const ENDLESS = `import { spawn } from "node:child_process";
spawn(process.execPath, ["-e", "setTimeout(() => {}, 300_000)", "grandchild"], { detached: true, stdio: "ignore" });
while (performance.now() < 300_000);`;

function grade(...args: string[]): ProcessTree {
  const all = ["--submissions", submissions, "--out", join(work, "out"), "--jobs", "2", ...args];
  return new ProcessTree(["run", "grade", "--", ...all], root);
}

const skip = process.platform === "linux" ? false : "processes are looked for in Linux's /proc";

describe("when npm gets a signal, is nothing left", { skip }, () => {
  for (const signal of ["SIGHUP", "SIGTERM", "SIGINT"] as const) {
    const cages = bubblewrapProblem() ? [["--no-sandbox"]] : [[], ["--no-sandbox"]];
    for (const cage of cages) {
      test(`of npm run grade ${cage.join("")}, by ${signal}?`, async () => {
        for (const student of ["ann", "bob"]) {
          new Draft().begin(ENDLESS).write(join(submissions, student, "mlp"));
        }
        const tree = grade(...cage);
        await tree.runs(/\bgrandchild$/, 2);
        tree.signal(signal);
        assert.deepEqual(await tree.left(), []);
      });
    }

    test(`of npm start, by ${signal}?`, async () => {
      const quiet = ["--no-browser", "--ServerApp.port=0", "--IdentityProvider.token=secret"];
      const tree = new ProcessTree(["start", "--", ...quiet], root);
      let url = "";
      await tree.until(() => {
        url = /http:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(tree.said)?.[0] ?? "";
        return url !== "";
      });
      await startKernel(`${url}/api/kernels?token=secret`);
      await tree.runs(/kernel\/dist\/\S*main/);
      tree.signal(signal);
      assert.deepEqual(await tree.left(), []);
    });
  }
});

/** The server names its address before it answers there. */
async function startKernel(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      const answer = await fetch(url, { method: "POST", body: '{ "name": "tslab" }' });
      assert.equal(answer.status, 201);
      return;
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
