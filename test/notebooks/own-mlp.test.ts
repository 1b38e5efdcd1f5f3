import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { notebooks } from "../../scripts/execute-notebooks";
import { root } from "../../scripts/paths";
import { Client, temporaryProject } from "../kernel/client";
import { codeCells, folder, readNotebook, textOf } from "./notebook";

describe("notebook 2 with a student's own lib/mlp.ts, without hooks, on plain ml-matrix", () => {
  const client = new Client({ MNIST_DIR: "" });
  before(async () => {
    const project = temporaryProject();
    rmSync(join(project, "lib"), { recursive: true });
    cpSync(join(root, "lib"), join(project, "lib"), { recursive: true });
    const own = readFileSync(join(__dirname, "own-mlp.ts"), "utf8").replace("../../lib/", "./");
    writeFileSync(join(project, "lib", "mlp.ts"), own);
    await client.start(project);
  });
  after(() => client.close());

  for (const { id, source } of codeCells(readNotebook(join(folder, notebooks[1])))) {
    test(`does cell ${id} run?`, async () => {
      // Smaller: plain ml-matrix takes a minute for all of it.
      const code = textOf(source)
        .replace("numEpochs: 20", "numEpochs: 1")
        .replace("/ 500", "/ 50")
        .replace("784, 64, 10", "784, 9, 10")
        .replace(/test > 0\.\d/g, "test > 0");
      const { reply, messages } = await client.execute(code, {}, 60);
      assert.equal(reply.status, "ok", reply.traceback?.join("\n"));
      const figures = messages.filter(({ type }) => type === "display_data");
      assert.equal(figures.length, /^(plot|show)/.test(code) ? 1 : 0);
      for (const { content } of figures) assert.match(content.data["image/svg+xml"], /^<svg/);
    });
  }
});
