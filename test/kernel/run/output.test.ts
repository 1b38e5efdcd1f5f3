// What cells write and display.
import assert from "node:assert";
import { after, before, test } from "node:test";
import { Client, streamed } from "../client";

const client = new Client();
before(() => client.start());
after(() => client.close());

test("do 200,000 lines arrive, in order, within seconds and in few messages?", async () => {
  const code = "for (let i = 0; i < 200_000; i++) console.log(i);";
  const outcome = await client.execute(code, {}, 60);
  const lines = streamed(outcome).split("\n");
  assert.equal(lines.length, 200_001);
  assert.ok(lines.slice(0, -1).every((line, index) => line === String(index)));
  assert.ok(outcome.messages.length < 2000, `${outcome.messages.length} messages`);
  assert.ok(outcome.seconds < 20, `${outcome.seconds} s`);
});

test("is order kept between stdout, stderr, displays, results and errors?", async () => {
  const { messages } = await client.execute(`
    import { display } from "tslab";
    console.log("1"); console.error("2"); console.log("3"); display.text("4");
    process.stdout.write("5"); throw new Error("6");`);
  const order = messages
    .filter(({ type }) => type !== "status" && type !== "execute_input")
    .map(({ type, content }) => content.text ?? content.data?.["text/plain"] ?? type);
  assert.deepEqual(order, ["1\n", "2\n", "3\n", "4", "5", "error"]);
});

test("do 2,000 displays of one loop arrive, in order?", async () => {
  const { messages } = await client.execute(`
    import { display } from "tslab";
    for (let i = 0; i < 2000; i++) display.text(String(i));`);
  const shown = messages
    .filter(({ type }) => type === "display_data")
    .map(({ content }) => content.data["text/plain"]);
  assert.deepEqual(
    shown,
    Array.from({ length: 2000 }, (_, i) => String(i)),
  );
});

test("is a loop's output seen while it runs?", async () => {
  const loop =
    "for (const t = Date.now(), d = t + 1500; Date.now() < d;) { if ((Date.now() - t) % 100 === 0) console.log(Date.now() - t); }";
  const [request] = await client.submit([loop]);
  let seen = 0;
  for (let i = 0; i < 100 && seen === 0; i++) {
    const messages = await client.published(request, 0.02);
    const idle = messages.some(({ content }) => content.execution_state === "idle");
    if (messages.some(({ type }) => type === "stream") && !idle) seen++;
  }
  assert.equal(seen, 1);
  await client.collect(request);
});

test("are callbacks of process.stdout.write called, and bytes decoded?", async () => {
  const outcome = await client.execute(`
    const euro = Buffer.from("€");
    process.stdout.write(euro.subarray(0, 1));
    await new Promise<void>((r) => process.stdout.write(euro.subarray(1), () => r()));
    await new Promise<void>((r) => process.stdout.write("41", "hex", () => r()));`);
  assert.equal(streamed(outcome), "€A");
});

test("does a bundle sent through tslab's lastWriteDisplayData arrive whole, and update?", async () => {
  const { messages } = await client.execute(`
    const { lastWriteDisplayData: write } = require("tslab/dist/jupyter");
    const data = { "application/json": { a: [1] }, "text/plain": "x" };
    write({ data, metadata: {}, transient: { display_id: "d" } }, false);
    write({ data: { "text/plain": "y" }, metadata: {}, transient: { display_id: "d" } }, true);`);
  const shown = messages.filter(({ type }) => type.endsWith("display_data"));
  assert.deepEqual(
    shown.map(({ type, content }) => [type, content]),
    [
      [
        "display_data",
        {
          data: { "application/json": { a: [1] }, "text/plain": "x" },
          metadata: {},
          transient: { display_id: "d" },
        },
      ],
      [
        "update_display_data",
        { data: { "text/plain": "y" }, metadata: {}, transient: { display_id: "d" } },
      ],
    ],
  );
});

test("is a display that is no JSON an error of its cell?", async () => {
  const code =
    'import { display } from "tslab"; display.raw("application/json", { x: 1n } as any);';
  const { reply } = await client.execute(code);
  assert.equal(reply.ename, "TypeError");
  assert.equal((await client.execute("1")).reply.status, "ok");
});

test("does what a cell writes late go to that cell, not to the one running by then?", async () => {
  const [first, second] = await client.submit([
    'setTimeout(() => console.log("late"), 1500);',
    'await new Promise((r) => setTimeout(r, 2000)); console.log("own");',
  ]);
  assert.equal(streamed(await client.collect(second)), "own\n");
  assert.equal(streamed(await client.collect(first)), "late\n");
});
