// Failures that nobody awaits: each is an error of the cell that caused it.
import assert from "node:assert";
import { after, before, test } from "node:test";
import { Client, result, traceback } from "../client";

const client = new Client();
before(() => client.start());
after(() => client.close());

for (const [what, code] of [
  ["a promise that is rejected at once", "Promise.reject(new Error('lost')); undefined"],
  ["an async function that fails", "(async () => { await null; throw new Error('lost'); })(); 1"],
  ["a timer's callback", "setTimeout(() => { throw new Error('lost'); }, 200); 1"],
  [
    "timers in a chain",
    "setTimeout(() => setTimeout(() => { throw new Error('lost'); }, 100), 100);",
  ],
  ["a setImmediate callback", "setImmediate(() => { throw new Error('lost'); });"],
  ["a microtask", "queueMicrotask(() => { throw new Error('lost'); });"],
  ["nextTick", "process.nextTick(() => { throw new Error('lost'); });"],
  [
    "an async function after a timer",
    "(async () => { await new Promise((r) => setTimeout(r, 300)); throw new Error('lost'); })(); 1",
  ],
  [
    "a sleep of node:timers/promises",
    'import { setTimeout as nap } from "timers/promises"; (async () => { await nap(300); throw new Error("lost"); })(); 1',
  ],
] as const) {
  test(`is what ${what} throws an error of its cell?`, async () => {
    const outcome = await client.execute(`\n${code}`);
    assert.equal(outcome.reply.status, "error");
    assert.equal(outcome.reply.ename, "Error");
    assert.equal(outcome.reply.evalue, "lost");
    assert.match(
      traceback(outcome),
      new RegExp(`Cell \\[${outcome.reply.execution_count}\\], line 2:`),
    );
    assert.equal((await client.execute("1")).reply.status, "ok");
  });
}

for (const [what, code] of [
  ["caught at once", "await Promise.reject(1).catch(() => {}); 1"],
  [
    "awaited later",
    "const p = (async () => { throw 1; })(); await new Promise((r) => setTimeout(r, 50)); await p.catch(() => 2);",
  ],
  [
    "awaited in a later turn of a try",
    "const q = Promise.reject(1); try { await null; await new Promise((r) => setTimeout(r, 20)); await q; } catch {}",
  ],
  ["of Promise.allSettled", "await Promise.allSettled([Promise.reject(1), 2]);"],
] as const) {
  test(`is a rejection ${what} no error?`, async () => {
    const { reply } = await client.execute(code);
    assert.equal(reply.status, "ok", reply.evalue);
  });
}

test("does a late failure show with its own cell, and fail the next one?", async () => {
  const late = "setTimeout(() => {\n  throw new Error('late');\n}, 1500);";
  const [request] = await client.submit([late]);
  const cell = await client.collect(request);
  assert.equal(cell.reply.status, "ok");
  await client.execute("await new Promise((r) => setTimeout(r, 1000))");
  await client.published(request, 1);
  const errors = (await client.published(request)).filter(({ type }) => type === "error");
  assert.deepEqual(
    errors.map(({ content }) => content.evalue),
    ["late"],
  );

  const next = await client.execute("const runs = 5; runs");
  assert.equal(result(next), "5");
  assert.equal(next.reply.status, "error");
  const earlier = `Cell [${cell.reply.execution_count}]`;
  assert.equal(next.reply.evalue, `${earlier} failed after it had ended: late`);
  assert.ok(traceback(next).includes(`${earlier}, line 2:9`));
  assert.equal(result(await client.execute("runs")), "5");
});

test("does a late failure fail the cell that is running by then?", async () => {
  await client.execute("setTimeout(() => { throw new Error('later'); }, 1200);");
  const running = await client.execute("await new Promise((r) => setTimeout(r, 2000)); 1");
  assert.match(running.reply.evalue, /failed after it had ended: later/);
  assert.equal((await client.execute("1")).reply.status, "ok");
});

test("is a rejection that a later cell handles in time no failure of that cell?", async () => {
  await client.execute(
    "const slow = new Promise((_, no) => setTimeout(no, 1200, new Error('x'))); 1",
  );
  assert.equal((await client.execute("await slow.catch(() => 'handled')")).reply.status, "ok");
});

test("is a cell with a repeating or a far-off timer answered at once?", async () => {
  const code = "const every = setInterval(() => {}, 10); const far = setTimeout(() => {}, 60_000);";
  const { seconds } = await client.execute(code);
  assert.ok(seconds < 0.8, `${seconds} s`);
  assert.equal(
    (await client.execute("clearInterval(every); clearTimeout(far);")).reply.status,
    "ok",
  );
});

test("does a failed cell name the other failures too?", async () => {
  const outcome = await client.execute(
    "Promise.reject(new Error('second')); throw new Error('first');",
  );
  assert.equal(outcome.reply.evalue, "first");
  assert.match(traceback(outcome), /also:\nError: second/);
});

test("is a failure that no cell is left to show written to the kernel's stderr at shutdown?", async () => {
  await client.execute("setTimeout(() => { throw new Error('very last'); }, 1300);");
  await new Promise((resolve) => setTimeout(resolve, 1600));
  const { stderr } = await client.shutdown();
  assert.match(stderr, /Cell \[\d+\] failed after it had ended:[\s\S]*very last/);
});
