// Completion and inspection.
import assert from "node:assert";
import { after, before, test } from "node:test";
import { Client } from "../client";

const client = new Client();
before(() => client.start());
after(() => client.close());

test("has the first question after a cell an answer?", async () => {
  await client.execute("const root = Math.sqrt(2);");
  const { matches } = await client.ask("complete", "Math.cbr", 8);
  assert.deepEqual(matches, ["cbrt"]);
});

test("does inspection show a library function's type and documentation?", async () => {
  const { found, data } = await client.ask("inspect", "Math.sqrt(2)", 7);
  assert.ok(found);
  assert.match(data["text/plain"], /Math\.sqrt\(x: number\): number/);
  assert.match(data["text/plain"], /Returns the square root of a number\./);
  const { data: node } = await client.ask("inspect", 'import fs from "fs"; fs.readFileSync', 36);
  assert.match(node["text/plain"], /Returns the contents of the `path`\./);
});

test("does inspection show what an earlier cell declared, with its comment?", async () => {
  await client.execute("/** Adds one. */\nfunction increment(n: number) { return n + 1; }");
  const { data } = await client.ask("inspect", "increment", 9);
  assert.match(data["text/plain"], /function increment\(n: number\): number/);
});

test("does completion know the members of earlier cells' variables?", async () => {
  await client.execute("const point = { abscissa: 1, ordinate: 2 };");
  const { matches, cursor_start, cursor_end } = await client.ask("complete", "point.or", 8);
  assert.deepEqual([matches, cursor_start, cursor_end], [["ordinate"], 6, 8]);
});

test("are positions counted in characters, as Jupyter counts them?", async () => {
  const { matches, cursor_start, cursor_end } = await client.ask("complete", '"😀"; point.or', 13);
  assert.deepEqual([matches, cursor_start, cursor_end], [["ordinate"], 11, 13]);
});

test("do questions about broken code get an answer?", async () => {
  for (const code of ["", "(", "const = ", "`", "import {", "class { #"]) {
    assert.equal((await client.ask("complete", code, code.length)).status, "ok");
    assert.equal((await client.ask("inspect", code, code.length)).status, "ok");
  }
});
