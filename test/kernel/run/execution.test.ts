// Executing cells: results, counts, the order of things, and who is told what.
import assert from "node:assert";
import { after, before, test } from "node:test";
import { inspect } from "node:util";
import { Client, result, streamed } from "../client";

const client = new Client();
before(() => client.start());
after(() => client.close());

test("is the last expression's value an execute_result with the cell's count?", async () => {
  const { messages, reply } = await client.execute("const a = 6; a * 7");
  const { content } = messages.find(({ type }) => type === "execute_result") ?? assert.fail();
  assert.deepEqual(content.data, { "text/plain": "42" });
  assert.equal(content.execution_count, reply.execution_count);
  const input = messages.find(({ type }) => type === "execute_input");
  assert.deepEqual(input?.content, {
    code: "const a = 6; a * 7",
    execution_count: reply.execution_count,
  });
  assert.equal(streamed(await client.execute("1")), "");
});

for (const [code, expected] of [
  ["undefined", null],
  ["null", "null"],
  ["NaN", "NaN"],
  ["const b = 1;", null],
  ["", null],
  ["// nothing but a comment", null],
  ["await Promise.resolve([1, 2])", "[ 1, 2 ]"],
  ["Promise.resolve(3)", "Promise { 3 }"],
  ["({ get x(): number { throw new Error('getter'); } })", "{ x: [Getter] }"],
  ["const p: object = new Proxy({}, { get() { throw 1; } }); p", inspect(new Proxy({}, {}))],
  [
    "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('inspect'); } })",
    "[a value that cannot be shown]",
  ],
] as const) {
  test(`does \`${code}\` give ${expected ?? "no result"}?`, async () => {
    const outcome = await client.execute(code);
    assert.equal(outcome.reply.status, "ok");
    assert.equal(result(outcome), expected);
  });
}

test("do counts run on without a gap, and only for runs that are stored?", async () => {
  const count = async (code: string, options?: object) =>
    (await client.execute(code, options)).reply.execution_count;
  const first = await count("1");
  assert.equal(await count("throw 1"), first + 1);
  assert.equal(await count("2", { store_history: false }), first + 1);
  assert.equal(await count("2", { silent: true }), first + 1);
  assert.equal(await count("const x: number = 'no';"), first + 2);
});

test("does a silent run publish nothing?", async () => {
  const { messages, reply } = await client.execute('console.log("s"); 1', { silent: true });
  assert.equal(reply.status, "ok");
  assert.deepEqual(
    messages.filter(({ type }) => type !== "status"),
    [],
  );
});

test("are user_expressions evaluated, each with its own outcome?", async () => {
  const { reply } = await client.execute("const u = 20;", {
    user_expressions: { good: "u + 1", bad: "u.nothing", thrown: "(() => { throw 1; })()" },
  });
  assert.equal(reply.status, "ok");
  assert.deepEqual(reply.user_expressions.good.data, { "text/plain": "21" });
  assert.equal(reply.user_expressions.bad.status, "error");
  assert.equal(reply.user_expressions.thrown.ename, "Uncaught");
});

/** Sends cells in one go, and returns what comes of each. */
async function atOnce(codes: string[], options = {}) {
  const outcomes = [];
  for (const request of await client.submit(codes, options)) {
    outcomes.push(await client.collect(request));
  }
  return outcomes;
}

const failing = [
  "await new Promise((r) => setTimeout(r, 300)); throw new Error('first')",
  "const ran = 1; ran",
  "2",
];

test("are 200 cells that are sent at once all answered?", async () => {
  for (const [i, request] of (await client.submit(Array(200).fill("1"))).entries()) {
    assert.equal((await client.collect(request)).reply.status, "ok", `cell ${i}`);
  }
});

test("are the cells that wait behind an error aborted, each with a reply?", async () => {
  const outcomes = await atOnce(failing);
  assert.deepEqual(
    outcomes.map(({ reply }) => reply.status),
    ["error", "aborted", "aborted"],
  );
  for (const { reply, messages } of outcomes.slice(1)) {
    // With a count JupyterLab would number a cell that has not run.
    assert.ok(!("execution_count" in reply));
    assert.deepEqual(
      messages.map(({ content }) => content.execution_state),
      ["busy", "idle"],
    );
  }
});

test("do they run if stop_on_error is false?", async () => {
  const outcomes = await atOnce(failing, { stop_on_error: false });
  assert.deepEqual(
    outcomes.map(({ reply }) => reply.status),
    ["error", "ok", "ok"],
  );
});

test("does a cell that is sent right after an error's reply run, every time?", async () => {
  for (let i = 0; i < 20; i++) {
    assert.equal((await client.execute("throw 1")).reply.status, "error");
    assert.equal(result(await client.execute(`${i}`)), `${i}`);
  }
});

test("does a cell that does not compile leave later cells alone?", async () => {
  await client.execute("const kept = 5;");
  assert.equal((await client.execute("const kept: string = 5;")).reply.status, "error");
  assert.equal((await client.execute("const = ;")).reply.status, "error");
  assert.equal(result(await client.execute("kept + 1")), "6");
});

test("may a cell declare a name again, use types of another, and reach it by shorthand?", async () => {
  await client.execute("interface Point { x: number } const point: Point = { x: 1 };");
  await client.execute("const point = 3;");
  assert.equal(
    result(await client.execute("const q: Point = { x: point }; ({ point, q })")),
    "{ point: 3, q: { x: 3 } }",
  );
});

test("can a cell be a module that others import?", async () => {
  await client.execute("/** @module shapes */\nexport const sides = 4;");
  assert.equal(result(await client.execute('import { sides } from "./shapes"; sides')), "4");
});

test("do a cell's bindings stay live for a function that another cell declared?", async () => {
  await client.execute("let counter = 0; function bump() { counter++; }");
  await client.execute("bump(); bump();");
  assert.equal(result(await client.execute("counter")), "2");
});
