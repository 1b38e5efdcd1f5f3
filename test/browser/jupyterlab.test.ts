import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { root } from "../../scripts/paths";
import { openBrowser, skipWithoutBrowser } from "./browser";
import { JupyterLab } from "./jupyterlab";
import { assertSeenLive, LIVE, watchLive } from "./live";

/** Of notebook 2. */
const FIGURES = 12;
describe("npm start -- --no-browser, seen in a browser", { skip: skipWithoutBrowser }, () => {
  // JupyterLab saves what it runs: a copy of the notebook, in a folder of the project.
  const folder = "dist/browser-test";
  const notebook = `${folder}/2-multilayer-perceptron.ipynb`;
  let lab: JupyterLab;
  let browser: Browser;
  let page: Page;

  before(async () => {
    mkdirSync(join(root, folder), { recursive: true });
    copyFileSync(join(root, "notebooks", "2-multilayer-perceptron.ipynb"), join(root, notebook));
    lab = await JupyterLab.start();
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  });

  after(async () => {
    await browser?.close();
    await lab?.stop();
    rmSync(join(root, folder), { recursive: true, force: true });
  });

  test("does JupyterLab open in notebooks/?", async () => {
    await page.goto(lab.url("notebooks"));
    await page.getByText("1-backpropagation.ipynb").first().waitFor();
    await page.getByText("2-multilayer-perceptron.ipynb").first().waitFor();
  });

  test("does a notebook that is not trusted show its figures, interactive?", async () => {
    await page.goto(lab.url(notebook));
    await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor();
    await page.locator(".jp-StatusBar-Widget [title*='not trusted' i]").waitFor();
    await page
      .locator(".js-plotly-plot .main-svg")
      .nth(FIGURES - 1)
      .waitFor();
    assert.equal(await page.locator(".js-plotly-plot").count(), FIGURES);
  });

  test("does notebook 2 run all cells, with figures and accuracies, and no error?", async () => {
    await page.getByText("TypeScript | Idle").waitFor();
    await page.getByRole("menuitem", { name: "Edit", exact: true }).click();
    await page.getByRole("menuitem", { name: "Clear Outputs of All Cells" }).click();
    await page.waitForFunction("!document.querySelector('.jp-OutputArea-output')");
    await watchLive(page);
    await page.getByRole("menuitem", { name: "Run", exact: true }).click();
    await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();

    const failed = page.locator('[data-mime-type="application/vnd.jupyter.error"]').first();
    const finished = page.locator(".jp-CodeCell").last().locator(".jp-OutputArea-output");
    await finished.or(failed).first().waitFor({ timeout: 300_000 });
    assert.equal(await failed.count(), 0, (await failed.allTextContents()).join());
    assert.equal(
      await page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count(),
      0,
    );

    const accuracies = /sigmoid +(0\.\d{4} *){3}\s+relu +(0\.\d{4} *){3}/;
    assert.match((await finished.textContent()) ?? "", accuracies);
    await page
      .locator(".js-plotly-plot .main-svg")
      .nth(FIGURES - 1)
      .waitFor();
    assert.equal(await page.locator(".js-plotly-plot").count(), FIGURES);
  });

  test("was each training seen live: its chart, its weights and its speed?", async () => {
    await assertSeenLive(page);
  });

  test("does the finished figure take the live chart's place?", async () => {
    assert.equal(await page.locator(LIVE).count(), 0);
    const trained = page.locator(".jp-CodeCell", { hasText: 'await trainOnMnist("relu")' });
    assert.equal(await trained.locator(".js-plotly-plot").count(), 1);
    assert.equal(await trained.locator(".jp-OutputArea-output").count(), 3); // and log, and result
  });

  test("are the cells highlighted as TypeScript?", async () => {
    const languages = page.locator('.jp-CodeCell .cm-content[data-language="typescript"]');
    assert.equal(await languages.count(), await page.locator(".jp-CodeCell").count());
    const keyword = page.locator(".jp-CodeCell .cm-line span", { hasText: /^async$/ });
    assert.equal(await keyword.count(), 1);
    assert.match((await page.locator(".jp-NotebookPanel").textContent()) ?? "", /TypeScript/);
  });
});
