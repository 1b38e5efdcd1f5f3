// A student's way through the handout's site, in a real browser: cells that ask, hang and
// die, files that are started over, newer sites, full storages, and half of the answers.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { unzipSync, zipSync } from "fflate";
import type { Browser, Locator, Page } from "playwright-core";
import { makeHandout } from "../../grading/handout/make";
import { root } from "../../scripts/paths";
import { jupyterEnv } from "../../scripts/set-up";
import { writeServiceWorker } from "../../site/service-worker";
import { skipWithoutBrowser } from "../browser/browser";
import {
  editCell,
  readNotebook,
  removeFolders,
  Student,
  sourceOf,
  tools,
} from "../grading/student";
import { Draft, MLP } from "../grading/submissions/draft";
import { solve } from "../mutants/in-handout";
import { python } from "../python";
import { grade } from "./grade";
import { BuiltSite, openPage } from "./opened";
import { NOTEBOOKS, SitePage } from "./page";

describe("a student's way through npm run site, in Chromium", { skip: skipWithoutBrowser }, () => {
  let built: BuiltSite;
  let browser: Browser;
  let page: Page;
  let student: SitePage;
  let address: string;

  before(async () => {
    built = await BuiltSite.build(false);
    address = await built.serve();
    ({ browser, page, student } = await openPage(address));
    page.setDefaultTimeout(20_000);
  });

  after(async () => {
    await browser?.close();
    built?.close();
    removeFolders();
  });

  /** Waits for what a cell shows. */
  const shows = (cell: Locator, text: string) =>
    cell.locator(".jp-OutputArea-output").getByText(text).first().waitFor();

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
      await shows(cell, "'ZOÉ'");
    });
  }

  test("does Interrupt stop a cell that waits, and leave the variables?", async () => {
    const waiting = await student.cell(
      "const kept = 5; console.log('waits'); await new Promise(() => {});",
    );
    await shows(waiting, "waits");
    await student.menu("Kernel", "Interrupt Kernel");
    await shows(waiting, "KeyboardInterrupt");
    await shows(await student.cell("kept + 1"), "6");
  });

  test("is a kernel that can only be ended replaced, and are lost variables said to be?", async () => {
    // No loop of the cell's own: nothing in it looks at a flag.
    const code = "console.log('hangs'); /(a+)+$/.test('a'.repeat(40) + 'b')";
    await shows(await student.cell(code), "hangs");
    await student.menu("Kernel", "Interrupt Kernel");
    await page.getByText("The kernel has ended").waitFor();
    const said = (await page.locator(".jp-Dialog").textContent()) ?? "";
    assert.match(said, /variables are lost; files and notebooks are not/);
    await student.answer("Ok");
    await shows(await student.cell("kept"), "Cannot find name 'kept'");
    await shows(await student.cell("const before = 1; before + 6"), "7");
  });

  test("does Restart Kernel give a new one?", async () => {
    await student.menu("Kernel", "Restart Kernel");
    await student.answer("Confirm Kernel Restart");
    await page.waitForTimeout(500);
    await shows(await student.cell("before"), "Cannot find name 'before'");
  });

  test("does Start over give one file as it was handed out, and leave the others?", async () => {
    await student.save();
    const handedOut = readFileSync(join(built.site, "files", MLP), "utf8");
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
    const work = join(built.folder, "mlp");
    half.write(work);
    await student.open(MLP);
    await student.write(readFileSync(join(work, MLP), "utf8"));
    for (const name of NOTEBOOKS) {
      await page.goto(address);
      await student.put(name, readFileSync(join(work, name), "utf8"));
      await student.open(name);
      await student.runAll();
    }
    const from = join(built.folder, "from");
    await student.handIn("Browser", from);
    writeFileSync(join(from, "JupyterLab.zip"), executedByNode(work));
    const [, ...rows] = grade(from, built.folder);
    const [inBrowser, inJupyterLab] = rows.map((row) => row.replace(/^[^,]*,/, ""));
    assert.match(rows[0], /^"?Browser/);
    assert.equal(inBrowser, inJupyterLab);
    // 3 each for Q1.1, Q1.2 and Q1.5, whose texts wait; half of Q2.2; nothing for Q2.4 and MNIST.
    assert.match(inBrowser, /,5,5,5,0,,24,60,waiting,/);
  });

  test("does Check say what npm test says of the same files, and does Hand in take all of them?", async () => {
    const { folder } = await makeHandout(tools, join(built.folder, "handout"));
    const files = misplaced(folder);
    const said = await new Student(folder).npm("test");
    const own = await browser.newContext();
    own.setDefaultTimeout(20_000);
    const tab = new SitePage(await own.newPage(), address);
    await tab.open(NOTEBOOKS[0]);
    await tab.page.goto(address);
    for (const path of files) await tab.put(path, readFileSync(join(folder, path), "utf8"));
    await tab.open(NOTEBOOKS[0]);
    const lines = said.stdout.split("\n").filter((line) => !/^(> .*)?$/.test(line));
    assert.deepEqual(await tab.check(), lines);
    // Else what is compared might be two programs that say nothing of what was done.
    for (const line of [
      /^mine\.ipynb is taken as 2-.*; in 2-multilayer-perceptron\.ipynb nothing is written$/m,
      /^lib\/ compiles\.$/m,
      /^Q1\.1 +wrong +Cell \[\d+\]: Error: /m,
      /^Q1\.2 +passed$/m,
      /^Q1\.4 +not solved yet +nothing is written in its cell: what you wrote elsewhere waits/m,
      /^MNIST +passed$/m,
    ]) {
      assert.match(said.stdout, line);
    }
    const zip = await tab.handIn("Ada", join(built.folder, "misplaced"));
    const names = Object.keys(unzipSync(readFileSync(zip))).sort();
    assert.deepEqual(
      names,
      files.map((path) => `mlp/${path}`),
    );
    await own.close();
  });

  test("does a newer site leave the student's files, and give the new version of the others?", async () => {
    const mine = await student.stored(NOTEBOOKS[0]);
    assert.ok(mine);
    for (const path of [NOTEBOOKS[0], "lib/random.ts"]) {
      const file = join(built.site, "files", path);
      const text = readFileSync(file, "utf8");
      writeFileSync(
        file,
        path === MLP ? text : text.replace(/NumPy's|Back-propagation/, "Newer $&"),
      );
    }
    writeServiceWorker(built.site);
    await student.open(NOTEBOOKS[0]);
    await page
      .getByText("A newer version of this site is there. Your files stay as they are.")
      .first()
      .waitFor({ timeout: 60_000 });
    const loaded = page.waitForEvent("load");
    await page.getByRole("button", { name: "Save all and reload" }).first().click();
    await loaded;
    await page.getByText("TypeScript | Idle").waitFor();
    const sources = ({ content }: { content: unknown }) =>
      (content as { cells: { source: unknown }[] }).cells.map(({ source }) => source);
    const now = await student.stored(NOTEBOOKS[0]);
    assert.ok(now);
    assert.deepEqual(sources(now), sources(mine));
    const given = await page.evaluate(
      "fetch(new URL('../files/lib/random.ts', location)).then((r) => r.text())",
    );
    assert.equal(given, readFileSync(join(built.site, "files", "lib/random.ts"), "utf8"));
  });

  test("is a full storage said on both pages, before and when work cannot be saved?", async () => {
    const own = await browser.newContext();
    // Chromium's own limit cannot be set for a window that a test has opened.
    await own.addInitScript({
      content: `
        navigator.storage.estimate = async () => ({ quota: 30e6, usage: 20e6 });
        const { put } = IDBObjectStore.prototype;
        IDBObjectStore.prototype.put = function (...args) {
          if (window.full) throw new DOMException("no space is left", "QuotaExceededError");
          return put.apply(this, args);
        };`,
    });
    const full = await own.newPage();
    const warning = "The browser has only 10 MB left for this site";
    await full.goto(address);
    await full.getByRole("alert").getByText(warning).waitFor();
    const tab = new SitePage(full, address);
    await tab.open(NOTEBOOKS[0]);
    await full.getByText(warning).first().waitFor();
    await full.evaluate("void (window.full = true)");
    await tab.cell("import * as fs from 'node:fs'; fs.writeFileSync('notes.txt', 'kept');");
    await full.getByText("notes.txt could not be saved: no space is left").first().waitFor();
    await full.keyboard.press("Control+s");
    await full
      .getByText(/Save Error/)
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
    const said =
      /lost when this tab is closed: this browser keeps nothing for this site.*before you close it\.$/;
    await closed.getByRole("alert").getByText(said).waitFor();
    await closed.goto(`${address}lab/index.html`);
    await closed.getByText(said).first().waitFor();
    await own.close();
  });
});

/**
 * A solved handout of a student who has put things where they do not belong, and changed
 * what is given. @returns the paths of what the student has written, sorted
 */
function misplaced(folder: string): string[] {
  const [first, second] = NOTEBOOKS;
  const untouched = readFileSync(join(folder, second));
  solve(new Student(folder));
  renameSync(join(folder, second), join(folder, "mine.ipynb"));
  writeFileSync(join(folder, second), untouched);
  appendFileSync(join(folder, "lib/random.ts"), 'throw new Error("not the one that is given");\n');
  // A wrong answer, and a check that finds nothing.
  editCell(folder, first, "q11-answer", (cell) => {
    cell.source = sourceOf(cell).replace("h2 - y", "y - h2");
  });
  editCell(folder, first, "q11-check", (cell) => {
    cell.source = 'console.log("fine");';
  });
  const notebook = readNotebook(folder, first);
  const copied = notebook.cells.findIndex(({ id }) => id === "q12-answer");
  const answer = notebook.cells[copied];
  const stub = 'throw new Error("Q1.2 is not solved yet");';
  // The answer in a copy of its cell, and words at the end.
  notebook.cells.splice(copied, 1, { ...answer, source: stub }, { ...answer, id: "copy" });
  const words = notebook.cells.find(({ id }) => id === "q14-derivation");
  assert.ok(words);
  notebook.cells.push({ id: "end", cell_type: "markdown", source: words.source, metadata: {} });
  words.source = "*Q1.4: write your answer here*";
  writeFileSync(join(folder, first), JSON.stringify(notebook));
  return [...NOTEBOOKS, MLP, "lib/random.ts", "mine.ipynb"].sort();
}

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
  execFileSync(python, args, { env: { ...jupyterEnv(python), MNIST_DIR: "" }, stdio: "pipe" });
  const files = [...NOTEBOOKS.map((name) => [name, join(out, name)]), [MLP, join(work, MLP)]];
  return zipSync(
    Object.fromEntries(files.map(([name, path]) => [`mlp/${name}`, readFileSync(path)])),
  );
}
