// Static pictures of what people draw besides the course's figures.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { PNG } from "pngjs";
import { figureSvg } from "../../../lib/display/static-svg";
import { readScript } from "../../../lib/display/svg/compiled";
import { plotlyFile } from "../../../lib/display/svg/plotly";
import { AS_SVG, MISSING } from "../../../lib/display/svg/webgl";
import { openPlotly } from "../../../lib/display/svg/window";
import type { AnyFigure } from "../../../lib/figures/plain";
import { Matrix } from "../../../lib/matrix";

const svgOf = (trace: object, layout: object = {}) => figureSvg({ data: [trace], layout });
const points = (svg: string) => svg.match(/class="point"/g)?.length ?? 0;
/** The picture in a picture. */
function pixelsOf(svg: string): PNG {
  const [, base64] = /<image [^>]*href="data:image\/png;base64,([^"]+)"/.exec(svg) ?? [];
  return PNG.sync.read(Buffer.from(base64 ?? "", "base64"));
}
/** The colours of the middles of equal cells, row after row. */
function colors(svg: string, rows: number, columns: number): string[] {
  const { width, height, data } = pixelsOf(svg);
  return Array.from({ length: rows * columns }, (_, i) => {
    const x = Math.floor((((i % columns) + 0.5) / columns) * width);
    const y = Math.floor(((Math.floor(i / columns) + 0.5) / rows) * height);
    return [...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)].join();
  });
}

describe("data as people have them", () => {
  const like: [string, ArrayLike<unknown> | Matrix][] = [
    ["an array", [1, 4, 9]],
    ["a Float64Array", Float64Array.of(1, 4, 9)],
    ["a BigInt64Array", BigInt64Array.of(1n, 4n, 9n)],
    ["a Matrix", new Matrix([[1, 4, 9]])],
  ];
  const [[, first]] = like;
  for (const [what, y] of like) {
    test(`are ${what}'s three numbers three points?`, () => {
      const svg = svgOf({ y, mode: "markers" });
      assert.equal(points(svg), 3);
      assert.equal(svg, svgOf({ y: first, mode: "markers" }));
    });
  }

  test("are dates on an axis of dates?", () => {
    const x = [new Date(2026, 0, 1), new Date(2026, 2, 1)];
    const svg = svgOf({ x, y: [1, 2], mode: "markers" });
    assert.equal(points(svg), 2);
    assert.match(svg, />Feb \d+</);
  });
});

describe("heat maps", () => {
  const scale = { colorscale: [[0, "#ff0000"], [1, "#0000ff"]], showscale: false }; // biome-ignore format: one row
  const square = [
    [0, 1],
    [1, 0],
  ];
  const [red, blue] = ["255,0,0,255", "0,0,255,255"];

  test("has each cell its colour, with gaps and without, of an array and of a Matrix?", () => {
    for (const z of [square, new Matrix(square), square.map((row) => Int8Array.from(row))]) {
      for (const gaps of [{}, { xgap: 2, ygap: 2 }]) {
        const svg = svgOf({ type: "heatmap", z, ...scale, ...gaps });
        assert.deepEqual(colors(svg, 2, 2), [blue, red, red, blue]); // upwards
      }
    }
  });

  test("is a cell without a number empty?", () => {
    const svg = svgOf({ type: "heatmap", z: [[0, Number.NaN, 1]], ...scale });
    assert.deepEqual(colors(svg, 1, 3), [red, "0,0,0,0", blue]);
  });

  test("is one smoothed that the interactive figure smooths, and no other?", () => {
    const pixelated = (zsmooth?: string) =>
      /<image [^>]*image-rendering="pixelated"/.test(
        svgOf({ type: "heatmap", z: square, zsmooth }),
      );
    assert.deepEqual(["fast", "best", undefined].map(pixelated), [false, false, true]);
    const best = new Set(colors(svgOf({ type: "heatmap", z: square, zsmooth: "best" }), 50, 50));
    assert.ok(best.size > 100);
  });

  test("is an image of numbers drawn in its colours?", () => {
    const rgb = [[[255, 0, 0], [0, 0, 255]]]; // biome-ignore format: one row
    assert.deepEqual(colors(svgOf({ type: "image", z: rgb }), 1, 2), [red, blue]);
    const hsl = [[[0, 100, 50], [240, 100, 50]]]; // biome-ignore format: one row
    assert.deepEqual(colors(svgOf({ type: "image", colormodel: "hsl", z: hsl }), 1, 2), [
      red,
      blue,
    ]);
  });
});

test("are arrows and contours' numbers drawn?", () => {
  const arrow = { x: 1, y: 2, text: "here", showarrow: true };
  const svg = svgOf({ y: [1, 2] }, { annotations: [arrow] });
  assert.match(svg, /class="annotation-arrow-g"[\s\S]*<path d="M[\d.]+,[\d.]+L/);
  const z = Array.from({ length: 9 }, (_, i) => Array.from({ length: 9 }, (_, j) => i * j));
  const contour = svgOf({ type: "contour", z, contours: { showlabels: true }, showscale: false });
  assert.match(contour, /class="contourlabels"[\s\S]*>20</);
});

describe("what is drawn by WebGL", () => {
  const z = [
    [1, 2],
    [3, 4],
  ];

  test("does a surface's picture say so in its place, under its title, without axes?", () => {
    const svg = svgOf({ type: "surface", z }, { title: "A surface" });
    assert.match(svg, />A surface</);
    assert.match(svg, />surface is drawn by WebGL\.</);
    assert.doesNotMatch(svg, /class="xtick"/);
  });

  test("are the other parts of the figure drawn, in the colours they have beside it?", () => {
    const figure: AnyFigure = {
      data: [{ type: "scatter3d", x: [1], y: [1], z: [1] }, { y: [1, 2] }],
      layout: { scene: { domain: { x: [0.5, 1] } }, xaxis: { domain: [0, 0.45] } },
    };
    const svg = figureSvg(figure);
    assert.match(svg, /<path class="js-line"[^>]*stroke: ?rgb\(255, 127, 14\)/); // the second colour
    assert.equal(svg.match(/scatter3d is drawn by WebGL/g)?.length, 1);
  });

  test("are points that SVG can draw as well drawn?", () => {
    assert.equal(points(svgOf({ type: "scattergl", y: [1, 4, 9], mode: "markers" })), 3);
    const polar = { type: "scatterpolargl", r: [1, 2], theta: [0, 90], mode: "markers" };
    assert.equal(points(svgOf(polar)), 2);
  });

  test("are these all kinds that Plotly has which need WebGL or the network?", () => {
    const { traces } = openPlotly(() => readScript(plotlyFile())).window.Plotly.PlotSchema.get();
    const wanting = Object.keys(traces).filter((type) =>
      traces[type].categories.some((category: string) => /^(gl|gl3d|regl|map|geo)$/.test(category)),
    );
    assert.deepEqual([...AS_SVG.keys(), ...MISSING.keys()].sort(), wanting.sort());
    assert.ok([...AS_SVG.values()].every((type) => type in traces));
    // What draws SVGs has all the others.
    const drawn = Object.keys(openPlotly().window.Plotly.PlotSchema.get().traces);
    assert.deepEqual([...drawn, ...wanting].sort(), Object.keys(traces).sort());
  });
});

test("is every other kind drawn?", () => {
  const kinds: Record<string, object> = {
    bar: { y: [1, 2] },
    barpolar: { r: [1, 2], theta: [0, 90] },
    box: { y: [1, 2, 3] },
    candlestick: { open: [1], high: [3], low: [0], close: [2], x: [1] },
    carpet: { a: [1, 2], b: [1, 2], y: [[1, 2], [2, 3]] }, // biome-ignore format: one row
    contour: { z: [[1, 2], [3, 4]] }, // biome-ignore format: one row
    funnel: { x: [3, 2], y: ["a", "b"] },
    funnelarea: { values: [3, 2], labels: ["a", "b"] },
    histogram: { x: [1, 2, 2] },
    histogram2d: { x: [1, 2], y: [1, 2] },
    histogram2dcontour: { x: [1, 2, 2], y: [1, 2, 3] },
    icicle: { labels: ["a", "b"], parents: ["", "a"] },
    indicator: { value: 0.9, mode: "number+gauge" },
    ohlc: { open: [1], high: [3], low: [0], close: [2], x: [1] },
    parcats: { dimensions: [{ values: [1, 2] }, { values: [2, 2] }] },
    pie: { values: [1, 2] },
    sankey: { node: { label: ["a", "b"] }, link: { source: [0], target: [1], value: [1] } },
    scatterpolar: { r: [1, 2], theta: [0, 90] },
    scattersmith: { real: [1], imag: [1] },
    scatterternary: { a: [1], b: [2], c: [3] },
    sunburst: { labels: ["a", "b"], parents: ["", "a"] },
    table: { header: { values: ["a"] }, cells: { values: [[1]] } },
    treemap: { labels: ["a", "b"], parents: ["", "a"] },
    violin: { y: [1, 2, 3] },
    waterfall: { y: [1, -1] },
  };
  const empty = figureSvg({ data: [{ type: "table", visible: false }] });
  for (const [type, settings] of Object.entries(kinds)) {
    const svg = svgOf({ type, ...settings });
    assert.doesNotMatch(svg, /No static picture/, type);
    assert.ok(svg.length > empty.length + 100, `${type}: ${svg.length} characters`);
  }
});
