import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { plotlySource } from "../../lib/display/plotly-source";
import { figureSvg } from "../../lib/display/static-svg";
import { plotly } from "../../lib/display/svg/build";
import type { Figure } from "../../lib/figures/figure";
import { plainFigure } from "../../lib/figures/plain";
import { Matrix } from "../../lib/matrix";
import { notebooks } from "../../scripts/execute-notebooks";
import { codeCells, folder, readNotebook, textOf } from "../notebooks/notebook";
import { openBrowser, skipWithoutBrowser } from "./browser";
import { assertNotBlank, inkOf } from "./pixels";

interface Shown {
  where: string;
  figure: Figure;
  svg: string;
  alt: string;
  types: string[];
}

const figures = notebooks.flatMap((name) =>
  codeCells(readNotebook(join(folder, name))).flatMap((cell) =>
    (cell.outputs ?? []).flatMap((output): Shown[] => {
      if (!("data" in output) || output.output_type !== "display_data") return [];
      const { data } = output;
      return [
        {
          where: `${name}, ${cell.id}`,
          figure: data["application/vnd.plotly.v1+json"] as Figure,
          svg: textOf(data["image/svg+xml"] as string[]),
          alt: textOf(data["text/plain"] as string[]),
          types: Object.keys(data).sort(),
        },
      ];
    }),
  ),
);

describe("the notebooks' figures", { skip: skipWithoutBrowser }, () => {
  let browser: Browser;
  let page: Page;

  before(async () => {
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 900, height: 700 } });
    await page.setContent('<div id="plot" style="width: 900px"></div>');
    await page.addScriptTag({ path: plotly });
  });
  after(() => browser?.close());

  test("are there those of the course, and those that show more?", () => {
    const cells = figures.map(({ where }) => where.replace(/.*, /, ""));
    assert.deepEqual(cells, [
      "q23-plot",
      "q24-plot",
      "mnist-sigmoid-train",
      "mnist-sigmoid-plot",
      "mnist-sigmoid-weights",
      "mnist-relu-train",
      "mnist-relu-plot",
      "mnist-relu-weights",
      "compare-plot",
      "saturation-plot",
      "confusion-plot",
      "mistakes-plot",
    ]);
  });

  test("is each one output, interactive, static and in words?", () => {
    for (const { where, figure, svg, alt, types } of figures) {
      const expected = ["application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"];
      assert.deepEqual(types, expected, where);
      assert.equal(alt, figure.layout.meta.alt, where);
      assert.ok(alt.length > 60 && !/undefined|NaN/.test(alt), alt);
      assert.ok(svg.length < 120_000, `${where}: ${svg.length} characters`);
    }
  });

  test("have the three panels the handout's axes?", () => {
    for (const { figure } of figures.filter(({ where }) => /mnist-\w+-plot$/.test(where))) {
      const ranges = ["yaxis", "yaxis2"].map(
        (axis) => (figure.layout[axis] as { range: number[] }).range,
      );
      assert.deepEqual(ranges, [
        [0, 100],
        [0, 100],
      ]);
    }
  });

  for (const [kind, ink, trace] of [
    ["a 3-D surface", 0.05, { type: "surface", z: Matrix.rand(9, 9), showscale: false }],
    [
      "parallel coordinates",
      0.02,
      { type: "parcoords", dimensions: [0, 1, 2].map(() => ({ values: Matrix.rand(1, 99) })) },
    ],
  ] as const) {
    test(`is ${kind}, which its static picture only names, drawn here without a network?`, async () => {
      const context = await browser.newContext({ offline: true });
      const offline = await context.newPage();
      await offline.setContent('<div id="plot" style="width: 600px"></div>');
      await offline.addScriptTag({ content: plotlySource() });
      const figure = plainFigure({ data: [trace] });
      await offline.evaluate(
        `(({ data, layout }) => Plotly.newPlot("plot", data, layout))(${JSON.stringify(figure)})`,
      );
      assert.ok((await inkOf(offline.locator("#plot"))) > ink);
      assert.doesNotMatch((await offline.locator("#plot").textContent()) ?? "", /not supported/);
      assert.match(figureSvg(figure), /is drawn by WebGL/);
      await context.close();
    });
  }

  for (const { where, figure, svg } of figures) {
    test(`is every setting one that Plotly knows (${where})?`, async () => {
      const complaints = await page.evaluate(
        `(({ data, layout }) => Plotly.validate(data, layout))(${JSON.stringify(figure)})`,
      );
      assert.equal(complaints ?? undefined, undefined, JSON.stringify(complaints));
    });

    test(`are curves, images and titles the same, drawn here and in the SVG (${where})?`, async () => {
      await page.evaluate(
        `(({ data, layout }) => Plotly.newPlot("plot", data, layout))(${JSON.stringify(figure)})`,
      );
      await assertNotBlank(page.locator("#plot"), 1);
      for (const line of await page.locator("#plot .trace path.js-line").all()) {
        // Of an accuracy that stays at 1, Plotly draws the ends only.
        assert.match((await line.getAttribute("d")) ?? "", /^M[-\d.,]+[LHV][-\d.,]+/);
      }
      const smoothed = `[...document.querySelectorAll("#plot .imagelayer image")].filter(
        (image) => getComputedStyle(image).imageRendering !== "pixelated")`;
      assert.equal(await page.evaluate(`${smoothed}.length`), 0); // sharp at any zoom
      const other = await browser.newPage({ viewport: { width: 900, height: 700 } });
      await other.setContent(svg);
      await assertNotBlank(other.locator("svg").first(), 1);
      for (const part of ["path.js-line", "image", ".xtick", ".ytick", "[class*=title]"]) {
        const [here, there] = await Promise.all(
          [page.locator(`#plot ${part}`), other.locator(part)].map((all) => all.allTextContents()),
        );
        assert.deepEqual(
          there.map((text) => text.trim()),
          here,
          part,
        );
      }
      await other.close();
    });
  }
});
