// The kernel in a worker of a real browser: what is the browser's own in it.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { jupyterEnv } from "../../scripts/set-up";
import { buildSite } from "../../site/build";
import { serve } from "../../site/serve";
import { openBrowser, skipWithoutBrowser } from "../browser/browser";
import { python } from "../python";
import { PageKernel } from "./kernel";

describe("the kernel in a browser", { skip: skipWithoutBrowser }, () => {
  const folder = mkdtempSync(join(tmpdir(), "gradbook-kernel-site-"));
  const servers: Server[] = [];
  let browser: Browser;
  let kernel: PageKernel;

  /** A kernel in a page of its own. @param headers of the server */
  async function start(headers?: Record<string, string>): Promise<PageKernel> {
    const server = await serve(join(folder, "site"), 0, headers);
    servers.push(server);
    const context = await browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    return PageKernel.start(page);
  }

  before(async () => {
    await buildSite({ python, env: jupyterEnv(python) }, join(folder, "site"), false);
    browser = await openBrowser();
    kernel = await start();
  });
  after(async () => {
    await browser?.close();
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("are completion and inspection there?", async () => {
    const completed = await kernel.ask("complete_request", { code: "Math.sq", cursor_pos: 7 });
    const reply = completed.find(({ type }) => type === "complete_reply");
    assert.ok(reply?.content.matches.includes("sqrt"), JSON.stringify(reply));
    const inspected = await kernel.ask("inspect_request", { code: "parseInt", cursor_pos: 4 });
    const found = inspected.find(({ type }) => type === "inspect_reply");
    assert.match(found?.content.data["text/plain"], /parseInt/);
  });

  test("do cells share variables, and errors say where?", async () => {
    await kernel.run("let count = 1;\nfunction up() { count++; return count; }");
    assert.equal((await kernel.run("up(); count = count + 10; up()")).result, "13");
    const { error } = await kernel.run("const first = 1;\nnull!.toString();");
    assert.match(error, /TypeScriptError|TypeError/);
    assert.match(error, /line 2/);
    const thrown = await kernel.run("function f() { throw new Error('no'); }\nf();");
    assert.match(thrown.error, /Error: no[\s\S]*f \(Cell \[\d+\], line 1:22\)/);
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
    assert.deepEqual(await kernel.written(), [["notes.txt", "kept"]]);
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
    await plain.run("const gone = 1;");
    const running = plain.run("for (;;);");
    await new Promise((done) => setTimeout(done, 500));
    await plain.interrupt();
    assert.match((await running).error, /^lost: /);
    assert.match((await plain.run("gone")).error, /Cannot find name 'gone'/);
    assert.equal((await plain.run("1 + 1")).result, "2");
  });

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
