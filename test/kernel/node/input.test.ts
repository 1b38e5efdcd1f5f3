// Input: what a cell asks the user, and how it fails where there is no user.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, result, streamed } from "../client";

const client = new Client();
before(() => client.start());
after(() => client.close());

const open = `const rl = require("node:readline").createInterface({ input: process.stdin, output: process.stdout });`;
const openPromises = `const rl = require("node:readline/promises").createInterface({ input: process.stdin, output: process.stdout });`;

test("is readline's question shown with the input box, one after the other?", async () => {
  const outcome = await client.converse(
    `import * as readline from "node:readline/promises";
     const face = readline.createInterface({ input: process.stdin, output: process.stdout });
     const name = await face.question("Name? ");
     const age = await face.question("Age? ");
     face.close();
     [name, age].join()`,
    ["Ada", "36"],
  );
  assert.deepEqual(outcome.asked, [
    { prompt: "Name? ", password: false },
    { prompt: "Age? ", password: false },
  ]);
  assert.equal(result(outcome), "'Ada,36'");
  assert.equal(streamed(outcome), "");
});

test("is a cell running until a question's callback has been called?", async () => {
  const outcome = await client.converse(
    `${open} rl.question("Name? ", (name) => { console.log("Hi " + name);
       rl.question("Again? ", (again) => { console.log(again); rl.close(); }); });`,
    ["Ada", "yes"],
  );
  assert.equal(streamed(outcome), "Hi Ada\nyes\n");
  assert.deepEqual(
    outcome.asked.map(({ prompt }) => prompt),
    ["Name? ", "Again? "],
  );
});

test("does prompt() wait for the answer, and is what was printed before it seen by then?", async () => {
  const [request] = await client.submit([
    `console.log("before"); const n = Number((globalThis as any).prompt("How many? ")); n + 1`,
  ]);
  let asked: object[] = [];
  for (let i = 0; i < 50 && asked.length === 0; i++) asked = await client.asked();
  assert.deepEqual(asked, [{ prompt: "How many? ", password: false }]);
  let seen = false;
  for (let i = 0; i < 50 && !seen; i++) {
    const published = await client.published(request);
    seen = published.some(({ content }) => content.text === "before\n");
  }
  assert.ok(seen);
  await client.interrupt();
  assert.equal((await client.collect(request)).reply.ename, "KeyboardInterrupt");
  const outcome = await client.converse(
    `const m = Number((globalThis as any).prompt("How many? ")); m + 1`,
    ["41"],
  );
  assert.equal(result(outcome), "42");
  const initial = await client.converse(`(globalThis as any).prompt("Rate?", "0.1")`, [""]);
  assert.equal(initial.asked[0].prompt, "Rate? [0.1] ");
  assert.equal(result(initial), "'0.1'");
});

const readings: [string, string, string][] = [
  [
    "process.stdin's data",
    `process.stdin.setEncoding("utf8"); process.stdin.once("data", (text) => { console.log("got " + text); process.stdin.pause(); });`,
    "got 1 2\n\n",
  ],
  [
    "the lines of process.stdin",
    `await null; for await (const text of process.stdin) { console.log("got " + text); break; }`,
    "got 1 2\n\n",
  ],
  [
    "the lines of an interface",
    `${open} await null; for await (const line of rl) { console.log("got " + line); rl.close(); }`,
    "got 1 2\n",
  ],
  [
    "file descriptor 0",
    `console.log("got " + require("node:fs").readFileSync(0, "utf8"));`,
    "got 1 2\n\n",
  ],
  [
    "file descriptor 0 by pieces",
    `const b = Buffer.alloc(2); const fs = require("node:fs"); console.log("got " + b.subarray(0, fs.readSync(0, b, 0, 2, null)) + b.subarray(0, fs.readSync(0, b)));`,
    "got 1 2\n\n",
  ],
];
for (const [name, code, expected] of readings) {
  test(`does a cell read ${name} from the user?`, async () => {
    const outcome = await client.converse(`{ ${code} }`, ["1 2"]);
    assert.equal(streamed(outcome), expected);
    assert.equal(outcome.asked.length, 1);
  });
}

test("is nobody asked by an interface that is only made, until a later cell's question?", async () => {
  const made = await client.execute(openPromises);
  assert.deepEqual([made.reply.status, made.asked], ["ok", []]);
  assert.deepEqual((await client.execute("1")).asked, []);
  const outcome = await client.converse(`await rl.question("Late? ")`, ["no"]);
  assert.equal(result(outcome), "'no'");
  await client.execute("rl.close()");
});

const without = { allow_stdin: false };
const asking: [string, string][] = [
  ["a question that is awaited", `${openPromises} await rl.question("Name? ")`],
  ["a question with a callback", `${open} rl.question("Name? ", () => {});`],
  ["prompt()", `(globalThis as any).prompt("Name? ")`],
  [
    "process.stdin's data",
    `let all = ""; process.stdin.on("data", (t) => { all += t; }); await new Promise((r) => process.stdin.on("end", r));`,
  ],
  [
    "process.stdin's lines",
    `await null; for await (const text of process.stdin) console.log(text);`,
  ],
  ["an interface's lines", `${open} await null; for await (const line of rl) console.log(line);`],
  ["an interface's line events", `${open} rl.on("line", () => {});`],
  ["file descriptor 0", `require("node:fs").readFileSync(0, "utf8")`],
];
for (const [name, code] of asking) {
  test(`is ${name} an error at once where nobody can answer?`, async () => {
    const outcome = await client.execute(`{ ${code} }`, without);
    assert.equal(outcome.reply.ename, "InputError");
    assert.match(outcome.reply.evalue, /input is not available here.*JupyterLab/);
    assert.doesNotMatch(outcome.reply.traceback.join("\n"), /also:/);
    assert.ok(outcome.seconds < 2, `${outcome.seconds} s`);
    assert.equal(result(await client.execute("1 + 1")), "2");
  });
}

test("can an awaited question be interrupted, and asked again?", async () => {
  const code = `{ ${openPromises} const name = await rl.question("Name? "); rl.close(); console.log(name); }`;
  const [request] = await client.submit([code]);
  let asked: object[] = [];
  for (let i = 0; i < 50 && asked.length === 0; i++) asked = await client.asked();
  await client.interrupt();
  const { reply } = await client.collect(request);
  assert.equal(reply.ename, "KeyboardInterrupt");
  assert.doesNotMatch(reply.traceback.join("\n"), /also:/);
  assert.equal(streamed(await client.converse(code, ["Ada"])), "Ada\n");
});

test("is a question that comes when its cell has ended a failure that says so?", async () => {
  const code = `${open} setTimeout(() => rl.question("Late? ", () => {}), 1100);`;
  assert.equal((await client.execute(`{ ${code} }`)).reply.status, "ok");
  await sleep(1300);
  const next = await client.execute("1");
  assert.equal(next.reply.ename, "InputError");
  assert.match(next.reply.evalue, /once a cell has ended/);
});
