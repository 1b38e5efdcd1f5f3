// A student's way through the handout's site, in a real browser: cells that ask, hang and
// die, files that are started over, newer sites, full storages, and half of the answers.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { zipSync } from "fflate";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { root } from "../../scripts/paths";
import { jupyterEnv } from "../../scripts/set-up";
import { buildSite } from "../../site/build";
import { serve } from "../../site/serve";
import { writeServiceWorker } from "../../site/service-worker";
import { openBrowser, skipWithoutBrowser } from "../browser/browser";
import { Draft, MLP, textOf } from "../grading/submissions/draft";
import { python } from "../python";
import { grade } from "./grade";
import { NOTEBOOKS, SitePage } from "./page";

const tools = { python, env: jupyterEnv(python) };

describe("a student's way through npm run site, in Chromium", { skip: skipWithoutBrowser }, () => {
  const folder = mkdtempSync(join(tmpdir(), "gradbook-student-"));
  const site = join(folder, "site");
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let student: SitePage;
  let address: string;

  before(async () => {
    await buildSite(tools, site, false);
    server = await serve(site, 0);
    address = `http://localhost:${(server.address() as AddressInfo).port}/`;
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
    page = await context.newPage();
    student = new SitePage(page, address);
  });

  after(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("does the first completion of a notebook that has just been opened find something?", async () => {
    await student.open(NOTEBOOKS[0]);
    const cell = await student.cell("Math.c", false);
    await page.keyboard.press("Tab");
    const found = page.locator(".jp-Completer:not(.lm-mod-hidden) .jp-Completer-item");
    await found.filter({ hasText: "cbrt" }).first().waitFor({ timeout: 15_000 });
    await page.keyboard.press("Escape");
    assert.match((await cell.textContent()) ?? "", /Math\.c/);
  });

  for (const [name, question] of [
    [
      "an awaited question",
      "await require('node:readline/promises').createInterface(process.stdin).question('Who? ')",
    ],
    ["prompt()", "prompt('Who? ')"],
  ]) {
    test(`does ${name} open JupyterLab's box, and go on with the answer?`, async () => {
      const cell = await student.cell(`const who = ${question}; who.toUpperCase()`);
      const box = cell.locator(".jp-Stdin-input");
      await box.waitFor();
      assert.match((await cell.locator(".jp-Stdin").textContent()) ?? "", /Who\?/);
      await box.fill("zoé");
      await box.press("Enter");
      await cell.getByText("'ZOÉ'").waitFor();
    });
  }

  test("does Interrupt stop a cell that waits, and leave the variables?", async () => {
    await student.cell("const kept = 5; console.log('waits'); await new Promise(() => {});");
    await page.getByText("waits", { exact: true }).waitFor();
    await student.menu("Kernel", "Interrupt Kernel");
    await page.getByText("KeyboardInterrupt").first().waitFor();
    const cell = await student.cell("kept + 1");
    await cell.getByText("6", { exact: true }).waitFor();
  });

  test("is a kernel that can only be ended replaced, and are lost variables said to be?", async () => {
    // No loop of the cell's own: nothing in it can look at a flag.
    await student.cell("console.log('hangs'); /(a+)+$/.test('a'.repeat(40) + 'b')");
    await page.getByText("hangs", { exact: true }).waitFor();
    await student.menu("Kernel", "Interrupt Kernel");
    await page.getByText("The kernel has ended").waitFor();
    assert.match(
      (await page.locator(".jp-Dialog").textContent()) ?? "",
      /variables are lost; files and notebooks are not/,
    );
    await student.answer("Ok");
    const gone = await student.cell("kept");
    await gone.getByText("Cannot find name 'kept'").first().waitFor();
    const cell = await student.cell("1 + 1");
    await cell.getByText("2", { exact: true }).waitFor();
  });

  test("does Restart Kernel give a new one?", async () => {
    await student.cell("const before = 1; before + 6");
    await page.getByText("7", { exact: true }).waitFor();
    await student.menu("Kernel", "Restart Kernel");
    await student.answer("Restart");
    await page.getByText("TypeScript | Idle").waitFor();
    const cell = await student.cell("before");
    await cell.getByText("Cannot find name 'before'").first().waitFor();
  });

  test("does Start over give one file as it was handed out, and leave the others?", async () => {
    await student.save();
    const handedOut = readFileSync(join(site, "files", MLP), "utf8");
    await student.open(MLP);
    await student.write(`${handedOut}\n// mine\n`);
    await page.reload();
    await page.locator(".jp-FileEditor .cm-line").first().waitFor();
    assert.equal((await student.stored(MLP))?.content, `${handedOut}\n// mine\n`);
    await student.menu("Problem set", "Start over with this file…");
    await student.answer("Cancel");
    assert.ok(await student.stored(MLP));
    await student.menu("Problem set", "Start over with this file…");
    await student.answer("Start over");
    await page.waitForFunction(
      `!document.querySelector(".jp-FileEditor .cm-content").textContent.includes("// mine")`,
    );
    assert.equal(await student.stored(MLP), null);
    assert.ok(await student.stored(NOTEBOOKS[0]));
    await student.menu("Problem set", "Start over with this file…");
    await page.getByText(`${MLP} is as it was handed out.`).waitFor();
    await student.answer("Ok");
  });

  test("are the marks of half of the answers those of the same work from Node's JupyterLab?", async () => {
    const half = new Draft()
      .answer({
        "q13-answer": 'throw new Error("Q1.3 is not solved yet");',
        "q14-answer": "const dJ_dh1 = W2;",
        "mnist-run": 'throw new Error("MNIST is not solved yet");',
      })
      .solve("Q2.2", { 0: "return h1;" })
      .solve("Q2.4", { 1: 'throw new Error("Q2.4 is not solved yet");' });
    const work = join(folder, "mlp");
    half.write(work);
    await student.open(MLP);
    await student.write(readFileSync(join(work, MLP), "utf8"));
    for (const name of NOTEBOOKS) {
      await student.open(name);
      await student.save();
      const stored = await student.stored(name);
      assert.ok(stored, `${name} is not stored`);
      await page.goto(address);
      const content = JSON.parse(readFileSync(join(work, name), "utf8"));
      for (const cell of content.cells) cell.source = textOf(cell);
      await student.store(name, { ...stored, content });
      await student.open(name);
      await student.runAll();
    }
    const from = join(folder, "from");
    await student.handIn("Browser", from);
    writeFileSync(join(from, "JupyterLab.zip"), executedByNode(work));
    const [, ...rows] = grade(from, folder);
    const [inBrowser, inJupyterLab] = rows.map((row) => row.replace(/^[^,]*,/, ""));
    assert.match(rows[0], /^"?Browser/);
    assert.equal(inBrowser, inJupyterLab);
    // Q1.1, Q1.2 and Q1.5 of Problem 1, Q2.1 and Q2.3 of Problem 2.
    assert.match(inBrowser, /^3,3,0,0,3,.*5,0,5,0,/);
  });

  test("does a newer site leave the student's files, and give the new version of the others?", async () => {
    const mine = await student.stored(NOTEBOOKS[0]);
    assert.ok(mine);
    for (const path of [NOTEBOOKS[0], "lib/random.ts"]) {
      const file = join(site, "files", path);
      const text = readFileSync(file, "utf8");
      writeFileSync(
        file,
        path === MLP ? text : text.replace(/NumPy's|Back-propagation/, "Newer $&"),
      );
    }
    writeServiceWorker(site);
    await student.open(NOTEBOOKS[0]);
    await page
      .getByText("A newer version of this site is there. Your files stay as they are.")
      .first()
      .waitFor({ timeout: 60_000 });
    await page.getByRole("button", { name: "Save all and reload" }).first().click();
    await page.waitForEvent("load");
    await page.getByText("TypeScript | Idle").waitFor();
    const sources = ({ content }: { content: unknown }) =>
      (content as { cells: { source: unknown }[] }).cells.map(({ source }) => source);
    const now = await student.stored(NOTEBOOKS[0]);
    assert.ok(now);
    assert.deepEqual(sources(now), sources(mine));
    const given = await page.evaluate(
      "fetch(new URL('../files/lib/random.ts', location)).then((r) => r.text())",
    );
    assert.equal(given, readFileSync(join(site, "files", "lib/random.ts"), "utf8"));
  });

  test("is a full storage said on both pages, before and when work cannot be saved?", async () => {
    const own = await browser.newContext();
    const full = await own.newPage();
    const session = await own.newCDPSession(full);
    const origin = new URL(address).origin;
    await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 20e6 });
    await full.goto(address);
    await full
      .getByRole("alert")
      .getByText(/The browser has only \d+ MB left for this site/)
      .waitFor();
    const tab = new SitePage(full, address);
    await tab.open(NOTEBOOKS[0]);
    await full
      .getByText(/The browser has only \d+ MB left for this site/)
      .first()
      .waitFor();
    await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
    await tab.cell("'x'.repeat(1e6)", false);
    await full.keyboard.press("Control+s");
    await full
      .getByText(/Save Error/)
      .first()
      .waitFor();
    await tab.answer("Ok");
    await tab.cell(
      "import * as fs from 'node:fs'; fs.writeFileSync('notes.txt', 'kept'.repeat(1e5));",
    );
    await full
      .getByText(/notes\.txt could not be saved/)
      .first()
      .waitFor();
    await own.close();
  });

  test("is it said on both pages that a window keeps nothing?", async () => {
    const own = await browser.newContext();
    await own.addInitScript(() => {
      Object.defineProperty(globalThis, "indexedDB", { value: undefined });
    });
    const closed = await own.newPage();
    await closed.goto(address);
    const said = /keeps nothing for this site.*lost when the tab is closed/;
    await closed.getByRole("alert").getByText(said).waitFor();
    await closed.goto(`${address}lab/index.html`);
    await closed.getByText(said).first().waitFor();
    await own.close();
  });
});

/** The same work, run on Node and packed as a student packs it. */
function executedByNode(work: string): Uint8Array {
  cpSync(join(root, "lib"), join(work, "lib"), {
    recursive: true,
    filter: (path) => path !== join(root, MLP),
  });
  for (const name of ["package.json", "tsconfig.json"]) cpSync(join(root, name), join(work, name));
  symlinkSync(join(root, "node_modules"), join(work, "node_modules"), "dir");
  const out = join(work, "executed");
  mkdirSync(out);
  const flags = ["--to", "notebook", "--execute", "--allow-errors", "--output-dir", out];
  const args = ["-m", "nbconvert", ...flags, ...NOTEBOOKS.map((name) => join(work, name))];
  execFileSync(python, args, { env: { ...tools.env, MNIST_DIR: "" }, stdio: "pipe" });
  const files = [...NOTEBOOKS.map((name) => [name, join(out, name)]), [MLP, join(work, MLP)]];
  return zipSync(
    Object.fromEntries(files.map(([name, path]) => [`mlp/${name}`, readFileSync(path)])),
  );
}
