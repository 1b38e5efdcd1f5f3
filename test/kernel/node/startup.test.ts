// How soon the first cell's result is there, beside tslab as it ships.
import assert from "node:assert";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { Client, root, temporaryFolder } from "../client";

const PAIRS = 5;
/** What the kernel promises is two thirds; the rest is room for a busy machine. */
const BOUND = 0.75;

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** A folder for JUPYTER_PATH in which tslab is registered as it ships. */
function stockKernel(): string {
  const folder = temporaryFolder();
  const spec = path.join(folder, "kernels/stock");
  fs.mkdirSync(spec, { recursive: true });
  const program = path.join(root, "node_modules/tslab/bin/tslab");
  const argv = [process.execPath, program, "kernel", "--config-path", "{connection_file}"];
  const content = { argv, display_name: "stock", language: "typescript" };
  fs.writeFileSync(path.join(spec, "kernel.json"), JSON.stringify(content));
  return folder;
}

test("is the first result there in two thirds of stock tslab's time?", async (t) => {
  const client = new Client({ JUPYTER_PATH: stockKernel() });
  const code = "const a: number = 6 * 7; a";
  await client.firstResult("tslab", code);
  let ratio = Number.POSITIVE_INFINITY;
  // A machine that is busy with something else may need more tries.
  for (let attempt = 0; attempt < 4 && ratio > BOUND; attempt++) {
    const [own, stock]: number[][] = [[], []];
    for (let pair = 0; pair < PAIRS; pair++) {
      own.push(await client.firstResult("tslab", code));
      stock.push(await client.firstResult("stock", code));
    }
    ratio = median(own) / median(stock);
    const [a, b] = [median(own), median(stock)].map((seconds) => seconds.toFixed(2));
    t.diagnostic(`first result after ${a} s, stock tslab ${b} s: ${ratio.toFixed(2)}`);
  }
  await client.close();
  assert.ok(ratio <= BOUND, `${ratio}`);
});
