import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, jsonDifference, textDifference } from "./compare";
import type { Notebook, Output } from "./notebook";

const notebook = (...outputs: Output[]): Notebook => ({
  cells: [{ id: "a", cell_type: "code", source: "", outputs }],
  metadata: { kernelspec: { name: "tslab" } },
});
const stream = (text: string): Output => ({ output_type: "stream", name: "stdout", text });

test("do numbers agree within one in the last digit printed, and not beyond?", () => {
  assert.equal(textDifference("loss 1.234", "loss 1.235"), undefined);
  assert.match(textDifference("loss 1.234", "loss 1.236") ?? "", /1\.234.*1\.236/);
  assert.equal(textDifference("2e-10", "3e-10"), undefined);
  assert.ok(textDifference("2e-10", "4e-10"));
});

test("must whole numbers and words be the same?", () => {
  assert.ok(textDifference("epoch 3", "epoch 4"));
  assert.ok(textDifference("loss 1.0", "cost 1.0"));
  assert.ok(textDifference("a\nb", "a"));
});

test("do figures differ by a value, a name or an entry?", () => {
  const figure = { data: [{ y: [1, 2], name: "loss" }] };
  assert.equal(jsonDifference(figure, structuredClone(figure), ""), undefined);
  assert.equal(
    jsonDifference(figure, { data: [{ y: [1, 2 + 1e-9], name: "loss" }] }, ""),
    undefined,
  );
  assert.ok(jsonDifference(figure, { data: [{ y: [1, 2.001], name: "loss" }] }, ""));
  assert.ok(jsonDifference(figure, { data: [{ y: [1, 2], name: "x" }] }, ""));
  assert.ok(jsonDifference(figure, { data: [{ y: [1], name: "loss" }] }, ""));
  assert.ok(jsonDifference([1], [null], ""));
});

test("does it not matter how a stream was cut into messages?", () => {
  assert.deepEqual(differences(notebook(stream("ab\n")), notebook(stream("a"), stream("b\n"))), []);
});

test("is an error, a missing output or another MIME type a difference?", () => {
  const error: Output = { output_type: "error", ename: "E", evalue: "bad", traceback: [] };
  const shown = (type: string): Output => ({
    output_type: "display_data",
    data: { [type]: "x" },
    metadata: {},
  });
  assert.deepEqual(differences(notebook(stream("a")), notebook(error)), [
    "cell a: an error: E: bad",
  ]);
  assert.equal(differences(notebook(stream("a")), notebook()).length, 1);
  assert.equal(differences(notebook(shown("text/plain")), notebook(shown("text/html"))).length, 1);
});
