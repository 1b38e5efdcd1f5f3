import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { Figure } from "../../lib/figures";
import { notebooks } from "../../scripts/execute-notebooks";
import { codeCells, folder, readNotebook } from "../notebooks/notebook";
import { openBrowser, skipWithoutBrowser } from "./browser";

const figures = notebooks.flatMap((name) =>
  codeCells(readNotebook(join(folder, name))).flatMap((cell) =>
    (cell.outputs ?? []).flatMap((output) => {
      const figure = "data" in output && output.data["application/vnd.plotly.v1+json"];
      return figure ? [{ where: `${name}, ${cell.id}`, figure: figure as Figure }] : [];
    }),
  ),
);

describe("the notebooks' figures, drawn by plotly.js-dist", { skip: skipWithoutBrowser }, () => {
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await openBrowser();
    page = await browser.newPage();
    await page.setContent('<div id="plot"></div>');
    await page.addScriptTag({ path: require.resolve("plotly.js-dist") });
  });
  after(() => browser?.close());

  test("are there four: two of the toy runs, two of MNIST?", () => {
    assert.equal(figures.length, 4);
  });

  for (const { where, figure } of figures) {
    test(`is every setting one that Plotly knows (${where})?`, async () => {
      const complaints = await page.evaluate(
        `(({ data, layout }) => Plotly.validate(data, layout))(${JSON.stringify(figure)})`,
      );
      assert.equal(complaints ?? undefined, undefined, JSON.stringify(complaints));
    });

    test(`is every line drawn, and every axis titled (${where})?`, async () => {
      await page.evaluate(
        `(({ data, layout }) => Plotly.newPlot("plot", data, layout))(${JSON.stringify(figure)})`,
      );
      const lines = await page.locator("#plot .scatterlayer .trace path.js-line").all();
      assert.equal(lines.length, figure.data.length);
      for (const line of lines) assert.ok(((await line.getAttribute("d")) ?? "").length > 20);
      const axes = Object.keys(figure.layout).filter((key) => /^[xy]axis/.test(key)).length;
      assert.equal(await page.locator("#plot text[class*=title]").count(), axes + 1);
    });
  }
});
