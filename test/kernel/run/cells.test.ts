// Cells that take any TypeScript: what one declares, and what the cells after it see.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells are code in strings
import assert from "node:assert";
import { after, before, test } from "node:test";
import { Client, result, streamed } from "../client";

const client = new Client();
before(() => client.start());
after(() => client.close());

/** A cell and what is to come of it: its result, what it prints, or nothing but that it runs. */
type Cell = string | { code: string; gives?: string; prints?: string };

const SEQUENCES: Record<string, Cell[]> = {
  "do functions of earlier cells see what a later cell assigns?": [
    "let total = 0; var label = 'a'; function add() { total++; return total; }",
    { code: "add(); total = total + 10; add()", gives: "12" },
    {
      code: "[total, label] = [1, label + 'b']; ({ total } = { total: total + 1 }); add()",
      gives: "3",
    },
    { code: "let total = 'text'; [total.length, label]", gives: "[ 4, 'ab' ]" },
  ],
  "is the last declaration of a name the one that earlier functions call?": [
    "class Animal { says() { return 'old'; } } function helper() { return 'old'; }",
    "const make = () => [new Animal().says(), helper()];",
    "class Animal { says() { return 'new'; } } const helper = () => 'newer';",
    { code: "make()", gives: "[ 'new', 'newer' ]" },
  ],
  "does a class stay what another was derived from?": [
    "abstract class Shape { abstract area(): number; describe() { return `area ${this.area()}`; } }",
    "class Square extends Shape { constructor(private side: number) { super(); } area() { return this.side ** 2; } }",
    "abstract class Shape { abstract volume(): number }",
    {
      code: "[new Square(3).describe(), new Square(3) instanceof Shape]",
      gives: "[ 'area 9', false ]",
    },
  ],
  "is whatever may be awaited awaited, at the top level and in blocks?": [
    { code: "await (async () => 5)()", gives: "5" },
    { code: "await [1, await Promise.resolve(2)][1]", gives: "2" },
    {
      code: "if (await true) { for await (const x of [Promise.resolve(7)]) console.log(x); }",
      prints: "7\n",
    },
    { code: "const pending = Promise.resolve(3); await null; pending", gives: "Promise { 3 }" },
    {
      code: "loop: for (const n of [1, 2]) { await n; if (n === 2) { console.log(n); break loop; } }",
      prints: "2\n",
    },
  ],
  "are patterns taken apart with renames, defaults and rests?": [
    "const best = { rate: 0.1, more: { list: [7, 8, 9] } };",
    {
      code: "const { rate: r, more: { list: [first, ...rest] }, none = () => 1 } = best as typeof best & { none?: () => number }; [r, first, rest, none.name]",
      gives: "[ 0.1, 7, [ 8, 9 ], 'none' ]",
    },
    { code: "for (var { length } of ['ab', 'abc']) {} length!", gives: "3" },
    {
      code: "const { a, b = a } = { a: 1 } as { a: number; b?: number }; [a, b]",
      gives: "[ 1, 1 ]",
    },
    { code: "[best].map(({ rate: x }) => x)", gives: "[ 0.1 ]" },
  ],
  "do loops and blocks keep their own names, and a var the cell's?": [
    "const x = 'outer'; for (const x of [1]) { let y = x; } for (var i = 0, n = 3; i < n; i++) { var last = i; }",
    { code: "[x, i, last]", gives: "[ 'outer', 3, 2 ]" },
    { code: "((x) => x)(1) + x; try { throw 2 } catch (x) { console.log(x); }", prints: "2\n" },
    {
      code: "const f = function x(): string { return typeof x; }; [f(), x]",
      gives: "[ 'function', 'outer' ]",
    },
  ],
  "are namespaces, merged classes, enums and constants there two cells on?": [
    "namespace Geo { export let calls = 0; export const twice = (n: number) => (calls++, 2 * n); export namespace In { export const deep = 1; } }",
    "class Box { static n = 1 } namespace Box { export const m = 2 } enum Color { Red = 'r' } export const enum Size { S = 1, L = S << 2 }",
    {
      code: "[Geo.twice(4), Geo.calls, Geo.In.deep, Box.n + Box.m, Color.Red, Size.L]",
      gives: "[ 8, 1, 1, 3, 'r', 4 ]",
    },
    { code: "import Inner = Geo.In; Inner.deep", gives: "1" },
  ],
  "may a function have properties, and overloads?": [
    "function fib(n: number): number { return fib.known.get(n) ?? (n < 2 ? n : fib(n - 1) + fib(n - 2)); } fib.known = new Map([[2, 1]]);",
    { code: "[fib(10), fib.known.size]", gives: "[ 55, 1 ]" },
    "function pick(n: number): number; function pick(s: string): string; function pick(v: any) { return v; }",
    { code: "pick('a').toUpperCase() + pick(1).toFixed(1)", gives: "'A1.0'" },
  ],
  "does `declare global` hold for the cells to come?": [
    "declare global { interface Array<T> { second(): T | undefined } } Array.prototype.second = function () { return this[1]; };",
    { code: "[1, 2].second()", gives: "2" },
    { code: "['a', 'b'].second()?.toUpperCase()", gives: "'B'" },
  ],
  "may code that exports be pasted?": [
    "export interface Options { rate: number } export const defaults: Options = { rate: 0.1 }; export class Counter { n = 0; up() { return ++this.n; } }",
    { code: "const mine: Options = defaults; new Counter().up() + mine.rate", gives: "1.1" },
    "export default function half(n: number) { return n / 2; }",
    "export default class Half { of = half; }",
    { code: "new Half().of(3)", gives: "1.5" },
    "let hidden = 1; export { hidden as shown }; export * as randoms from './lib/random'; export { RandomState as R } from './lib/random';",
    { code: "hidden = 2; [shown, new R(0) instanceof randoms.RandomState]", gives: "[ 2, true ]" },
  ],
  "are types of every kind known later, whatever is private or unexported in them?": [
    "type Path<T extends string> = `/${T}`; interface Pair<T> { left: T; right: T } const Hidden = class { #n = 1; private m = 2; up() { return ++this.#n + this.m; } };",
    {
      code: "const pair: Pair<Path<'a'>> = { left: '/a', right: '/a' }; new Hidden().up()",
      gives: "4",
    },
    "const Mixed = <B extends new (...args: any[]) => object>(Base: B) => class extends Base { protected started = 1; };",
    { code: "typeof new (Mixed(class {}))()", gives: "'object'" },
    "const KEY = Symbol('key'); const keyed = { [KEY]: 1 };",
    { code: "keyed[KEY] + 1", gives: "2" },
    "const Config = { make: () => ({ n: 1 }) }; type Config = ReturnType<typeof Config.make>;",
    { code: "const config: Config = Config.make(); config", gives: "{ n: 1 }" },
  ],
  "may a type and a value of one name come from different cells?": [
    "interface Point { x: number }",
    "const Point = { at: (x: number): Point => ({ x }) };",
    { code: "const p: Point = Point.at(1); p", gives: "{ x: 1 }" },
  ],
  "do generators, decorators, accessors and static blocks work?": [
    "function* count() { let n = 0; while (true) yield n++; } const twice = (f: any, _: unknown) => function (this: any) { return 2 * f.call(this); };",
    {
      code: "class D { accessor n = 2; static made = 0; static { D.made++; } @twice get() { return this.n; } } [new D().get(), D.made]",
      gives: "[ 4, 1 ]",
    },
    { code: "const [zero, one] = count(); [zero, one]", gives: "[ 0, 1 ]" },
  ],
  "are resources disposed of at the end of their block, or of the cell?": [
    {
      code: "{ using inner = { [Symbol.dispose]() { console.log('inner'); } }; } console.log('after');",
      prints: "inner\nafter\n",
    },
    {
      code: "await using outer = { async [Symbol.asyncDispose]() { console.log('outer'); } }; console.log('before');",
      prints: "before\nouter\n",
    },
  ],
  "do names that cells declare leave the globals alone?": [
    {
      code: "const name = 'n', status = 's', Map = 5; [name, status, Map]",
      gives: "[ 'n', 's', 5 ]",
    },
    { code: "const performance = { now: () => 'mine' }; performance.now()", gives: "'mine'" },
    { code: "new globalThis.Map([[1, 2]]).size", gives: "1" },
    { code: "const größe = 1, $cells = 2, $run = 3; größe + $cells + $run", gives: "6" },
    "const module = 1, exports = 2, require = 3;",
    { code: "module + exports + require", gives: "6" },
  ],
  "is a lone object shown, and a block a block?": [
    { code: "{ a: 1, b: [2] }", gives: "{ a: 1, b: [ 2 ] }" },
    { code: "{ console.log('block'); }", prints: "block\n" },
    { code: "// first\n{ ...{ c: 3 } }", gives: "{ c: 3 }" },
  ],
  "are a first line for a shell, Windows' line ends and a byte order mark no matter?": [
    { code: "#!/usr/bin/env node\nconsole.log('run')", prints: "run\n" },
    { code: "const crlf = 1;\r\ncrlf + 1", gives: "2" },
    { code: "\ufeff'use strict'; const marked = 2; marked", gives: "2" },
  ],
  "does the compiler know what Node has?": [
    {
      code: "[[3, 1].toSorted(), [1, 2].with(0, 9), [1, 2].findLast((x) => x < 2)]",
      gives: "[ [ 1, 3 ], [ 9, 2 ], 1 ]",
    },
    {
      code: "[crypto.randomUUID().length, (await crypto.subtle.digest('SHA-256', new Uint8Array(1))).byteLength]",
      gives: "[ 36, 32 ]",
    },
  ],
  "is code without types run?": [
    {
      code: "function untyped(a, b) { return this === undefined && a + b; } untyped(1, 2)",
      gives: "3",
    },
    { code: "const bag = {}; bag['k'] = 1; bag", gives: "{ k: 1 }" },
  ],
};

for (const [question, cells] of Object.entries(SEQUENCES)) {
  test(question, async () => {
    for (const cell of cells) {
      const { code, gives, prints } = typeof cell === "string" ? { code: cell } : cell;
      const outcome = await client.execute(code);
      assert.equal(outcome.reply.status, "ok", `${code}\n${outcome.reply.evalue}`);
      if (gives !== undefined) assert.equal(result(outcome), gives, code);
      if (prints !== undefined) assert.equal(streamed(outcome), prints, code);
    }
  });
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
