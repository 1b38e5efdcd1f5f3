// The site in Firefox, whose workers, storage and service workers are its own.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { root } from "../../scripts/paths";
import { openFirefox, skipWithoutFirefox } from "../browser/browser";
import { watchLive } from "../browser/live";
import { type Notebook, readNotebook } from "../notebooks/notebook";
import { inexact } from "./exact";
import { BuiltSite, openPage } from "./opened";
import { NOTEBOOKS, type SitePage } from "./page";

const FIGURE = ".jp-RenderedPlotly .main-svg";
/** Of notebook 2's trainings the beginning of one. */
const TRAINING = `
import { TwoLayerMLP } from "./lib/mlp";
import { loadMnist } from "./lib/mnist";
import { liveTraining, plotStats } from "./lib/plots";
const { XTrain, yTrain, XVal, yVal } = loadMnist();
const model = new TwoLayerMLP(784, 16, 10, { std: 0.1, activation: "relu" });
const live = liveTraining(model, { title: "Digits" });
const history = await model.train(XTrain, yTrain, XVal, yVal, { numEpochs: 5, batchSize: 8, ...live });
plotStats(history, { title: "Digits" });`;

describe("npm run site -- --solved, in Firefox", { skip: skipWithoutFirefox }, () => {
  let built: BuiltSite;
  let browser: Browser;
  let page: Page;
  let student: SitePage;

  before(async () => {
    built = await BuiltSite.build(true);
    const address = await built.serve();
    ({ browser, page, student } = await openPage(address, openFirefox));
    page.setDefaultTimeout(20_000);
  });

  after(async () => {
    await browser?.close();
    built?.close();
  });

  test("does notebook 1 run from first to last cell, with every committed digit?", async () => {
    const [name] = NOTEBOOKS;
    await student.open(name);
    assert.equal(await page.evaluate("crossOriginIsolated"), true);
    await student.runAll();
    const saved = await student.stored(name);
    assert.ok(saved, "nothing is stored");
    const expected = readNotebook(join(root, "notebooks", name));
    assert.deepEqual(inexact(expected, saved.content as Notebook), []);
  });

  test("does Check pass every question of the solution?", async () => {
    const [first, ...others] = await student.check();
    assert.equal(first, "lib/ compiles.");
    assert.match(others.pop() ?? "", /^(\d+) of \1 questions pass\.$/);
  });

  test("are a training's chart and its figure drawn, and is the work still there after a reload?", async () => {
    await student.open(NOTEBOOKS[0]);
    await watchLive(page);
    const cell = await student.cell(TRAINING);
    await cell.locator(FIGURE).first().waitFor();
    assert.ok(Number(await page.evaluate("window.frames_.length")) > 0, "no chart while it ran");
    await student.save();
    await page.reload();
    await page.locator(FIGURE).first().waitFor();
  });

  test("does Interrupt stop a loop?", async () => {
    const loop = await student.cell("console.log('loops'); for (;;) {}");
    await loop.getByText("loops", { exact: true }).waitFor();
    await student.menu("Kernel", "Interrupt Kernel");
    await loop.locator(".jp-OutputArea-output").getByText("KeyboardInterrupt").first().waitFor();
  });
});
