// JSON for the wire, whatever cells do to the objects that it is made of.
import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { toJson } from "../../../kernel/run/json";

const VALUES: unknown[] = [
  { a: [1, null, undefined, "é\n\u2028", true], b: undefined, c: { d: -0, e: Number.NaN } },
  new Date(0),
  { when: new Date(1e12), nested: [{ toJSON: (key: string) => `at ${key}` }] },
  [() => 1, Symbol("s"), new Map([[1, 2]]), new Float64Array([1, 2])],
  Buffer.from("bytes"),
  Object.assign(Object.create(null), { x: [], y: {} }),
  [new Number(3), new String("text"), new Boolean(false)],
  vm.runInNewContext("({ other: [1, { realm: 'x' }] })"),
  "text",
  1e300,
  null,
];

/** Calls `f` where both prototypes have another toJSON. */
function patched<T>(f: () => T): T {
  const roots = [Object.prototype, Array.prototype] as { toJSON?: unknown }[];
  for (const root of roots) root.toJSON = () => "mine";
  try {
    return f();
  } finally {
    for (const root of roots) delete root.toJSON;
  }
}

test("is it what JSON.stringify gives, with the prototypes patched or not?", () => {
  for (const value of VALUES) {
    const expected = JSON.stringify(value);
    assert.equal(toJson(value), expected);
    assert.equal(
      patched(() => toJson(value)),
      expected,
    );
  }
});

test("is a value that contains itself, or a bigint, an error, and one used twice none?", () => {
  const itself: Record<string, unknown> = {};
  itself.within = [itself];
  const shared = { x: 1 };
  for (const call of [(f: () => string) => f(), patched<string>]) {
    assert.throws(() => call(() => toJson(itself)), TypeError);
    assert.throws(() => call(() => toJson([1n])), TypeError);
    assert.equal(
      call(() => toJson([shared, shared])),
      '[{"x":1},{"x":1}]',
    );
  }
});
