import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { Matrix } from "../../lib/matrix";
import { TwoLayerMLP } from "../../lib/mlp";
import { RandomState } from "../../lib/random";
import { load, save } from "../../lib/weights";
import { python as interpreter } from "../python";

const folder = mkdtempSync(join(tmpdir(), "gradbook-weights-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "model.safetensors");
const X = new Matrix([[0.5, -1, 2, 0.25]]);
const inputMean = [0.1, 0.2, 0.3, 1 / 3];

/** A network with biases that are not zero. */
function network(activation: "sigmoid" | "relu" = "relu"): TwoLayerMLP {
  const model = new TwoLayerMLP(4, 3, 2, { std: 1, activation, random: new RandomState(5) });
  model.params.b1.set(0, 2, 1 / 7);
  model.params.b2.set(0, 1, -1e-300);
  return model;
}

describe("save and load", () => {
  for (const activation of ["sigmoid", "relu"] as const) {
    test(`does a ${activation} network come back with every bit, its activation and its mean?`, () => {
      const model = network(activation);
      save(model, path, { inputMean });
      const saved = load(path);
      for (const name of ["W1", "b1", "W2", "b2"] as const) {
        assert.deepEqual(saved.model.params[name].to2DArray(), model.params[name].to2DArray());
      }
      assert.equal(saved.model.activation, activation);
      assert.deepEqual(saved.model.scores(X).to1DArray(), model.scores(X).to1DArray());
      assert.deepEqual(Array.from(saved.inputMean ?? []), inputMean);
    });
  }

  test("is there no mean where none was saved, and can the network be trained on?", async () => {
    save(network(), path);
    const { model, inputMean } = load(path);
    assert.equal(inputMean, undefined);
    const { lossHistory } = await model.train(X, [1], X, [1], { learningRate: 0.1 });
    assert.ok(lossHistory[9] < lossHistory[0]);
  });

  test("are the bytes the same every time, and the numbers at a multiple of 8?", () => {
    const bytes = [0, 1].map(() => {
      save(network(), path, { inputMean });
      return readFileSync(path);
    });
    assert.ok(bytes[0].equals(bytes[1]));
    for (const H of [1, 10, 100, 1000]) {
      save(new TwoLayerMLP(2, H, 3), path);
      assert.equal(Number(readFileSync(path).readBigUInt64LE()) % 8, 0);
    }
  });

  test("are numbers that are not finite, and a mean of another size, refused and the old file kept?", () => {
    save(network(), path);
    const before = readFileSync(path);
    const bad = network();
    bad.params.W1.set(1, 2, Number.NaN);
    assert.throws(() => save(bad, path), /W1\[1, 2\] is NaN/);
    assert.throws(() => save(network(), path, { inputMean: [1, 2] }), /2 numbers, but must have 4/);
    assert.throws(
      () => save(network(), path, { inputMean: [1, 2, Infinity, 4] }),
      /inputMean\[0, 2\]/,
    );
    assert.ok(readFileSync(path).equals(before));
  });
});

describe("saving in one step", () => {
  const place = join(folder, "place");
  mkdirSync(place);

  test("does it leave the file and nothing else?", () => {
    save(network(), join(place, "a.safetensors"));
    save(network(), join(place, "a.safetensors"));
    assert.deepEqual(readdirSync(place), ["a.safetensors"]);
  });

  test("does who has the old file open go on reading it whole?", () => {
    const file = openSync(join(place, "a.safetensors"), "r");
    const before = readFileSync(join(place, "a.safetensors"));
    save(network("sigmoid"), join(place, "a.safetensors"));
    assert.ok(readFileSync(file).equals(before));
    closeSync(file);
    assert.ok(!readFileSync(join(place, "a.safetensors")).equals(before));
  });

  test("does a failure name the path, and leave nothing behind?", () => {
    mkdirSync(join(place, "folder"));
    assert.throws(
      () => save(network(), join(place, "folder")),
      /folder cannot be written: .* not a file/,
    );
    assert.throws(() => save(network(), join(place, "none", "b")), /ENOENT.*none/);
    assert.throws(() => save(network(), `${join(place, "b")}/`), /ENOTDIR|ENOENT|EINVAL/);
    assert.deepEqual(readdirSync(place).sort(), ["a.safetensors", "folder"]);
    assert.deepEqual(readdirSync(join(place, "folder")), []);
  });

  test("is a device left alone?", { skip: process.platform === "win32" }, () => {
    assert.throws(() => save(network(), "/dev/null"), /\/dev\/null cannot be written/);
  });

  test("does a failing disk leave the old file?", {
    skip: process.getuid?.() === 0 ? "root may write anywhere" : false,
  }, () => {
    const before = readFileSync(join(place, "a.safetensors"));
    chmodSync(place, 0o500);
    assert.throws(() => save(network("sigmoid"), join(place, "a.safetensors")), /EACCES/);
    chmodSync(place, 0o700);
    assert.ok(readFileSync(join(place, "a.safetensors")).equals(before));
  });
});

describe("Python's safetensors", () => {
  const python = (...lines: string[]) =>
    execFileSync(interpreter, ["-c", lines.join("\n"), path], { encoding: "utf8" });

  test("does it read what save wrote: numbers, shapes, metadata?", () => {
    const model = network();
    save(model, path, { inputMean });
    const out = python(
      "import json, sys, numpy as np",
      "from safetensors import safe_open",
      "with safe_open(sys.argv[1], 'np') as f:",
      "    t = {k: f.get_tensor(k) for k in f.keys()}",
      "    m = f.metadata()",
      "h = np.maximum((np.array([[.5, -1, 2, .25]]) - t[m['input_mean']]) @ t['W1'] + t['b1'], 0)",
      "scores = h @ t['W2'] + t['b2']",
      "print(json.dumps([m, {k: [str(v.dtype), v.shape] for k, v in t.items()}, t['W1'].tolist(), scores.tolist()]))",
    );
    const [metadata, tensors, W1, scores] = JSON.parse(out);
    assert.deepEqual(metadata, {
      activation: "relu",
      input_size: "4",
      hidden_size: "3",
      num_classes: "2",
      input_mean: "input_mean",
    });
    assert.deepEqual(tensors, {
      W1: ["float64", [4, 3]],
      b1: ["float64", [3]],
      W2: ["float64", [3, 2]],
      b2: ["float64", [2]],
      input_mean: ["float64", [4]],
    });
    assert.deepEqual(W1, model.params.W1.to2DArray());
    const here = model.scores(X.clone().subRowVector(inputMean)).to2DArray();
    scores[0].forEach((score: number, c: number) => {
      assert.ok(Math.abs(score - here[0][c]) < 1e-12);
    });
  });

  for (const dtype of ["float64", "float32"]) {
    test(`does load read the ${dtype} that it wrote, with rows as biases, too?`, () => {
      python(
        "import sys, numpy as np; from safetensors.numpy import save_file",
        `a = lambda *s: (np.arange(np.prod(s)).reshape(s) / 3).astype('${dtype}')`,
        "save_file({'W1': a(4, 3), 'b1': a(1, 3), 'W2': a(3, 2), 'b2': a(2)}, sys.argv[1], {'activation': 'sigmoid'})",
      );
      const { model } = load(path);
      const third = dtype === "float64" ? 1 / 3 : Math.fround(1 / 3);
      assert.equal(model.params.W1.get(0, 1), third);
      assert.equal(model.params.W1.get(3, 2), dtype === "float64" ? 11 / 3 : Math.fround(11 / 3));
      assert.equal(model.params.b1.get(0, 1), third);
      assert.equal(model.params.b2.get(0, 1), third);
      assert.equal(model.activation, "sigmoid");
    });
  }
});

describe("metadata as Python's safetensors allows it", () => {
  const read = (metadata: string) => {
    const text = JSON.stringify(header({ __metadata__: "METADATA" }));
    put(text.replace('"METADATA"', metadata), 40);
    return load(path, { activation: "sigmoid" }).model.activation;
  };

  test("may they be null, empty, name a key twice, and come last?", () => {
    assert.equal(read("null"), "sigmoid");
    assert.equal(read("{}"), "sigmoid");
    assert.equal(read('{"activation": "sigmoid", "activation": "relu"}'), "relu"); // as Python
    const { __metadata__, ...tensors } = header();
    put({ ...tensors, __metadata__ }, 40);
    assert.equal(load(path).model.activation, "relu");
  });

  test("may they hold any text, JSON and __proto__ too, and 20 MB of it?", () => {
    const text = JSON.stringify(JSON.stringify({ a: { b: "}{" }, c: '"a": 1' }));
    assert.equal(read(`{"a": ${text}, "": "", "W1": "1", "__proto__": "x\\u0000"}`), "sigmoid");
    assert.equal(read(`{"log": "${"epoch ".repeat(3_400_000)}"}`), "sigmoid");
  });

  test("is a tensor named twice refused all the same?", () => {
    put(JSON.stringify(header({ __metadata__: {} })).replace('"b1"', '"W1"'), 40);
    assert.throws(() => load(path, { activation: "relu" }), /has "W1" twice/);
  });
});

/** A file of a header and as many bytes of data. */
function put(header: unknown, dataLength: number, headerLength?: number | bigint): void {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(headerLength ?? text.length));
  writeFileSync(path, Buffer.concat([length, text, Buffer.alloc(dataLength)]));
}

const tensor = (shape: number[], start: number, end: number, dtype = "F64") => ({
  dtype,
  shape,
  data_offsets: [start, end],
});
/** A whole header for a 2-1-1 network of zeros, 40 bytes of data; some fields replaced. */
const header = (changed: object = {}) => ({
  __metadata__: { activation: "relu" },
  W1: tensor([2, 1], 0, 16),
  b1: tensor([1], 16, 24),
  W2: tensor([1, 1], 24, 32),
  b2: tensor([1], 32, 40),
  ...changed,
});

describe("hostile and damaged files", () => {
  const cases: [string, () => void, RegExp][] = [
    ["no byte", () => writeFileSync(path, ""), /has 0 bytes, expected 8 to/],
    [
      "a header longer than the file",
      () => put(header(), 40, 5000),
      /header has 5000 bytes, expected at most \d+ in a file/,
    ],
    [
      "a header of 2^64 - 1 bytes",
      () => put(header(), 40, 2n ** 64n - 1n),
      /header has 18446744073709552000 bytes/,
    ],
    [
      "a header of 200 MB",
      () => {
        put(header(), 0, 200_000_000);
        truncateSync(path, 300_000_000);
      },
      /header has 200000000 bytes, expected at most 100000000/,
    ],
    [
      "a file of 600 MB",
      () => {
        put(header(), 0);
        truncateSync(path, 600_000_000);
      },
      /has 600000000 bytes/,
    ],
    ["a header that is no JSON", () => put("{'W1': 1}", 40), /header is not JSON/],
    [
      "a header that is no UTF-8",
      () => writeFileSync(path, Buffer.from('\x04\0\0\0\0\0\0\0{"\xff}', "latin1")),
      /header is not JSON/,
    ],
    ["a header that is a list", () => put("[1]", 0), /does not start with \{/],
    [
      "a tensor twice",
      () => put(JSON.stringify(header()).replace('"b1"', '"W1"'), 40),
      /has "W1" twice/,
    ],
    [
      "a tensor twice, one name escaped",
      () => put(JSON.stringify(header()).replace('"b1"', '"\\u00571"'), 40),
      /has "W1" twice/,
    ],
    [
      "a field twice",
      () => put(JSON.stringify(header()).replace('"dtype"', '"shape":[9],"dtype"'), 40),
      /has "shape" twice/,
    ],
    [
      "overlapping tensors",
      () => put(header({ b1: tensor([1], 8, 16) }), 40),
      /"b1" starts at byte 8 .* expected 16/,
    ],
    [
      "a hole between tensors",
      () => put(header({ b2: tensor([1], 40, 48) }), 48),
      /"b2" starts at byte 40 .* expected 32/,
    ],
    ["a tensor beyond the end", () => put(header(), 32), /take 40 bytes, but 32 follow/],
    ["bytes after the last tensor", () => put(header(), 48), /take 40 bytes, but 48 follow/],
    [
      "an end before the start",
      () => put(header({ b2: tensor([1], 40, 32) }), 40),
      /"b2" has the data_offsets \[40,32\]/,
    ],
    [
      "offsets that are no integers",
      () => put(header({ b2: tensor([1], 32, 39.5) }), 40),
      /data_offsets \[32,39.5\]/,
    ],
    [
      "a negative offset",
      () => put(header({ W1: tensor([2, 1], -16, 0) }), 40),
      /data_offsets \[-16,0\]/,
    ],
    [
      "a shape that takes more than its bytes",
      () => put(header({ W1: tensor([3, 1], 0, 16) }), 40),
      /takes 16 bytes, expected 24/,
    ],
    [
      "a shape whose product overflows",
      () => put(header({ W1: tensor([2 ** 53 - 1, 2 ** 53 - 1], 0, 16) }), 40),
      /takes 16 bytes, expected 6\.\d+e\+32/,
    ],
    [
      "a shape whose product is 0 modulo 2^64",
      () => put(header({ W1: tensor([2 ** 32, 2 ** 32, 2], 0, 0) }), 40),
      /takes 0 bytes, expected 295147905179352830000/,
    ],
    [
      "a shape that is no list",
      () => put(header({ W1: { ...tensor([], 0, 16), shape: "2,1" } }), 40),
      /has the shape "2,1"/,
    ],
    [
      "half-precision numbers",
      () => put(header({ W1: tensor([8, 1], 0, 16, "F16") }), 40),
      /dtype "F16", expected "F64" or "F32"/,
    ],
    [
      "a tensor that is no object",
      () => put(header({ W1: null }), 40),
      /"W1" in its header is not an object/,
    ],
    [
      "metadata that are no texts",
      () => put(header({ __metadata__: { activation: 1 } }), 40),
      /metadata "activation" is not a text/,
    ],
    [
      "a tensor called __proto__",
      () => put(JSON.stringify(header()).replace('"b2"', '"__proto__"'), 40),
      /has a tensor "__proto__", expected W1/,
    ],
    ["a missing tensor", () => put({ ...header(), b2: undefined }, 32), /tensor b2 is missing/],
    [
      "an unknown tensor",
      () => put({ ...header(), W3: tensor([0], 40, 40) }, 40),
      /has a tensor "W3"/,
    ],
    [
      "W1 as a vector",
      () => put(header({ W1: tensor([2], 0, 16) }), 40),
      /W1 has the shape \[2\], expected \[D,H\]/,
    ],
    [
      "sizes that do not fit",
      () => put(header({ b1: tensor([1, 1, 1], 16, 24) }), 40),
      /b1 has the shape \[1,1,1\], expected \[1\] or \[1,1\]/,
    ],
    [
      "a network without inputs",
      () =>
        put(
          {
            ...header({
              W1: tensor([0, 1], 0, 0),
              b1: tensor([1], 0, 8),
              W2: tensor([1, 1], 8, 16),
              b2: tensor([1], 16, 24),
            }),
          },
          24,
        ),
      /W1 has the shape \[0,1\]/,
    ],
    [
      "the orientation of PyTorch's layers",
      () =>
        put(
          header({
            W1: tensor([1, 2], 0, 16),
            W2: tensor([3, 1], 24, 48),
            b2: tensor([3], 48, 72),
          }),
          72,
        ),
      /W1 \[1,2\], b1 \[1\] and W2 \[3,1\] are oriented as in PyTorch's Linear, outputs × inputs, .*weight\.T/,
    ],
    [
      "the names of PyTorch's layers",
      () => {
        const { W1, b1, ...rest } = header();
        put({ ...rest, "fc1.weight": W1, "fc1.bias": b1 }, 40);
      },
      /tensors fc1\.weight, fc1\.bias are named as in a state_dict of PyTorch, .*weight\.T/,
    ],
    [
      "no activation",
      () => put(header({ __metadata__: {} }), 40),
      /name no activation, expected "sigmoid" or "relu"/,
    ],
    [
      "an unknown activation",
      () => put(header({ __metadata__: { activation: "constructor" } }), 40),
      /activation is "constructor"/,
    ],
    [
      "a wrong size in the metadata",
      () => put(header({ __metadata__: { activation: "relu", input_size: "9" } }), 40),
      /input_size is "9", expected "2"/,
    ],
    [
      "a mean that is not there",
      () => put(header({ __metadata__: { activation: "relu", input_mean: "input_mean" } }), 40),
      /input_mean is missing/,
    ],
  ];
  for (const [what, make, message] of cases) {
    test(`does ${what} give an error that names the file and what was expected?`, () => {
      make();
      assert.throws(
        () => load(path),
        (error: Error) => error.message.startsWith(path) && message.test(error.message),
        `${message}`,
      );
    });
  }

  test("is the same file without damage read?", () => {
    put(header(), 40);
    assert.deepEqual(load(path).model.params.W1.to1DArray(), [0, 0]);
    put(header({ __metadata__: undefined }), 40);
    assert.equal(load(path, { activation: "sigmoid" }).model.activation, "sigmoid");
  });

  test("does a whole file cut anywhere give an error?", () => {
    save(network(), path);
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length += 7) {
      writeFileSync(path, whole.subarray(0, length));
      assert.throws(() => load(path), /is not a safetensors file that can be used/);
    }
  });

  test("are numbers that are not finite refused?", () => {
    save(network(), path);
    const bytes = readFileSync(path);
    bytes.writeDoubleLE(Number.NaN, bytes.length - 8);
    writeFileSync(path, bytes);
    assert.throws(() => load(path), /b2 holds NaN, expected finite numbers/);
  });

  test("is a folder, a missing file and a link to nowhere named?", () => {
    assert.throws(() => load(folder), /is not a regular file/);
    assert.throws(() => load(join(folder, "none")), /ENOENT.*none/);
    symlinkSync(join(folder, "nowhere"), join(folder, "link"));
    assert.throws(() => load(join(folder, "link")), /ENOENT.*link/);
  });
});
