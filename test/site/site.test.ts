// npm run site in a real browser, from the first page to the marks.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { unzipSync } from "fflate";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { root } from "../../scripts/paths";
import { jupyterEnv } from "../../scripts/set-up";
import { buildSite } from "../../site/build";
import { serve } from "../../site/serve";
import { sizesOf } from "../../site/sizes";
import { openBrowser, skipWithoutBrowser } from "../browser/browser";
import { type Notebook, readNotebook } from "../notebooks/notebook";
import { python } from "../python";
import { inexact } from "./exact";
import { PageKernel } from "./kernel";

/** The notebook in front; others may be open behind it. */
const FRONT = ".jp-NotebookPanel:not(.lm-mod-hidden)";
const NOTEBOOKS = ["1-backpropagation.ipynb", "2-multilayer-perceptron.ipynb"];

describe("npm run site -- --solved, in Chromium", { skip: skipWithoutBrowser }, () => {
  const folder = mkdtempSync(join(tmpdir(), "gradbook-site-"));
  const site = join(folder, "site");
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let address: string;
  const outside: string[] = [];

  before(async () => {
    await buildSite({ python, env: jupyterEnv(python) }, site, true);
    // As GitHub Pages would: without the headers for memory that is shared.
    server = await serve(site, 0, {});
    address = `http://localhost:${(server.address() as AddressInfo).port}/`;
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
    context.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(address) && !/^(data|blob):/.test(url)) outside.push(url);
    });
    page = await context.newPage();
  });

  after(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a notebook or file in JupyterLab, and waits for its kernel if it has one. */
  async function open(path: string): Promise<void> {
    await page.goto(`${address}lab/index.html?path=${path}`);
    await page.locator(".jp-Notebook .jp-CodeCell, .jp-FileEditor .cm-line").first().waitFor();
    if (path.endsWith(".ipynb")) await page.getByText("TypeScript | Idle").waitFor();
  }

  async function menu(...names: string[]): Promise<void> {
    for (const name of names) {
      // A shortcut may stand behind an entry's name.
      await page
        .getByRole("menuitem", { name: new RegExp(`^${name}`) })
        .first()
        .click();
    }
  }

  /** Runs all cells of the notebook in front; gives it as it was saved then. */
  async function runAll() {
    await menu("Edit", "Clear Outputs of All Cells");
    await page.waitForFunction(`!document.querySelector("${FRONT} .jp-OutputArea-output")`);
    await menu("Run", "Run All Cells");
    await page.waitForFunction(
      `![...document.querySelectorAll("${FRONT} .jp-InputArea-prompt")].some((prompt) => prompt.textContent.includes("*"))
        && document.querySelector("${FRONT} .jp-OutputArea-output")
        && document.body.textContent.includes("TypeScript | Idle")`,
      null,
      { timeout: 240_000, polling: 300 },
    );
    await page.keyboard.press("Control+s");
    await page.waitForTimeout(1000);
  }

  /** What JupyterLite has stored at a path. */
  function stored(path: string): Promise<{ content: unknown } | null> {
    return page.evaluate(`new Promise((resolve, reject) => {
      const opening = indexedDB.open("JupyterLite Storage - " + new URL("./", "${address}").pathname);
      opening.onsuccess = () => {
        const files = opening.result.transaction("files").objectStore("files");
        const getting = files.get("${path}");
        getting.onsuccess = () => resolve(getting.result ?? null);
        getting.onerror = () => reject(getting.error);
      };
    })`);
  }

  test("is the site below 30 MB, and below 12 MB over the wire?", () => {
    const { size, packed } = sizesOf(site);
    assert.ok(size < 30e6, `${size} bytes`);
    assert.ok(packed < 12e6, `${packed} bytes gzipped`);
  });

  test("does the first page say what to do, and keep the site for the time without a network?", async () => {
    await page.goto(address);
    await page.getByRole("link", { name: "Open notebook 1" }).waitFor();
    assert.equal(await page.locator("#warning").isVisible(), false);
    await page.getByText("it opens without a network from now on").waitFor({ timeout: 60_000 });
  });

  for (const name of NOTEBOOKS) {
    test(`does ${name} run from first to last cell, with every committed digit?`, async () => {
      await open(name);
      assert.equal(await page.evaluate("crossOriginIsolated"), true);
      await runAll();
      const saved = await stored(name);
      assert.ok(saved, "nothing is stored");
      const expected = readNotebook(join(root, "notebooks", name));
      assert.deepEqual(inexact(expected, saved.content as Notebook), []);
    });
  }

  test("does an edited lib/mlp.ts take effect in the next cell, and outlive a reload?", async () => {
    const second = await context.newPage();
    await second.goto(address);
    const kernel = await PageKernel.start(second);
    const text = readFileSync(join(root, "lib", "mlp.ts"), "utf8");
    await kernel.run('import { TwoLayerMLP } from "./lib/mlp";');
    await kernel.put("lib/mlp.ts", `${text}\nexport const EDITED = 7;\n`);
    const { prints, error } = await kernel.run(
      'import * as mlp from "./lib/mlp"; (mlp as any).EDITED',
    );
    assert.equal(error, "");
    assert.match(prints, /reloaded lib\/mlp\.ts/);
    await second.close();
  });

  test("does the site open and run without a network, and is the work still there?", async () => {
    await context.setOffline(true);
    try {
      await open(NOTEBOOKS[0]);
      assert.ok((await page.locator(".jp-OutputArea-output").count()) > 0);
      await runAll();
      assert.equal(
        await page.locator('[data-mime-type="application/vnd.jupyter.error"]').count(),
        0,
      );
    } finally {
      await context.setOffline(false);
    }
  });

  test("does Check pass every question of the solution?", async () => {
    await menu("Problem set", "Check");
    await page.getByText(/\d+ of \d+ questions pass\./).waitFor({ timeout: 240_000 });
    const said = (await page.locator(".gradbook-Check").textContent()) ?? "";
    assert.match(said, /lib\/ compiles\./);
    assert.match(said, /(\d+) of \1 questions pass\./);
  });

  test("is what is handed in collected and marked like the solution?", async () => {
    await menu("Problem set", "Hand in…");
    const dialog = page.locator("dialog, .jp-Dialog").first();
    await dialog.locator("input").fill("Zoé Dupont");
    const downloading = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Download the zip" }).click();
    const download = await downloading;
    assert.equal(download.suggestedFilename(), "Zoé Dupont.zip");
    const from = join(folder, "from");
    mkdirSync(from);
    const zip = join(from, "Zoé Dupont.zip");
    await download.saveAs(zip);
    const names = Object.keys(unzipSync(readFileSync(zip))).sort();
    assert.deepEqual(
      names,
      [...NOTEBOOKS, "lib/mlp.ts"].map((path) => `mlp/${path}`),
    );
    const to = join(folder, "to");
    const marks = join(folder, "marks");
    run("grading/collect/main", "--from", from, "--to", to);
    run("grading/class/main", "--submissions", to, "--out", marks);
    const table = readFileSync(join(marks, "grades.csv"), "utf8");
    assert.match(table, /Zoé Dupont.*43/);
  });

  test("has no request left the site?", () => {
    assert.deepEqual(outside, []);
  });
});

/** A command of the project's. */
function run(module: string, ...args: string[]): void {
  const script = join(root, "scripts", "run-typescript.js");
  execFileSync(process.execPath, [script, module, ...args], { cwd: root, stdio: "pipe" });
}
