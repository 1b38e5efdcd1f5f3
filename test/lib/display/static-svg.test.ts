import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { figureSvg } from "../../../lib/display/static-svg";
import { confusionFigure } from "../../../lib/figures/confusion";
import {
  accuracyPanel,
  gradMagnitudePanel,
  lossPanel,
  panelFigure,
} from "../../../lib/figures/panels";
import { weightsFigure } from "../../../lib/figures/weight-figure";
import { Matrix } from "../../../lib/matrix";
import { RandomState } from "../../../lib/random";
import { root } from "../../../scripts/paths";

const noise = () => new RandomState(3).randn(1, 10_000).to1DArray();
const history = {
  lossHistory: noise(),
  gradMagnitudeHistory: noise(),
  trainAccHistory: [0.2, 0.5],
  valAccHistory: [0.3, 0.6],
};
const stats = (title: string) =>
  panelFigure(title, [gradMagnitudePanel(history), lossPanel(history), accuracyPanel(history)]);

test("is a figure an SVG with its curves, its texts and its description?", () => {
  const svg = figureSvg(stats("A & B"));
  assert.match(svg, /^<svg role="img" aria-label="A &amp; B\. Gradient at W1 by iteration: /);
  assert.match(svg, / width="900" height="395"/);
  assert.equal(svg.match(/class="js-line"/g)?.length, 6); // four curves, two of them in the legend
  for (const text of ["A & B", "iteration", "epoch", "Loss", "training (last batch)"]) {
    const written = text.replace("&", "&amp;");
    assert.ok(svg.includes(`>${written}<`), text);
  }
  assert.ok(svg.length < 100_000, `${svg.length} characters`);
});

test("is the same figure the same file on every run, and are another's ids its own?", () => {
  const [a, again, b] = ["A", "A", "B"].map((title) => figureSvg(stats(title)));
  assert.equal(a, again);
  const ids = (svg: string) => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  assert.ok(ids(a).length > 5);
  assert.deepEqual(
    ids(b).filter((id) => ids(a).includes(id)),
    [],
  );
});

test("does a figure of 30,000 values take at most half a second once Plotly is loaded?", (t) => {
  figureSvg(stats("loaded"));
  const times = [1, 2, 3].map((run) => {
    const start = performance.now();
    figureSvg(stats(`run ${run}`));
    return performance.now() - start;
  });
  t.diagnostic(`${times.map((time) => time.toFixed(0))} ms`);
  assert.ok(Math.min(...times) <= 500, `${times}`);
});

test("are images in it as they are, to be enlarged without smoothing, and heat maps drawn?", () => {
  const figure = weightsFigure(new RandomState(0).randn(16, 4));
  const svg = figureSvg(figure);
  const images = [...svg.matchAll(/<image image-rendering="pixelated"[^>]*href="([^"]*)"/g)];
  assert.deepEqual(
    images.map(([, source]) => source),
    [figure.data[0].source, figure.data[1].source],
  );
  const confusion = figureSvg(confusionFigure([0, 1, 1], [0, 1, 0]));
  assert.match(confusion, /<image [^>]*href="data:image\/png;base64,\w{40}/);
});

test("does a figure that Plotly cannot draw give an error that says why?", () => {
  assert.throws(() => figureSvg({ ...stats("x"), data: 7 as never }), /Error: .+/);
  assert.ok(figureSvg(stats("x"))); // and the next one is drawn
});

const folder = mkdtempSync(join(tmpdir(), "gradbook-without-dom-"));
after(() => rmSync(folder, { recursive: true }));

test("does a figure appear without jsdom, with one line that says what is missing?", () => {
  cpSync(join(root, "lib"), join(folder, "lib"), { recursive: true });
  cpSync(join(__dirname, "notebook-stub.ts"), join(folder, "stub.ts"));
  mkdirSync(join(folder, "node_modules"));
  for (const name of ["ml-matrix", "pngjs"]) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name), "junction");
  }
  const program = `
    import { pretendNotebook } from "./stub";
    const shown = pretendNotebook();
    import("./lib/plots").then(({ plotHistory }) => {
      const h = { lossHistory: [2, 1], gradMagnitudeHistory: [1, 1], trainAccHistory: [], valAccHistory: [] };
      plotHistory(h, { title: "T" });
      console.log(JSON.stringify(shown.map(({ data }) => Object.keys(data))));
    });`;
  writeFileSync(join(folder, "program.ts"), program);
  const tsx = pathToFileURL(require.resolve("tsx")).href;
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", tsx, "program.ts"], {
    cwd: folder,
    encoding: "utf8",
  });
  assert.equal(stderr, "");
  assert.equal(
    stdout,
    "The static picture of this figure is missing: Cannot find module 'jsdom'\n" +
      '[["application/vnd.plotly.v1+json","text/plain"]]\n',
  );
});

test("is a matrix of the fast kind drawn like a plain one?", () => {
  const W1 = new RandomState(0).randn(64, 4);
  const plain = weightsFigure(new (require("ml-matrix").Matrix)(W1.to2DArray()));
  assert.ok(W1 instanceof Matrix);
  assert.deepEqual(weightsFigure(W1), plain);
});

test("is the thread's first picture the same file as a later one?", () => {
  const svg = "require('./lib/display/static-svg').figureSvg(figure)";
  const program = `const figure = { data: [{ y: [1, 2] }] }; console.log(${svg} === ${svg}); process.exit();`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "-e", program], {
    cwd: root,
    encoding: "utf8",
  });
  assert.equal(stdout, "true\n", stderr);
});
