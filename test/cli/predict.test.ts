import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { PNG } from "pngjs";
import { readDigits } from "../../cli/images";
import { loadMnist } from "../../lib/mnist";
import { load, save } from "../../lib/weights";
import { root } from "../../scripts/paths";
import { quickly } from "./quickly";
import { gradbook } from "./run";

const folder = mkdtempSync(join(tmpdir(), "gradbook-cli-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

describe("predict", () => {
  /** Five test digits as bytes, and what the network says of them. */
  let digits: Uint8Array[];
  let expected: number[];
  const model = at("model.safetensors");
  before(async () => {
    const mnist = loadMnist({ dir: "" });
    save(await quickly(mnist), model, { inputMean: mnist.mean });
    const rows = [0, 1, 2, 3, 4];
    digits = rows.map((n) =>
      Uint8Array.from(mnist.XTest.getRow(n), (x, pixel) => Math.round(x + mnist.mean[pixel])),
    );
    expected = load(model).model.predict(mnist.XTest.subMatrixRow(rows));
  });

  /** A PNG file of digit n: each pixel side times as large, coloured by its value. */
  function png(
    name: string,
    n: number,
    options: {
      side?: number;
      width?: number;
      height?: number;
      color?: (value: number) => number[];
      colorType?: 0 | 2 | 6;
    } = {},
  ): string {
    const { side = 1, colorType = 6, color = (v) => [v, v, v, 255] } = options;
    const { width = 28 * side, height = 28 * side } = options;
    const image = new PNG({ width, height });
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const value = digits[n][28 * Math.floor(y / side) + Math.floor(x / side)];
        image.data.set(color(value), 4 * (y * width + x));
      }
    }
    writeFileSync(at(name), PNG.sync.write(image, { colorType }));
    return at(name);
  }
  const json = async (...args: string[]) => {
    const { status, stdout, stderr } = await gradbook(["predict", model, ...args, "--json"]);
    assert.equal(status, 0, stderr);
    return stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
  };

  test("is a PNG image read: grey, RGB, enlarged, inverted, with transparency?", async () => {
    const plain = png("grey.png", 0, { colorType: 0 });
    const [grey, rgb, large, uneven] = await json(
      plain,
      png("rgb.png", 0, { colorType: 2 }),
      png("large.png", 0, { side: 3 }),
      png("transparent.png", 0, { color: (v) => [255, 255, 255, v] }),
    );
    assert.equal(grey.digit, expected[0]);
    assert.equal(grey.image, plain);
    for (const other of [rgb, large, uneven]) {
      assert.deepEqual(other.probabilities, grey.probabilities, other.image);
    }
    const [dark, ink] = await json(
      "--invert",
      png("dark.png", 0, { color: (v) => [255 - v, 255 - v, 255 - v, 255] }),
      png("ink.png", 0, { color: (v) => [0, 0, 0, v] }),
    );
    assert.deepEqual(dark.probabilities, grey.probabilities);
    assert.deepEqual(ink.probabilities, grey.probabilities);
  });

  test("is an image of a size between shrunk to about the same?", async () => {
    const image = png("45.png", 0, { side: 45 / 28, width: 45, height: 45 });
    const [{ digit, probabilities }] = await json(image);
    assert.equal(digit, expected[0]);
    const sum = probabilities.reduce((total: number, p: number) => total + p, 0);
    assert.ok(Math.abs(sum - 1) < 1e-12);
  });

  test("does shrinking keep the brightness everywhere?", () => {
    const grey = png("even.png", 0, { width: 45, height: 45, color: () => [200, 200, 200, 255] });
    const [{ pixels }] = readDigits(grey, false);
    assert.deepEqual(new Set(pixels), new Set([200]));
  });

  test("are all images of an IDX file read, zipped or not?", async () => {
    const header = Buffer.from("0000080300000005000000 1c0000001c".replace(" ", ""), "hex");
    const idx = Buffer.concat([header, ...digits]);
    writeFileSync(at("five-idx3-ubyte"), idx);
    writeFileSync(at("zipped.gz"), gzipSync(idx));
    const lines = await json(at("five-idx3-ubyte"), at("zipped.gz"));
    assert.deepEqual(
      lines.map(({ digit }) => digit),
      [...expected, ...expected],
    );
    assert.equal(lines[9].image, `${at("zipped.gz")}[4]`);
  });

  test("does the table have a row an image, its probabilities under the digits?", async () => {
    const { stdout } = await gradbook(["predict", model, png("a.png", 0), png("b.png", 1)]);
    const [head, ...rows] = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.trim().split(/\s+/));
    assert.deepEqual(head, ["image", "digit", ..."0123456789"]);
    assert.deepEqual(
      rows.map(([, digit]) => Number(digit)),
      expected.slice(0, 2),
    );
    for (const [, digit, ...probs] of rows) {
      assert.equal(Math.max(...probs.map(Number)), Number(probs[Number(digit)]));
    }
  });

  test("does it end quietly when the reader leaves?", async () => {
    const { status, stderr } = await gradbook(["predict", model, png("a.png", 0)], {
      meanwhile: (child) => child.stdout?.destroy(),
    });
    assert.deepEqual([status, stderr], [141, ""]);
  });

  const bad: [string, () => string, RegExp][] = [
    [
      "a small image",
      () => png("tiny.png", 0, { width: 20, height: 20 }),
      /is 20×20 pixels, expected a square of 28 to 4096/,
    ],
    [
      "an image that is no square",
      () => png("wide.png", 0, { width: 28, height: 14 }),
      /is 28×14 pixels, expected a square/,
    ],
    [
      "a damaged image",
      () => {
        const path = png("damaged.png", 0);
        writeFileSync(path, readFileSync(path).subarray(0, 80));
        return path;
      },
      /is a damaged PNG image/,
    ],
    [
      "an image of 10^10 pixels",
      () => {
        const path = png("huge.png", 0);
        const bytes = readFileSync(path);
        bytes.writeUInt32BE(100_000, 16);
        bytes.writeUInt32BE(100_000, 20);
        writeFileSync(path, bytes);
        return path;
      },
      /is 100000×100000 pixels/,
    ],
    [
      "labels",
      () => {
        writeFileSync(at("labels"), Buffer.from("00000801000000020102", "hex"));
        return at("labels");
      },
      /labels has 10 bytes, too few|magic number 2049/,
    ],
    [
      "a text",
      () => join(root, "package.json"),
      /is neither a PNG image nor an IDX file of images/,
    ],
    ["a missing file", () => at("none.png"), /ENOENT.*none\.png/],
  ];
  for (const [what, make, message] of bad) {
    test(`is ${what} named, with exit status 1?`, async () => {
      const { status, stdout, stderr } = await gradbook(["predict", model, make()]);
      assert.deepEqual([status, stdout], [1, ""]);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n {4}at /);
    });
  }
});
