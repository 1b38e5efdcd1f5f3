import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { executeNotebook, notebooks } from "../../scripts/execute-notebooks";
import { python } from "../python";
import { differences } from "./compare";
import { codeCells, folder, readNotebook, textOf } from "./notebook";

const outputDir = mkdtempSync(join(tmpdir(), "gradbook-notebooks-"));
after(() => rmSync(outputDir, { recursive: true }));

for (const name of notebooks) {
  describe(name, () => {
    const committed = readNotebook(join(folder, name));

    test("was it run from its first cell to its last, without an error?", () => {
      const counts = codeCells(committed).map((cell) => cell.execution_count);
      assert.deepEqual(
        counts,
        counts.map((_, i) => i + 1),
      );
      const outputs = codeCells(committed).flatMap((cell) => cell.outputs ?? []);
      assert.ok(outputs.every((output) => output.output_type !== "error"));
      assert.ok(outputs.every((output) => !("name" in output && output.name === "stderr")));
      assert.equal(committed.metadata.kernelspec.name, "tslab");
    });

    test("does no code cell have more than 25 lines?", () => {
      for (const cell of codeCells(committed)) {
        const lines = textOf(cell.source).split("\n").length;
        assert.ok(lines <= 25, `${cell.id} has ${lines}`);
      }
    });

    test("does it run again, with the outputs that are committed?", async () => {
      // An empty MNIST_DIR: the embedded digits, whatever else is here.
      const env = { ...process.env, JUPYTER_PREFER_ENV_PATH: "1", MNIST_DIR: "" };
      const executed = readNotebook(await executeNotebook(name, { python, env, outputDir }));
      assert.deepEqual(differences(committed, executed), []);
    });
  });
}
