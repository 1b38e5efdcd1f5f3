// Cells in a caged kernel: what comes of them, whatever they do.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { CagedKernel, type CellOptions, type KernelOptions } from "../../../grading/answers/cells";
import { bubblewrap } from "../../../grading/sandbox/bubblewrap";
import { folderOf, skip } from "../caged";

const MB = 2 ** 20;

const files = folderOf({ "lib/answer.ts": "export const answer: number = 42;\n" });
const kernels: CagedKernel[] = [];
after(() => Promise.all(kernels.map((started) => started.close())));

function kernel(options: Partial<KernelOptions> = {}): CagedKernel {
  const started = new CagedKernel(bubblewrap(), { files, ...options });
  kernels.push(started);
  return started;
}

let shared: CagedKernel | undefined;

/** Runs a cell in a kernel that all cells share which leave it alive. */
function execute(code: string, options?: CellOptions) {
  shared ??= kernel();
  return shared.execute(code, options);
}

/** Has a cell write bytes of its own where the kernel answers. */
const answer = (text: string) => `require("fs").writeSync(3, ${text})`;

test("do cells share a scope, import their own files and our packages, and are counted?", {
  skip,
}, async () => {
  const first = await execute('import { answer } from "./lib/answer"; const x = answer + 1; x');
  assert.equal(first.state, "ok");
  assert.deepEqual(first.outputs, [
    {
      output_type: "execute_result",
      data: { "text/plain": "43" },
      metadata: {},
      execution_count: first.executionCount,
    },
  ]);
  const second = await execute('import { Matrix } from "ml-matrix"; new Matrix([[x, 1]]).sum()');
  assert.equal(second.executionCount, Number(first.executionCount) + 1);
  assert.deepEqual(
    second.outputs.map((output) => "data" in output && output.data["text/plain"]),
    ["44"],
  );
});

test("are streams joined, kept in order, and errors outputs?", { skip }, async () => {
  const { state, detail, outputs } = await execute(
    "console.log('a'); console.log('b'); console.error('c'); console.log('d'); throw new RangeError('no')",
  );
  assert.deepEqual([state, detail], ["error", "RangeError: no"]);
  const [one, two, three, error] = outputs;
  assert.deepEqual(one, { output_type: "stream", name: "stdout", text: "a\nb\n" });
  assert.deepEqual(two, { output_type: "stream", name: "stderr", text: "c\n" });
  assert.deepEqual(three, { output_type: "stream", name: "stdout", text: "d\n" });
  assert.ok(
    error.output_type === "error" && error.ename === "RangeError" && error.traceback.length > 1,
  );
});

test("does an update reach a display of an earlier cell?", { skip }, async () => {
  const show = (
    text: string,
    update: boolean,
  ) => `require("tslab/dist/jupyter").lastWriteDisplayData(
    { data: { "text/plain": "${text}" }, metadata: {}, transient: { display_id: "d" } }, ${update});`;
  const { outputs } = await execute(show("before", false));
  const later = await execute(show("after", true));
  assert.deepEqual(outputs, [
    { output_type: "display_data", data: { "text/plain": "after" }, metadata: {} },
  ]);
  assert.deepEqual(later.outputs, []);
});

test("are 200,000 lines cut, said so, and no failure?", { skip }, async () => {
  const lines =
    'for (let i = 0; i < 200_000; i++) console.log("line " + i); throw new Error("end")';
  const { state, outputs } = await execute(lines, { outputBytes: 100_000 });
  assert.equal(state, "error");
  assert.deepEqual(
    outputs.map(({ output_type }) => output_type),
    ["stream", "stream", "error"],
  );
  const [kept, note] = outputs.map((output) => ("text" in output ? output.text : ""));
  assert.ok(kept.length === 100_000 && kept.startsWith("line 0\nline 1\n"));
  assert.equal(note, "\n… the rest is left out: a cell may put out 98 KB\n");
});

test("does a cell that calls process.exit or throws late cost the next cell nothing?", {
  skip,
}, async () => {
  const exit = await execute("process.exit(0)");
  assert.deepEqual([exit.state, exit.detail], ["error", "SystemExit: process.exit(0) was called"]);
  const late = await execute("void setTimeout(() => { throw new Error('late') }, 50)");
  assert.deepEqual([late.state, late.detail], ["error", "Error: late"]);
  assert.equal((await execute("1")).state, "ok");
});

test("is a second cell refused while one runs?", { skip }, async () => {
  const first = execute("1");
  assert.throws(() => execute("2"), /a cell is running/);
  assert.equal((await first).state, "ok");
});

test("is nonsense among the answers passed over?", { skip }, async () => {
  const nonsense = [
    '"not JSON\\n"',
    '"null\\n[]\\n1\\n{}\\n{\\"id\\":null,\\"type\\":null}\\n"',
    'JSON.stringify({ id: "another", type: "execute_reply", content: { status: "ok" } }) + "\\n"',
    "Buffer.from([0xff, 0xfe, 0x00, 0x0a])",
    '"[".repeat(1e6) + "\\n"',
    '"{\\"id\\":".repeat(1e5) + "\\n"',
  ];
  const { state, outputs } = await execute(`${nonsense.map(answer).join("; ")}; "own"`);
  assert.equal(state, "ok");
  assert.deepEqual(
    outputs.map(({ output_type }) => output_type),
    ["execute_result"],
  );
});

// A cell can learn its request's id, and send anything in the kernel's name.
const FORGE = `
  let id = "";
  const { stringify } = JSON;
  const { set } = WeakMap.prototype;
  // The kernel's timers know the cell that started them.
  WeakMap.prototype.set = function (key: any, value: any) { id = value?.cell?.header.msg_id ?? id; return set.call(this, key, value) };
  console.log("x");
  await new Promise((r) => setTimeout(r, 100));
  WeakMap.prototype.set = set;
  const send = (type: any, content: any) =>
    require("fs").writeSync(3, (typeof content === "string" ? '{"id":"' + id + '","type":"' + type + '","content":' + content + "}" : stringify({ id, type, content })) + "\\n");
`;

test("are forged messages taken apart without harm?", { skip }, async () => {
  const { state, outputs, detail, executionCount } = await execute(`{ ${FORGE}
    send("stream", { name: {}, text: { toString: 1 } });
    send("stream", { name: "__proto__", text: "text" });
    send("stream", null);
    send({}, {});
    send("display_data", '{"data":{"__proto__":{"polluted":1},"text/plain":["a"],"text/html":{"a":1},"image/png":5,"application/json":{"__proto__":1,"b":2}},"metadata":{"__proto__":{"x":1}},"transient":{"display_id":"__proto__"}}');
    send("update_display_data", { data: { "text/plain": "b" }, transient: { display_id: "toString" } });
    send("display_data", '{"data":{"application/json":' + "[".repeat(50_000) + "]".repeat(50_000) + '},"metadata":[]}');
    send("execute_result", { data: 5, execution_count: 1e999 });
    send("execute_result", { data: { "text/plain": "second" } });
    send("error", { ename: { toString: 1 }, evalue: 5, traceback: [{}, "line"] });
    send("clear_output", {});
    send("execute_reply", { status: ["ok"], ename: { toString: 1 }, evalue: { toString: 1 }, execution_count: "1" });
  }`);
  assert.deepEqual([state, detail, executionCount], ["error", ": ", null]);
  // Whoever stores or copies them is safe.
  const stored = JSON.parse(JSON.stringify(outputs));
  assert.ok(!JSON.stringify(outputs).includes("__proto__"));
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
  const [first, display, deep, result, note, error] = stored;
  assert.deepEqual(first, { output_type: "stream", name: "stdout", text: "x\ntext" });
  assert.deepEqual(display.data, { "text/plain": ["a"], "application/json": { b: 2 } });
  assert.deepEqual(Object.keys(deep.data), ["application/json"]);
  assert.deepEqual([result.data, result.execution_count], [{}, null]);
  assert.match(note.text, /left out/);
  assert.deepEqual(error, { output_type: "error", ename: "", evalue: "", traceback: ["", "line"] });
  assert.equal(stored.length, 6);
  // What the kernel says of it afterwards is of no account.
  assert.equal((await execute("1")).state, "ok");
});

test("do updates of displays stay within the limit?", { skip }, async () => {
  const { outputs, state } = await execute(
    `{ ${FORGE}
    const shown = (size: number) => ({ data: { "text/plain": "x".repeat(size) }, metadata: {}, transient: { display_id: "big" } });
    for (let i = 0; i < 20; i++) send("display_data", shown(100));
    for (let i = 0; i < 50; i++) send("update_display_data", shown(3000));
    for (let i = 0; i < 50; i++) send("update_display_data", shown(30_000));
  }`,
    { outputBytes: 100_000 },
  );
  assert.equal(state, "ok");
  assert.ok(JSON.stringify(outputs).length < 110_000);
  assert.match(JSON.stringify(outputs.at(-1)), /left out/);
});

test("is a kernel that dies known to be dead, and why?", { skip }, async () => {
  const deaths: [string, string, RegExp, CellOptions?][] = [
    ['process.kill(process.pid, "SIGKILL")', "crashed", /SIGKILL ended it/],
    ["(process as any).reallyExit(0)", "crashed", /ended with status 0/],
    ["for (;;);", "time", /the cell took longer than 1 s/, { seconds: 1 }],
    ["await null; for (;;);", "time", /the cell took longer than 1 s/, { seconds: 1 }],
    ["await new Promise(() => {})", "time", /the cell took longer than 1 s/, { seconds: 1 }],
    [
      "const held: any[] = []; for (;;) held.push([held.length])",
      "memory",
      /more than 400 MB of memory/,
    ],
    [`for (;;) ${answer('"x".repeat(1000)')}`, "output", /more than 8 MB to the answers/],
    [
      `for (;;) ${answer('"x\\n".repeat(1000)')}`,
      "output",
      /more than 300000 lines to the answers/,
    ],
    [
      `setInterval(() => ${answer('"x"')}, 1); await new Promise(() => {})`,
      "time",
      /longer than 1 s/,
      { seconds: 1 },
    ],
    [
      "require('fs').closeSync(0); await new Promise(() => {})",
      "time",
      /longer than 1 s/,
      { seconds: 1 },
    ],
    ["require('fs').closeSync(3); 1", "crashed", /ended with status 1/],
  ];
  const limits = { memory: 400 * MB, output: 8 * MB, seconds: 30 };
  const run = async ([code, state, detail, options]: (typeof deaths)[number]) => {
    const dying = kernel({ limits });
    assert.equal((await dying.execute("console.log('alive')")).state, "ok");
    assert.ok(dying.alive);
    const cell = await dying.execute(code, options);
    assert.equal(cell.state, state, `${code}: ${cell.detail}`);
    assert.match(cell.detail, detail);
    assert.ok(!dying.alive);
    // From now on every cell says so, at once.
    const next = await dying.execute("1");
    assert.deepEqual([next.state, next.detail, next.outputs], [cell.state, cell.detail, []]);
    await dying.ended;
  };
  // Two at a time: they mostly wait.
  for (let i = 0; i < deaths.length; i += 2) await Promise.all(deaths.slice(i, i + 2).map(run));
});

test("does what was put out before its end stay a cell's output?", { skip }, async () => {
  const dying = kernel();
  const { outputs, state } = await dying.execute(
    'console.log("last words"); process.kill(process.pid, "SIGKILL")',
  );
  assert.equal(state, "crashed");
  assert.deepEqual(outputs, [{ output_type: "stream", name: "stdout", text: "last words\n" }]);
});

test("does close() end a kernel whose cell runs, and answer that cell?", { skip }, async () => {
  const closing = kernel();
  const cell = closing.execute("for (;;);");
  const { reason } = await closing.close();
  assert.equal(reason, "stopped");
  const { state, detail } = await cell;
  assert.deepEqual([state, detail], ["crashed", "the kernel has been closed"]);
});

test("may the kernel have worker threads?", { skip }, async () => {
  const { outputs } = await execute(`
    const { Worker } = require("worker_threads");
    await Promise.all([1, 2].map((n) => new Promise((resolve) =>
      new Worker("require('worker_threads').parentPort.postMessage(1)", { eval: true }).on("message", resolve))))`);
  assert.deepEqual(
    outputs.map((output) => "data" in output && output.data["text/plain"]),
    ["[ 1, 1 ]"],
  );
});

/** What a cell can put in the places of what the wire is made of. */
const PATCHES = [
  "(Object.prototype as any).toJSON = () => 'mine';",
  "(Array.prototype as any).toJSON = () => 'mine';",
  "Object.defineProperty(Object.prototype, 'toJSON', { get: () => () => null });",
  "Object.defineProperty(String.prototype, 'toJSON', { value: () => 'mine' });",
  "JSON.stringify = (() => 'mine') as any;",
  "JSON.parse = () => ({});",
  "Buffer.from = (() => Buffer.alloc(3)) as any;",
  "Buffer.prototype.subarray = () => Buffer.alloc(0);",
  "require('fs').writeSync = () => 0;",
  "Atomics.wait = (() => 'ok') as any;",
];

test("does the kernel answer whatever a cell has patched of the wire's parts?", {
  skip,
}, async () => {
  const patched = kernel();
  for (const code of PATCHES) {
    assert.equal((await patched.execute(code, { seconds: 20 })).state, "ok", code);
    const { state, outputs } = await patched.execute("[1, 2]", { seconds: 20 });
    assert.equal(state, "ok", code);
    const shown = outputs.map((output) => "data" in output && output.data["text/plain"]);
    assert.deepEqual(shown, ["[ 1, 2 ]"], code);
  }
});
