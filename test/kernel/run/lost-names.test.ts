// Names that a failed cell would have declared: what later cells say of them.
import assert from "node:assert";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { Client, type Outcome, result, temporaryProject, traceback } from "../client";

const folder = temporaryProject();
const client = new Client();
before(() => client.start(folder));
after(() => client.close());

const run = (code: string) => client.execute(code, { stop_on_error: false });
const label = ({ reply }: Outcome) => `Cell [${reply.execution_count}]`;

/** Checks what an error says, as its value and in its traceback. */
function says({ reply, ...rest }: Outcome, message: string): void {
  assert.equal(reply.status, "error");
  assert.equal(reply.ename, "TypeScriptError");
  assert.equal(reply.evalue.replace(/^line \d+: /, ""), message);
  assert.ok(traceback({ reply, ...rest }).includes(`: ${message} (TS`), reply.traceback.join("\n"));
}

const unsolved = "throw new Error('Q2.3 is not solved yet');";
const why = "Error: Q2.3 is not solved yet";

test("does an unknown name tell of the cell that declares it and of its error?", async () => {
  const failed = await run(`${unsolved}\nconst sigmoidHistory = [1];`);
  const outcome = await run("sigmoidHistory.length");
  says(
    outcome,
    `Cannot find name 'sigmoidHistory'. ${label(failed)}, which declares it, failed: ${why}`,
  );
  assert.match(traceback(outcome), /→ 1 \| sigmoidHistory\.length\n {4}\| \^/);
});

test("do the cells after that one tell of the first cause?", async () => {
  const failed = await run(`${unsolved}\nconst first = 1;`);
  const second = await run("const second = first + 1;");
  const third = await run("const third = second + 1;");
  const because = `failed because ${label(failed)} did: ${why}`;
  says(
    await run("third"),
    `Cannot find name 'third'. ${label(third)}, which declares it, ${because}`,
  );
  says(
    await run("second"),
    `Cannot find name 'second'. ${label(second)}, which declares it, ${because}`,
  );
});

test("is the first cause named before other errors of the same cell?", async () => {
  const failed = await run(`${unsolved} const lost = 1;`);
  const outcome = await run("const wrong: number = '';\nlost;");
  assert.equal(
    outcome.reply.evalue,
    `line 2: Cannot find name 'lost'. ${label(failed)}, which declares it, failed: ${why}`,
  );
  assert.match(traceback(outcome), /line 1:7: Type 'string' is not assignable/);
});

for (const [what, code, use] of [
  ["function", "function name1() {}", "name1()"],
  ["class", "class name2 {}", "new name2()"],
  ["enum", "enum name3 { A }", "name3.A"],
  ["type", "type name4 = number;", "const a: name4 = 1;"],
  ["interface", "interface name5 {}", "const b: name5 = {};"],
  ["second variable", "let c = 1, name6 = 2;", "name6"],
  ["object pattern", "const { a: { name7 }, ...others } = { a: { name7: 1 } };", "name7"],
  ["array pattern", "const [, [name8 = 1]] = [0, [1]];", "name8"],
  ["rest of a pattern", "const [head, ...name9] = [0, 1];", "name9"],
  ["import", 'import { join as name10 } from "node:path";', "name10('a', 'b')"],
  ["default import", 'import name11 from "node:path";', "name11.sep"],
  ["namespace import", 'import * as name12 from "node:path";', "name12.sep"],
  ["variable used in a shorthand", "const name13 = 1;", "({ name13 })"],
  ["variable whose type is asked for", "const name14 = 1;", "const d: typeof name14 = 1;"],
  ["namespace in a type", 'import * as name15 from "node:fs";', "const e: name15.Stats[] = [];"],
  ["variable close to another name", "const consol = 1;", "consol"],
] as const) {
  test(`is a failed cell's ${what} told of?`, async () => {
    const failed = await run(`nowhere;\n${code}`);
    const name = /name\d+|consol/.exec(code)?.[0];
    says(
      await run(use),
      `Cannot find name '${name}'. ${label(failed)}, which declares it, failed: TypeScriptError: line 1: Cannot find name 'nowhere'.`,
    );
  });
}

test("are types and functions there when their cell throws, and variables as far as it came?", async () => {
  await run(
    `const early = 1; ${unsolved} const late = 2; type Kept = 3; function there() { return 4; }`,
  );
  assert.equal(result(await run("const three: Kept = 3; [early, three, there()]")), "[ 1, 3, 4 ]");
  assert.match((await run("late")).reply.evalue, /Cannot find name 'late'\. Cell \[\d+\]/);
});

test("does a cell that does not compile count as failed, its imports included?", async () => {
  fs.writeFileSync(path.join(folder, "lib/wrong.ts"), 'export const wrong: number = "";\n');
  const failed = await run('import { wrong } from "./lib/wrong";');
  assert.equal(failed.reply.ename, "TypeScriptError");
  const error = `TypeScriptError: ${failed.reply.evalue}`;
  says(
    await run("wrong"),
    `Cannot find name 'wrong'. ${label(failed)}, which declares it, failed: ${error}`,
  );
});

test("does an interrupted cell count as failed?", async () => {
  const [request] = await client.submit(["for (;;) {}\nconst endless = 1;"]);
  await new Promise((resolve) => setTimeout(resolve, 500));
  await client.interrupt();
  const failed = await client.collect(request);
  says(
    await run("endless"),
    `Cannot find name 'endless'. ${label(failed)}, which declares it, failed: KeyboardInterrupt: the cell was interrupted`,
  );
});

test("is only the first line of a long error told?", async () => {
  const failed = await run("throw new Error('one\\ntwo');\nconst long = 1;");
  says(
    await run("long"),
    `Cannot find name 'long'. ${label(failed)}, which declares it, failed: Error: one`,
  );
});

test("does running the cell again mend it?", async () => {
  await run(`${unsolved} const again = 1;`);
  assert.equal((await run("again")).reply.status, "error");
  await run("const again = 1;");
  assert.equal(result(await run("again")), "1");
});

test("is a name forgotten that a later cell has declared?", async () => {
  await run(`${unsolved} const Shape = 1;`);
  await run("const Shape = 2;");
  // There is no namespace of that name, but that is no cell's failure.
  const { reply } = await run("let a: Shape.Area;");
  assert.equal(reply.evalue, "line 1: Cannot find namespace 'Shape'.");
});

test("do names that no cell declares, and names in functions, stay as they were?", async () => {
  await run(`function outer() { const inner = 1; return inner; }\n${unsolved}`);
  assert.equal((await run("inner")).reply.evalue, "line 1: Cannot find name 'inner'.");
  assert.equal((await run("unheardOf")).reply.evalue, "line 1: Cannot find name 'unheardOf'.");
});

test("does a name known from a cell before stay known when a later one fails?", async () => {
  await run("const kept = 1;");
  await run(`${unsolved} const kept = 2;`);
  assert.equal((await run("kept")).reply.status, "ok");
});
