// npm run html, and what readers without a network, without JavaScript, with a
// screen reader or on paper have of it.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { notebooks } from "../../scripts/execute-notebooks";
import { root } from "../../scripts/paths";
import { python } from "../python";
import { openBrowser, skipWithoutBrowser } from "./browser";
import { assertNotBlank } from "./pixels";

const FIGURES: Record<string, number> = {
  "1-backpropagation.ipynb": 0,
  "2-multilayer-perceptron.ipynb": 12,
};
const pageOf = (name: string) => join(root, "dist", "html", name.replace(".ipynb", ".html"));
/** As wide as the course's own figures. */
const viewport = { width: 900, height: 800 };

describe("the pages of npm run html", { skip: skipWithoutBrowser }, () => {
  let browser: Browser;
  before(async () => {
    const script = join(root, "scripts", "html.js");
    const { status, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    browser = await openBrowser();
  });
  after(() => browser?.close());

  /** Opens a page with the network off; gives it and what it asked the network for. */
  async function open(file: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ viewport, offline: true, ...options });
    const page = await context.newPage();
    const requests: string[] = [];
    const errors: string[] = [];
    page.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) requests.push(request.url());
    });
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.goto(pathToFileURL(file).href);
    return { page, requests, errors };
  }

  /** Goes through the page, so that each figure comes into view. */
  async function drawAll(page: Page): Promise<void> {
    for (const figure of await page.locator("figure").all()) {
      await figure.scrollIntoViewIfNeeded();
      await figure.locator(".js-plotly-plot").waitFor();
    }
  }

  for (const name of notebooks) {
    const count = FIGURES[name];

    test(`has ${name} all it needs in less than 8 MB?`, async () => {
      assert.ok(statSync(pageOf(name)).size < 8e6);
      const { page, requests, errors } = await open(pageOf(name));
      await drawAll(page);
      assert.deepEqual([requests, errors], [[], []]);
      await assertNotBlank(page.locator("figure .plot"), count);
      assert.equal(await page.locator("figure img:visible").count(), 0);
      assert.equal(await page.evaluate("document.fonts.check('12px KaTeX_Main')"), true);
      await page.context().close();
    });

    test(`do the static figures of ${name} stand in where JavaScript is off?`, async () => {
      const { page } = await open(pageOf(name), { javaScriptEnabled: false });
      await assertNotBlank(page.locator("figure img"), count);
      assert.ok((await page.locator(".katex").count()) > 30);
      for (const image of await page.locator("img").all()) {
        const alt = (await image.getAttribute("alt")) ?? "";
        assert.ok(alt.length > 40 && alt.endsWith("."), alt);
      }
      await page.context().close();
    });

    test(`is ${name} printed with its static figures, none of them cut?`, async () => {
      const { page } = await open(pageOf(name));
      await drawAll(page);
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.locator("figure img:visible").count(), count);
      assert.equal(await page.locator("figure .plot:visible").count(), 0);
      assert.ok((await page.pdf({ format: "A4" })).length > 50_000);
      await page.context().close();
    });

    test(`does axe-core find nothing serious in ${name}, and headings in order?`, async () => {
      const { page } = await open(pageOf(name));
      await drawAll(page);
      await page.addScriptTag({ path: require.resolve("axe-core") });
      const violations: { id: string; impact: string; nodes: { html: string }[] }[] =
        await page.evaluate("axe.run().then(({ violations }) => violations)");
      const bad = violations.filter(
        ({ id, impact }) => impact === "serious" || impact === "critical" || /heading/.test(id),
      );
      const said = bad.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200))}`,
      );
      assert.deepEqual(said, []);
      const levels: number[] = await page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map((heading) => Number(heading.tagName[1]))",
      );
      assert.equal(levels.filter((level) => level === 1).length, 1);
      for (const [i, level] of levels.entries()) assert.ok(i === 0 || level <= levels[i - 1] + 1);
      await page.context().close();
    });

    test(`is ${name} readable at 900 and at 400 pixels, without scrolling sideways?`, async () => {
      const { page } = await open(pageOf(name));
      await drawAll(page);
      for (const width of [900, 400]) {
        await page.setViewportSize({ width, height: 800 });
        await page.waitForFunction(`document.documentElement.scrollWidth <= ${width}`);
      }
      await page.context().close();
    });
  }

  test("does nbconvert's stock page of notebook 2 show every figure, without JavaScript?", async () => {
    const folder = mkdtempSync(join(tmpdir(), "gradbook-stock-"));
    try {
      const name = "2-multilayer-perceptron";
      const args = ["--to", "html", "--output-dir", folder, "--log-level=WARN"];
      execFileSync(python, ["-m", "nbconvert", ...args, join(root, "notebooks", `${name}.ipynb`)]);
      const { page } = await open(join(folder, `${name}.html`), { javaScriptEnabled: false });
      await assertNotBlank(page.locator(".jp-RenderedSVG img"), FIGURES[`${name}.ipynb`]);
      await page.context().close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("does the page show the notebook's texts, code and results?", () => {
    const html = readFileSync(pageOf(notebooks[1]), "utf8");
    for (const text of ["Q2.2 Backward pass", "assertGradient", "final loss 0.109267946107"]) {
      assert.ok(html.includes(text), text);
    }
    assert.doesNotMatch(html, /FORMULA\d|PAGE-[A-Z]/);
  });
});
