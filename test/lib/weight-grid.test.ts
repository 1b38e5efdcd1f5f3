import assert from "node:assert/strict";
import { test } from "node:test";
import { Matrix } from "ml-matrix";
import { PNG } from "pngjs";
import { encodePng, visualizeGrid } from "../../lib/weight-grid";

test("is the course's grid 64 images of 28×28 with 3 pixels between them: 245×245?", () => {
  const { width, height, pixels } = visualizeGrid(Matrix.rand(64, 784, { random: () => 0.5 }));
  assert.deepEqual([width, height, pixels.length], [245, 245, 245 * 245]);
});

test("is each image scaled to its own range and put in its place?", () => {
  const images = new Matrix([
    [0, 1, 2, 4],
    [-10, 10, 0, -10],
    [7, 7, 7, 7],
  ]);
  const { width, height, pixels } = visualizeGrid(images, 1);
  assert.deepEqual([width, height], [5, 5]);
  const rows = Array.from({ length: 5 }, (_, i) => [...pixels.subarray(5 * i, 5 * i + 5)]);
  assert.deepEqual(rows, [
    [0, 64, 0, 0, 255],
    [128, 255, 0, 128, 0],
    [0, 0, 0, 0, 0],
    [128, 128, 0, 0, 0],
    [128, 128, 0, 0, 0],
  ]);
});

test("does the PNG hold every pixel as a square?", () => {
  const png = PNG.sync.read(
    Buffer.from(encodePng({ width: 2, height: 1, pixels: Uint8Array.of(10, 200) }, 2)),
  );
  const grey = Array.from({ length: 8 }, (_, i) => png.data[4 * i]);
  assert.deepEqual([png.width, png.height, grey], [4, 2, [10, 10, 200, 200, 10, 10, 200, 200]]);
});

test("are rows that are no square images refused, and values that are not finite?", () => {
  assert.throws(() => visualizeGrid(new Matrix(2, 5)), /images is 2×5, but .* a square image/);
  assert.throws(() => visualizeGrid(new Matrix(0, 4)), /images is 0×4/);
  assert.throws(() => visualizeGrid(new Matrix([[1, 2, Number.NaN, 4]])), /image 0 .* not finite/);
});
