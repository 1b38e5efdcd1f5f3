// npm run site in a real browser, from the first page to the marks.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { unzipSync } from "fflate";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { root } from "../../scripts/paths";
import { sizesOf } from "../../site/sizes";
import { skipWithoutBrowser } from "../browser/browser";
import { assertSeenLive, watchLive } from "../browser/live";
import { type Notebook, readNotebook } from "../notebooks/notebook";
import { inexact } from "./exact";
import { grade } from "./grade";
import { PageKernel } from "./kernel";
import { BuiltSite, openPage } from "./opened";
import { NOTEBOOKS, type SitePage } from "./page";

describe("npm run site -- --solved, in Chromium", { skip: skipWithoutBrowser }, () => {
  let built: BuiltSite;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let student: SitePage;
  let address: string;
  const outside: string[] = [];

  before(async () => {
    built = await BuiltSite.build(true);
    // As GitHub Pages would: without the headers for memory that is shared.
    address = await built.serve({});
    ({ browser, context, page, student } = await openPage(address));
    context.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(address) && !/^(data|blob):/.test(url)) outside.push(url);
    });
  });

  after(async () => {
    await browser?.close();
    built?.close();
  });

  test("is the site below 30 MB, and below 12 MB over the wire?", () => {
    const { size, packed } = sizesOf(built.site);
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
      await student.open(name);
      assert.equal(await page.evaluate("crossOriginIsolated"), true);
      await watchLive(page);
      await student.runAll();
      if (name === NOTEBOOKS[1]) await assertSeenLive(page);
      const saved = await student.stored(name);
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
      await student.open(NOTEBOOKS[0]);
      assert.ok((await page.locator(".jp-OutputArea-output").count()) > 0);
      await student.runAll();
      assert.equal(
        await page.locator('[data-mime-type="application/vnd.jupyter.error"]').count(),
        0,
      );
    } finally {
      await context.setOffline(false);
    }
  });

  test("does Check pass every question of the solution?", async () => {
    const [first, ...others] = await student.check();
    assert.equal(first, "lib/ compiles.");
    assert.match(others.pop() ?? "", /^(\d+) of \1 questions pass\.$/);
  });

  test("is what is handed in collected and marked like the solution?", async () => {
    const from = join(built.folder, "from");
    const zip = await student.handIn("Zoé Dupont", from);
    const names = Object.keys(unzipSync(readFileSync(zip))).sort();
    assert.deepEqual(
      names,
      [...NOTEBOOKS, "lib/mlp.ts"].map((path) => `mlp/${path}`),
    );
    const [, row] = grade(from, built.folder);
    assert.match(row, /Zoé Dupont.*43/);
  });

  test("has no request left the site?", () => {
    assert.deepEqual(outside, []);
  });
});
