// The kernel in a worker of a real browser: what is the browser's own in it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { openBrowser, skipWithoutBrowser } from "../browser/browser";
import { CASES, wrongIn } from "../kernel/run/cases";
import { PageKernel } from "./kernel";
import { BuiltSite } from "./opened";

describe("the kernel in a browser", { skip: skipWithoutBrowser }, () => {
  let built: BuiltSite;
  let browser: Browser;
  let kernel: PageKernel;
  /** For the cells that both hosts run: they lay files, and declare names like `require`. */
  let cases: PageKernel;

  /** A kernel in a page of its own. @param headers of the server */
  async function start(headers?: Record<string, string>): Promise<PageKernel> {
    const address = await built.serve(headers);
    const context = await browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    await page.goto(address);
    return PageKernel.start(page);
  }

  before(async () => {
    built = await BuiltSite.build(false);
    browser = await openBrowser();
    kernel = await start();
    cases = await start();
  });
  after(async () => {
    await browser?.close();
    built?.close();
  });

  for (const [question, cells] of Object.entries(CASES)) {
    const skip = "cells" in cells && cells.nodeOnly;
    test(question, { skip }, async () => {
      const run = async (code: string) => {
        const { result: gives, prints, error } = await cases.run(code);
        return { gives, prints, error };
      };
      const put = (path: string, text: string | null) => cases.put(path, text);
      assert.equal(await wrongIn(cells, { run, put }), undefined);
    });
  }

  test("are completion and inspection there, also for the first question after a cell?", async () => {
    await kernel.run("const root = Math.sqrt(2);");
    const completed = await kernel.ask("complete_request", { code: "Math.sq", cursor_pos: 7 });
    const reply = completed.find(({ type }) => type === "complete_reply");
    assert.ok(reply?.content.matches.includes("sqrt"), JSON.stringify(reply));
    const inspected = await kernel.ask("inspect_request", { code: "parseInt", cursor_pos: 4 });
    const found = inspected.find(({ type }) => type === "inspect_reply");
    assert.match(found?.content.data["text/plain"], /parseInt/);
  });

  test("does an import that the site has not say so in one sentence?", async () => {
    const { error } = await kernel.run('import * as lodash from "lodash"; lodash');
    assert.match(error, /lodash/);
    const child = await kernel.run('require("node:child_process")');
    assert.match(child.error, /node:child_process is not in this site, and nothing can be/);
  });

  test("can a cell read and write files, and does the page get them?", async () => {
    const { result } = await kernel.run(`import * as fs from "node:fs";
fs.writeFileSync("notes.txt", "kept"); fs.readFileSync("notes.txt", "utf8")`);
    assert.equal(result, "'kept'");
    assert.deepEqual((await kernel.written()).at(-1), ["notes.txt", "kept"]);
  });

  test("does an interrupt stop a cell that waits, and leave the variables?", async () => {
    await kernel.run("const kept = 5;");
    const running = kernel.run("await new Promise((resolve) => setTimeout(resolve, 60_000));");
    await new Promise((done) => setTimeout(done, 500));
    await kernel.interrupt();
    assert.match((await running).error, /KeyboardInterrupt/);
    assert.equal((await kernel.run("kept")).result, "5");
  });

  test("does it stop an endless loop by the shared flag?", async () => {
    const running = kernel.run("let turns = 0;\nfor (;;) turns++;");
    await new Promise((done) => setTimeout(done, 500));
    await kernel.interrupt();
    assert.match((await running).error, /KeyboardInterrupt/);
    assert.equal((await kernel.run("kept")).result, "5");
  });

  test("is it said that variables are lost where only ending the worker stops a loop?", async () => {
    const plain = await start({});
    const cannot = await plain.run('prompt("Name? ")', ["Zoé"]);
    assert.match(cannot.error, /InputError: this window shares no memory between threads, so/);
    await plain.run("const gone = 1;");
    const running = plain.run("for (;;);");
    await new Promise((done) => setTimeout(done, 500));
    await plain.interrupt();
    assert.match((await running).error, /^lost: /);
    assert.match((await plain.run("gone")).error, /Cannot find name 'gone'/);
    assert.equal((await plain.run("1 + 1")).result, "2");
  });

  const face = "createInterface({ input: process.stdin, output: process.stdout })";
  const questions: [string, string, string[], string][] = [
    [
      "an awaited question",
      `import * as promised from "node:readline/promises"; { const rl = promised.${face};
        const name = await rl.question("Name? "); console.log(name, await rl.question("Age? ")); }`,
      ["Name? ", "Age? "],
      "Zoé 36\n",
    ],
    [
      "a question with a callback",
      `import * as called from "node:readline";
        called.${face}.question("Name? ", (name) => console.log("Hi " + name));`,
      ["Name? "],
      "Hi Zoé\n",
    ],
    [
      "an interface's lines",
      `for await (const line of called.${face}) { console.log(line); break; }`,
      [""],
      "Zoé\n",
    ],
    ["prompt()", `console.log(prompt("Name?", "nobody"));`, ["Name? [nobody] "], "Zoé\n"],
    [
      "file descriptor 0",
      `import { readFileSync } from "node:fs"; console.log(readFileSync(0, "utf8"));`,
      [""],
      "Zoé\n\n",
    ],
  ];
  for (const [name, code, asked, prints] of questions) {
    test(`is ${name} put to the user?`, async () => {
      const outcome = await kernel.run(code, ["Zoé", "36"]);
      assert.equal(outcome.error, "");
      assert.deepEqual(outcome.asked, asked);
      assert.equal(outcome.prints, prints);
      const { error } = await kernel.run(code);
      assert.match(error, /InputError: input is not available here/, "where nobody can answer");
    });
  }

  for (const [name, code] of [
    ["a question that is awaited", `await promised.${face}.question("Name? ")`],
    ["prompt()", `prompt("Name? ")`],
  ]) {
    test(`can ${name} be interrupted?`, async () => {
      const running = kernel.run(code, []);
      await new Promise((done) => setTimeout(done, 300));
      await kernel.interrupt();
      const { error } = await running;
      assert.match(error, /KeyboardInterrupt/);
      assert.doesNotMatch(error, /also:/);
      assert.equal((await kernel.run("kept")).result, "5");
    });
  }

  test("does process.exit() end the cell, and not the kernel?", async () => {
    assert.match((await kernel.run("process.exit(1)")).error, /SystemExit/);
    assert.equal((await kernel.run("kept")).result, "5");
  });

  test("does lib compile as it is handed out, and is a mistake in it named?", async () => {
    assert.deepEqual(await kernel.types(), []);
    await kernel.put("lib/own.ts", 'export const n: number = "one";\n');
    assert.match((await kernel.types()).join("\n"), /^lib\/own\.ts:1: Type 'string'/);
  });
});
