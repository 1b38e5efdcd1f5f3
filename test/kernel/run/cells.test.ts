// Cells that take any TypeScript: what one declares, and what the cells after it see.
import assert from "node:assert";
import fs from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { Client, result, root, streamed, temporaryProject, traceback } from "../client";
import { CASES, wrongIn } from "./cases";

const folder = temporaryProject();
fs.cpSync(path.join(root, "lib"), path.join(folder, "lib"), { recursive: true });
const client = new Client();
before(() => client.start(folder));
after(() => client.close());

/** Puts a file there as editors do: a new one, renamed onto the old one. */
function put(name: string, text: string | null): void {
  const file = path.join(folder, name);
  if (text === null) {
    fs.rmSync(file);
    return;
  }
  fs.writeFileSync(`${file}~`, text);
  fs.renameSync(`${file}~`, file);
}

async function run(code: string) {
  const outcome = await client.execute(code);
  const { reply } = outcome;
  const failed = reply.status !== "ok";
  const error = failed ? `${reply.ename}: ${reply.evalue}\n${traceback(outcome)}` : "";
  const prints = streamed(outcome) + streamed(outcome, "stderr");
  return { gives: result(outcome) ?? "", prints, error };
}

for (const [question, cells] of Object.entries(CASES)) {
  test(question, async () => assert.equal(await wrongIn(cells, { run, put }), undefined));
}

test("does a declaration that fails leave the old value, and keep what ran before it?", async () => {
  await client.execute("const held = [1, 2]; const { inside } = { inside: 'old' };");
  const failed = await client.execute(
    "const reached = 1; const { inside, none: { x } } = { inside: 'new' } as any; const missed = 2;",
  );
  assert.equal(failed.reply.ename, "TypeError");
  assert.equal((await client.execute("const held = JSON.parse('{');")).reply.ename, "SyntaxError");
  assert.equal(result(await client.execute("[held.length, inside, reached]")), "[ 2, 'old', 1 ]");
  assert.match((await client.execute("missed")).reply.evalue, /^line 1: Cannot find name 'missed'/);
});

test("is a variable that a cell only declares assigned by another?", async () => {
  await client.execute("let later: number;");
  assert.equal(result(await client.execute("later = 4; later + 1")), "5");
  assert.equal(result(await client.execute("later + 2")), "6");
});

test("is an assignment to a constant, a function or an import of another cell refused?", async () => {
  await client.execute(
    "const fixed = 1; function fun() {} import { RandomState } from './lib/random';",
  );
  for (const [name, why] of [
    ["fixed", "a constant"],
    ["fun", "a function"],
    ["RandomState", "an import"],
  ]) {
    const { reply } = await client.execute(`${name} = 2 as never;`);
    assert.equal(reply.evalue, `line 1: Cannot assign to '${name}' because it is ${why}.`);
  }
});

test("is a line as quick after 200 cells, and after an object of 12,000 entries?", async () => {
  const time = async () => {
    const taken: number[] = [];
    for (let i = 0; i < 20; i++) taken.push((await client.execute(`${i} + 1`)).seconds);
    return taken.sort((a, b) => a - b)[5];
  };
  const before = await time();
  for (let i = 0; i < 200; i++) await client.execute(`const many${i} = ${i};`);
  const entries = Array.from({ length: 12_000 }, (_, i) => `k${i}: ${i}`).join(", ");
  assert.equal(result(await client.execute(`const big = { ${entries} }; big.k7`)), "7");
  const later = await time();
  assert.ok(later < 3 * before + 0.005, `${later} s, ${before} s at first`);
});
