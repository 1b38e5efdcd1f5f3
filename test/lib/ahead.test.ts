// A file that the second thread unzips: whoever gets to it first, is it the same?

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { Ahead } from "../../lib/formats/ahead";
import { root } from "../../scripts/paths";

const content = Buffer.from("some content ".repeat(100));

/** As the other thread does. */
function run({ errand }: Ahead): void {
  if (!errand) throw new Error("there is nothing to run");
  new Function("require", "data", errand.code)(require, errand.data);
}

test("does the one thread take what the other has unzipped, little and much?", () => {
  for (const bytes of [content, Buffer.alloc(100_000, content)]) {
    const ahead = new Ahead(gzipSync(bytes), bytes.length);
    run(ahead);
    assert.deepEqual(ahead.take(), bytes);
  }
});

test("is a file unzipped by one thread only?", () => {
  const ahead = new Ahead(gzipSync(content), content.length);
  assert.equal(ahead.take(), undefined);
  run(ahead);
  assert.equal(ahead.take(), undefined);
});

test("is a file that the other thread cannot unzip left to this one, which says why?", () => {
  for (const [bytes, length] of [
    [gzipSync(content).subarray(0, 30), content.length],
    [gzipSync(content), content.length - 1],
    [gzipSync(content), content.length + 1],
  ] as const) {
    const ahead = new Ahead(bytes, length);
    run(ahead);
    assert.equal(ahead.take(), undefined);
  }
});

test("are the full set's images the same on one thread and on two?", () => {
  const folder = mkdtempSync(join(tmpdir(), "gradbook-ahead-"));
  for (const [part, N] of [
    ["train", 60_000],
    ["t10k", 10_000],
  ] as const) {
    const header = (sizes: number[]) => {
      const bytes = Buffer.alloc(4 + 4 * sizes.length);
      bytes.writeUInt32BE(0x0800 + sizes.length);
      for (const [i, size] of sizes.entries()) bytes.writeUInt32BE(size, 4 + 4 * i);
      return bytes;
    };
    const images = Buffer.alloc(784 * N);
    for (let n = 0; n < N; n++) images[784 * n + (n % 784)] = 1 + (n % 255);
    const write = (name: string, bytes: Buffer[]) =>
      writeFileSync(
        join(folder, `${part}-${name}.gz`),
        gzipSync(Buffer.concat(bytes), { level: 1 }),
      );
    write("images-idx3-ubyte", [header([N, 28, 28]), images]);
    write("labels-idx1-ubyte", [header([N]), Buffer.alloc(N, 7)]);
  }
  const program = `
    import { loadMnist } from ${JSON.stringify(join(root, "lib", "mnist"))};
    const { XTest, XVal, yTest, mean } = loadMnist({ dir: ${JSON.stringify(folder)} });
    const some = [0, 783, 784, 9_999].map((n) => XTest.get(n, n % 784) + mean[n % 784]);
    console.log(some.join(), XVal.rows, yTest.length, mean[3]);`;
  const file = join(folder, "program.ts");
  writeFileSync(file, program);
  const said = ["1", ""].map((GRADBOOK_THREADS) => {
    const env = { ...process.env, GRADBOOK_THREADS };
    const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", file], {
      cwd: root,
      env,
      encoding: "utf8",
    });
    return stdout || stderr;
  });
  rmSync(folder, { recursive: true });
  assert.match(said[0], /^1,19,20,55 10000 10000 /);
  assert.equal(said[1], said[0]);
});
