// Errors: what a failing cell shows of itself.
import assert from "node:assert";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { Client, type Outcome, temporaryProject, traceback } from "../client";

const folder = temporaryProject();
fs.writeFileSync(
  path.join(folder, "lib/half.ts"),
  `interface Options {
  of: number;
}

/** Half of something even. */
export function half({ of }: Options): number {
  if (of % 2 !== 0) {
    throw new RangeError(of + " is odd");
  }
  return of / 2;
}
`,
);
const client = new Client();
before(() => client.start(folder));
after(() => client.close());

/** Checks that an error is shown as it is replied, and once. Returns the traceback. */
function shown(outcome: Outcome, ename: string, evalue: string | RegExp): string {
  const { reply, messages } = outcome;
  assert.equal(reply?.status, "error");
  assert.equal(reply.ename, ename);
  if (typeof evalue === "string") assert.equal(reply.evalue, evalue);
  else assert.match(reply.evalue, evalue);
  const errors = messages.filter(({ type }) => type === "error");
  assert.equal(errors.length, 1);
  const { traceback: lines } = reply;
  assert.deepEqual(errors[0].content, { ename, evalue: reply.evalue, traceback: lines });
  return traceback(outcome);
}

test("does a failing cell give an error output with the line of the cell?", async () => {
  const outcome = await client.execute("const a = 1;\n\n  throw new TypeError('no');");
  const text = shown(outcome, "TypeError", "no");
  assert.match(text, new RegExp(`at Cell \\[${outcome.reply.execution_count}\\], line 3:9`));
  assert.match(text, /→ 3 \| {3}throw new TypeError\('no'\);\n {4}\| {9}\^/);
});

test("does the traceback name the user's functions, in other cells too, and no others?", async () => {
  const first = await client.execute(`type Anything = unknown;
function inner(x: number): Anything {
  return (null as any).field + x;
}
const outer = async (x: number) => {
  await null;
  return inner(x);
};`);
  const outcome = await client.execute("// two\n// lines\nawait outer(1)");
  const text = shown(outcome, "TypeError", /null/);
  const [declared, called] = [first, outcome].map(({ reply }) => reply.execution_count);
  const frames = text.split("\n").filter((line) => line.startsWith("    at "));
  assert.deepEqual(frames, [
    `    at inner (Cell [${declared}], line 3:24)`,
    `    at outer (Cell [${declared}], line 7:10)`,
    `    at Cell [${called}], line 3:1`,
  ]);
});

test("does it name a file of the project with the line of the TypeScript source?", async () => {
  const outcome = await client.execute('import { half } from "./lib/half";\nhalf({ of: 3 });');
  const text = shown(outcome, "RangeError", "3 is odd");
  assert.match(text, /at half \(lib\/half\.ts:8:11\)/);
  assert.match(text, /→ +8 \| {5}throw new RangeError/);
  assert.match(text, /at Cell \[\d+\], line 2:5|at Cell \[\d+\], line 2:1/);
  assert.doesNotMatch(text, /node:|tslab|kernel/);
});

test("does err.stack name the same places?", async () => {
  const outcome = await client.execute("\nconsole.log(new Error('e').stack)");
  const { content } = outcome.messages.find(({ type }) => type === "stream") ?? assert.fail();
  assert.match(content.text, /^Error: e\n {4}at Cell \[\d+\], line 2:13\n$/);
});

test("are all compile errors shown, with line, column and source?", async () => {
  const outcome = await client.execute("const n: number = 'a';\nconst ok = 1;\nok.missing;");
  const text = shown(outcome, "TypeScriptError", /^line 1: Type 'string' is not assignable/);
  assert.match(text, /line 1:7: Type 'string'/);
  assert.match(text, /→ 1 \| const n: number = 'a';\n {4}\| {7}\^/);
  assert.match(text, /line 3:4: Property 'missing' does not exist/);
});

test("is a syntax error called one?", async () => {
  shown(
    await client.execute("const = 1;"),
    "SyntaxError",
    /^line 1: Variable declaration expected/,
  );
});

test("does a compile error in an imported file name the file and its line?", async () => {
  fs.writeFileSync(
    path.join(folder, "lib/bad.ts"),
    'export const x = 1;\nexport const y: number = "";\n',
  );
  const outcome = await client.execute('import { y } from "./lib/bad"; y');
  const text = shown(outcome, "TypeScriptError", /^lib\/bad\.ts:2: Type 'string'/);
  assert.match(text, /lib\/bad\.ts:2:14/);
  assert.match(text, /→ 2 \| export const y/);
});

test("are causes shown, and the errors of an AggregateError?", async () => {
  const cause = "throw new Error('outer', { cause: new RangeError('inner') })";
  assert.match(shown(await client.execute(cause), "Error", "outer"), /caused by RangeError: inner/);
  const any =
    "await Promise.any([Promise.reject(new Error('e1')), Promise.reject(new TypeError('e2'))])";
  const text = shown(await client.execute(any), "AggregateError", "All promises were rejected");
  assert.match(text, /error 1 of 2: Error: e1/);
  assert.match(text, /error 2 of 2: TypeError: e2/);
});

for (const [thrown, ename, evalue] of [
  ['"text"', "Uncaught", "'text'"],
  ["{ a: 1 }", "Uncaught", "{ a: 1 }"],
  ["null", "Uncaught", "null"],
  ["undefined", "Uncaught", "undefined"],
  ["Symbol('s')", "Uncaught", "Symbol(s)"],
  ["new Error()", "Error", ""],
  ["Object.assign(new Error('m'), { name: 7 })", "Error", "m"],
  ["Object.assign(new Error(), { message: { a: 1 } })", "Error", "{ a: 1 }"],
  ["Object.defineProperty(new Error('m'), 'message', { get() { throw 1; } })", "Error", ""],
  ["Object.defineProperty(new Error('m'), 'stack', { get() { throw 1; } })", "Error", "m"],
  [
    "new Proxy(new Error('m'), { get() { throw 1; }, getPrototypeOf() { throw 1; } })",
    "Uncaught",
    /./,
  ],
  ["new (class Special extends Error {})('m')", "Special", "m"],
  ["new Error('x'.repeat(1e6))", "Error", /^x{20000}… \(980000 more characters\)$/],
  ["(() => { const e: any = new Error('m'); e.cause = e; return e; })()", "Error", "m"],
] as const) {
  test(`is ${thrown} shown when thrown, and does the kernel go on?`, async () => {
    shown(await client.execute(`throw ${thrown};`), ename, evalue);
    assert.equal((await client.execute("1")).reply.status, "ok");
  });
}

test("does endless recursion end with an error?", async () => {
  const outcome = await client.execute("const dive = (): number => dive() + 1;\ndive();");
  const text = shown(outcome, "RangeError", /call stack/);
  assert.match(text, /at dive \(Cell \[\d+\], line 1:28\)[\s\S]*the same again/);
});

for (const how of ["exit(0)", "exit(3)", "abort()"]) {
  test(`is process.${how} an error of its cell, even if caught, and does the kernel live on?`, async () => {
    await client.execute("const before = 1;");
    shown(await client.execute(`process.${how}`), "SystemExit", /^process\./);
    shown(await client.execute(`try { process.${how} } catch {}`), "SystemExit", /^process\./);
    assert.equal((await client.execute("before")).reply.status, "ok");
  });
}
