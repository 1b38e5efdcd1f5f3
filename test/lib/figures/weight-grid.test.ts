import assert from "node:assert/strict";
import { test } from "node:test";
import { Matrix } from "ml-matrix";
import { PNG } from "pngjs";
import { weightsFigure } from "../../../lib/figures/weight-figure";
import { divergingGrid, encodePng, visualizeGrid } from "../../../lib/figures/weight-grid";
import { writePng } from "../../../lib/formats/png";

test("is the course's grid 64 images of 28×28 with 3 pixels between them: 245×245?", () => {
  const { width, height, pixels } = visualizeGrid(Matrix.rand(64, 784, { random: () => 0.5 }));
  assert.deepEqual([width, height, pixels.length], [245, 245, 245 * 245]);
});

const images = new Matrix([
  [0, 1, 2, 4],
  [-10, 10, 0, -10],
  [7, 7, 7, 7],
]);
const rowsOf = ({ width, pixels }: { width: number; pixels: Uint8Array }) =>
  Array.from({ length: pixels.length / width }, (_, i) => [
    ...pixels.subarray(width * i, width * (i + 1)),
  ]);

test("is each image scaled to its own range and put in its place?", () => {
  const grid = visualizeGrid(images, 1);
  assert.deepEqual([grid.width, grid.height], [5, 5]);
  assert.deepEqual(rowsOf(grid), [
    [0, 64, 0, 0, 255],
    [128, 255, 0, 128, 0],
    [0, 0, 0, 0, 0],
    [128, 128, 0, 0, 0],
    [128, 128, 0, 0, 0],
  ]);
});

test("has the other grid one scale for all: 127 for 0, its ends at three root mean squares?", () => {
  const signs = new Matrix([
    [3, -3, 0, 0],
    [1, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, -100],
  ]);
  const { limit, ...grid } = divergingGrid(signs, 1);
  assert.equal(limit, 3 * Math.sqrt((9 + 9 + 1 + 1e4) / 16));
  const share = (value: number) => Math.round(127 + (127 * value) / limit);
  assert.deepEqual(rowsOf(grid), [
    [share(3), share(-3), 255, share(1), 127],
    [127, 127, 255, 127, 127],
    [255, 255, 255, 255, 255],
    [127, 127, 255, 127, 127],
    [127, 127, 255, 127, 0],
  ]);
  assert.ok(divergingGrid(new Matrix(1, 4)).pixels.every((pixel) => pixel === 127));
});

test("does the PNG hold every pixel as a square?", () => {
  const png = PNG.sync.read(
    Buffer.from(encodePng({ width: 2, height: 1, pixels: Uint8Array.of(10, 200) }, 2)),
  );
  const grey = Array.from({ length: 8 }, (_, i) => png.data[4 * i]);
  assert.deepEqual([png.width, png.height, grey], [4, 2, [10, 10, 200, 200, 10, 10, 200, 200]]);
});

test("does another reader get a palette's colours back?", () => {
  const pixels = Uint8Array.of(0, 1, 2, 2, 1, 0);
  const palette = [[255, 0, 0] as const, [0, 255, 0] as const, [9, 8, 7] as const];
  const { width, height, data } = PNG.sync.read(Buffer.from(writePng(3, 2, pixels, palette)));
  assert.deepEqual([width, height], [3, 2]);
  const expected = [...pixels].flatMap((pixel) => [...palette[pixel], 255]);
  assert.deepEqual([...data], expected);
});

/** The image that the k-th trace of a figure shows. */
function imageOf(figure: ReturnType<typeof weightsFigure>, k: number) {
  const [, base64] = String(figure.data[k].source).split(",");
  return PNG.sync.read(Buffer.from(base64, "base64"));
}

test("shows the figure the weights in grey and, zero in the middle, in two colours?", () => {
  const W1 = Matrix.zeros(784, 64);
  W1.set(0, 0, 1); // the first unit's first pixel
  W1.set(27, 0, -1); // the last of its first row
  const figure = weightsFigure(W1);
  const [grey, colors] = [imageOf(figure, 0), imageOf(figure, 1)];
  assert.deepEqual([grey.width, grey.height, colors.width, colors.height], [245, 245, 245, 245]);
  const at = ({ data }: PNG, x: number) => [...data.subarray(4 * x, 4 * x + 3)];
  assert.deepEqual(
    [0, 27].map((x) => at(grey, x)),
    [
      [255, 255, 255],
      [0, 0, 0],
    ],
  );
  assert.deepEqual(
    [0, 1, 27].map((x) => at(colors, x)),
    [
      [232, 135, 30],
      [250, 250, 250],
      [31, 78, 156],
    ],
  );
  const lightness = ([r, g, b]: number[]) => 0.299 * r + 0.587 * g + 0.114 * b;
  assert.ok(lightness(at(colors, 0)) - lightness(at(colors, 27)) > 50, "told apart in grey");
  assert.match(figure.layout.meta.alt, /64 hidden units as images of 28 × 28 pixels/);
});

test("are rows that are no square images refused, and values that are not finite?", () => {
  assert.throws(() => visualizeGrid(new Matrix(2, 5)), /images is 2×5, but .* a square image/);
  assert.throws(() => visualizeGrid(new Matrix(0, 4)), /images is 0×4/);
  assert.throws(
    () => visualizeGrid(new Matrix([[1, 2, Number.NaN, 4]])),
    /image 0 .* not finite, NaN at pixel 2/,
  );
  assert.throws(() => weightsFigure(new Matrix(5, 2)), /images is 2×5/);
  assert.throws(() => weightsFigure(new Matrix([[1], [Number.NaN], [0], [0]])), /not finite/);
});
