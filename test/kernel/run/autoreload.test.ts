// Edited files: in force in the next cell, whatever cells hold of the old version.
import assert from "node:assert";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { Client, result, streamed, temporaryProject, traceback } from "../client";

const folder = temporaryProject();

/** Writes a file of lib/ as editors do: a new file renamed onto the old one. */
function edit(name: string, text: string): void {
  const file = path.join(folder, "lib", name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}~`, text);
  fs.renameSync(`${file}~`, file);
}

const model = (loss: string, more = "") => `import { scale } from "./scale";
export class Model {
  steps = 0;
  loss() { return ${loss}; }
  ${more}
}
export const version = ${JSON.stringify(loss)};
`;
edit("scale.ts", "export const scale = 10;\n");
edit("model.ts", model("scale * 1"));

const client = new Client();
before(() => client.start(folder));
after(() => client.close());

test("does an edit reach the imported names, and instances with their values?", async () => {
  await client.execute(`import { Model, version as v } from "./lib/model";
    const m = new Model(); m.steps = 7;
    const all = [m];
    const byFunction = () => v;`);
  assert.equal(result(await client.execute("[m.loss(), v]")), "[ 10, 'scale * 1' ]");
  edit("model.ts", model("scale * 2", "added() { return this.steps; }"));
  const next = await client.execute(
    "[m.loss(), v, byFunction(), all[0].added(), m instanceof Model, m.constructor === Model]",
  );
  assert.equal(result(next), "[ 20, 'scale * 2', 'scale * 2', 7, true, true ]");
  assert.equal(streamed(next), "reloaded lib/model.ts\n");
  assert.equal(streamed(await client.execute("m.loss()")), "", "said once");
});

test("does a second edit within the same second, of the same length, take effect too?", async () => {
  for (const digit of "34567") {
    edit("model.ts", model(`scale * ${digit}`));
    const file = path.join(folder, "lib/model.ts");
    fs.utimesSync(file, new Date(1e12), new Date(1e12));
    assert.equal(result(await client.execute("m.loss()")), `${digit}0`);
  }
});

test("does an edit reach a module's importers?", async () => {
  edit("scale.ts", "export const scale = 100;\n");
  const next = await client.execute("m.loss()");
  assert.equal(result(next), "700");
  assert.equal(streamed(next), "reloaded lib/scale.ts and what imports it: lib/model.ts\n");
});

test("are cells compiled against the new types?", async () => {
  edit("model.ts", model('"text"'));
  assert.equal(result(await client.execute("const text: string = m.loss(); text")), "'text'");
  const { reply } = await client.execute("const wrong: number = m.loss();");
  assert.equal(reply.ename, "TypeScriptError");
});

test("is an edit that does not compile an error naming file and line, and the old version kept?", async () => {
  edit("model.ts", model("scale *"));
  const broken = await client.execute("m.loss()");
  assert.equal(broken.reply.status, "error");
  assert.match(broken.reply.evalue, /^lib\/model\.ts:4: /);
  assert.match(traceback(broken), /→ 4 \| {3}loss\(\) \{ return scale \*; \}/);
  const meanwhile = await client.execute("m.loss()");
  assert.equal(result(meanwhile), "'text'");
  assert.match(streamed(meanwhile, "stderr"), /^lib\/model\.ts: still its last version .*\n$/);
  edit("model.ts", model("scale * 8"));
  assert.equal(result(await client.execute("m.loss()")), "800");
});

test("is an edit that throws when it is run treated likewise?", async () => {
  edit("scale.ts", 'export const scale = 1;\nthrow new Error("at load");\n');
  const broken = await client.execute("m.loss()");
  assert.equal(broken.reply.evalue, "at load");
  assert.match(traceback(broken), /lib\/scale\.ts:2:7/);
  assert.equal(result(await client.execute("m.loss()")), "800");
  edit("scale.ts", "export const scale = 2;\n");
  assert.equal(result(await client.execute("m.loss()")), "16");
});

test("do variables of the same name that are no import keep their values?", async () => {
  await client.execute('import { version } from "./lib/model";');
  await client.execute('const version = "mine";');
  edit("model.ts", model("scale * 9"));
  assert.equal(result(await client.execute("[version, m.loss()]")), "[ 'mine', 18 ]");
});

test("can a file be imported that did not exist when its import first failed?", async () => {
  const code = 'import { late } from "./lib/late"; late';
  assert.equal((await client.execute(code)).reply.ename, "TypeScriptError");
  edit("late.ts", "export const late = 1;\n");
  assert.equal(result(await client.execute(code)), "1");
});

test("do folders with an index, re-exports and circular imports work, and reload?", async () => {
  edit("parts/index.ts", 'export * from "./even";\nexport { odd } from "./odd";\n');
  edit(
    "parts/even.ts",
    'import { odd } from "./odd";\nexport const even = (n: number): boolean => n === 0 || odd(n - 1);\n',
  );
  edit(
    "parts/odd.ts",
    'import { even } from ".";\nexport const odd = (n: number): boolean => n !== 0 && even(n - 1);\n',
  );
  const code = 'import { even, odd } from "./lib/parts"; [even(10), odd(10)]';
  assert.equal(result(await client.execute(code)), "[ true, false ]");
  edit("parts/odd.ts", "export const odd = (n: number): boolean => n === 10;\n");
  assert.equal(result(await client.execute("[even(11), odd(10)]")), "[ true, true ]");
});

test("are subclasses and functions that cells made of the old version up to date?", async () => {
  await client.execute(
    "class Sub extends Model { twice() { return 2 * this.loss(); } } const sub = new Sub(); const alias = Model;",
  );
  edit("model.ts", model("scale * 5", "static made = true;"));
  assert.equal(
    result(await client.execute("[sub.twice(), new Sub().twice(), new alias().loss()]")),
    "[ 20, 20, 10 ]",
  );
});

test("is it said when #private members keep old instances from the new methods?", async () => {
  const secret = (text: string) =>
    `export class Secret {\n  #value = 1;\n  tell() { return [this.#value, "${text}"]; }\n}\n`;
  edit("secret.ts", secret("old"));
  await client.execute('import { Secret } from "./lib/secret"; const s = new Secret();');
  edit("secret.ts", secret("new"));
  const next = await client.execute("[s.tell(), new Secret().tell()]");
  assert.equal(result(next), "[ [ 1, 'old' ], [ 1, 'new' ] ]");
  assert.match(streamed(next), /#private members keep old instances of Secret as they were/);
});
