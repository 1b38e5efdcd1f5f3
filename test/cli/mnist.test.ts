import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { gradbook } from "./run";
import { file, serve, status } from "./server";

const folder = mkdtempSync(join(tmpdir(), "gradbook-cli-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

describe("mnist", () => {
  test("does a failure say what each mirror did, and the manual way?", async () => {
    const server = await serve(status(404));
    const { status: code, stderr } = await gradbook([
      "mnist",
      "--dir",
      at("mnist"),
      "--mirror",
      server.url,
    ]);
    await server.close();
    assert.equal(code, 1);
    assert.match(stderr, /train-images-idx3-ubyte\.gz: it answered 404/);
    assert.match(
      stderr,
      /By hand: download these four files[\s\S]*https:\/\/[\s\S]*--mnist embedded/,
    );
  });

  const dir = process.env.MNIST_DIR;
  test("does train --mnist full download the files, once, into MNIST_DIR?", {
    skip: dir ? false : "MNIST_DIR is not set: the full data set is not here",
  }, async () => {
    const server = await serve((request, response) =>
      file(readFileSync(join(`${dir}`, `${request.url}`)))(request, response),
    );
    const args = ["train", "--mnist", "full", "--mirror", server.url, "--epochs", "1"];
    const options = { env: { MNIST_DIR: at("full") } };
    const runs = [
      await gradbook([...args, "--out", at("1")], options),
      await gradbook([...args, "--quiet", "--out", at("2")], options),
    ];
    await server.close();
    assert.deepEqual(
      runs.map((run) => run.status),
      [0, 0],
      runs[0].stderr,
    );
    assert.equal(server.asked.length, 4);
    assert.match(runs[0].stderr, /Training on the full MNIST: 50,000/);
    assert.ok(readFileSync(at("1")).equals(readFileSync(at("2"))));
  });
});
