// What cells give, whatever the kernel runs on: one list, for Node (cells.test.ts) and for
// a browser's worker (test/site/kernel.test.ts).
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells are code in strings

/** A cell and what is to come of it: its result, what it prints, its error, or nothing but that it runs. */
export type Cell =
  | string
  | ({ code: string; gives?: string; prints?: string; error?: RegExp } & Edits);

/** What happens to files of the project before the cell runs; null takes one away. */
export interface Edits {
  files?: Record<string, string | null>;
}

/** Cells that follow one another; where they are Node's own, the reason. */
export type Case = Cell[] | { nodeOnly: string; cells: Cell[] };

export const CASES: Record<string, Case> = {
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
  "are errors those of the code, with its own lines, and does the kernel go on?": [
    "function f(): never { throw new RangeError('no'); }",
    { code: "1;\nf();", error: /RangeError: no[\s\S]*at f \(Cell \[\d+\], line 1:29\)/ },
    { code: "const n: number = 'a';", error: /TypeScriptError: line 1: Type 'string'/ },
    { code: "const = 1;", error: /SyntaxError: line 1: / },
    { code: "throw 'text'", error: /Uncaught: 'text'/ },
    { code: "const dive = (): number => dive() + 1; dive()", error: /RangeError: .*call stack/ },
    { code: "process.exit(3)", error: /SystemExit/ },
    {
      code: "await Promise.any([Promise.reject(new Error('e1')), Promise.reject(new Error('e2'))])",
      error: /error 2 of 2: Error: e2/,
    },
    { code: "typeof f", gives: "'function'" },
  ],
  "does a line that fails change nothing?": [
    "const held = [1, 2];",
    { code: "const held = JSON.parse('{');", error: /JSON/ },
    { code: "held.length", gives: "2" },
  ],
  "does a promise that nobody awaits fail its cell?": [
    { code: "Promise.reject(new Error('late')); 1", error: /Error: late/ },
    { code: "setTimeout(() => { throw new Error('timer'); }, 20);", error: /Error: timer/ },
    { code: "setTimeout(() => console.log('done'), 20);", prints: "done\n" },
  ],
  "are values shown as Node shows them?": [
    { code: "new Set([[1, new Set(['a'])]])", gives: "Set(1) { [ 1, Set(1) { 'a' } ] }" },
    { code: "[new Float64Array(2), -0, 1n]", gives: "[ Float64Array(2) [ 0, 0 ], -0, 1n ]" },
    {
      code: "console.log('%s of %d', 'a', 2, { b: [[[[]]]] })",
      prints: "a of 2 { b: [ [ [Array] ] ] }\n",
    },
    {
      code: "console.table([{ a: 1 }])",
      prints:
        "┌─────────┬───┐\n│ (index) │ a │\n├─────────┼───┤\n│ 0       │ 1 │\n└─────────┴───┘\n",
    },
    { code: "console.error('to stderr')", prints: "to stderr\n" },
    { code: "console.group('in'); throw new Error('stop')", error: /stop/ },
    { code: "console.log('at the margin')", prints: "at the margin\n" },
  ],
  "does an edited file take effect, with what imports it, and leave values alone?": [
    {
      files: {
        "lib/scale-case.ts": "export const scale = 10;\n",
        "lib/model-case.ts":
          "import { scale } from './scale-case';\nexport class Model { steps = 0; loss() { return scale; } }\n",
      },
      code: "import { Model } from './lib/model-case'; const m = new Model(); m.steps = 7; m.loss()",
      gives: "10",
    },
    {
      files: { "lib/scale-case.ts": "export const scale = 20;\n" },
      code: "[m.loss(), m.steps, m instanceof Model]",
      gives: "[ 20, 7, true ]",
      prints: "reloaded lib/scale-case.ts and what imports it: lib/model-case.ts\n",
    },
    {
      files: { "lib/scale-case.ts": "export const scale = ;\n" },
      code: "m.loss()",
      error: /lib\/scale-case\.ts:1: /,
    },
    { files: { "lib/scale-case.ts": null }, code: "m.loss()", error: /scale-case/ },
    { files: { "lib/scale-case.ts": "export const scale = 5;\n" }, code: "m.loss()", gives: "5" },
  ],
  "does a comment in a loaded file leave identities alone?": [
    {
      files: { "lib/kind-case.ts": "export const RELU = Symbol('relu');\n" },
      code: "import { RELU } from './lib/kind-case'; const mine = RELU; mine === RELU",
      gives: "true",
    },
    {
      files: { "lib/kind-case.ts": "export const RELU = Symbol('relu');\n// edited\n" },
      code: "mine === RELU",
      gives: "true",
    },
  ],
  "are imports of every form found?": [
    {
      code: "const which = './lib/random'; (await import(which)).RandomState.name",
      gives: "'RandomState'",
    },
    {
      code: "import { pathToFileURL } from 'node:url'; (await import(pathToFileURL('lib/random.ts').href)).RandomState.name",
      gives: "'RandomState'",
    },
    { code: "(await import('data:text/javascript,export default 42')).default", gives: "42" },
    { code: "import { RandomState as S } from './lib/random.ts'; S.name", gives: "'RandomState'" },
    {
      files: { "data-case.json": '{"n": 1}' },
      code: "import data from './data-case.json' with { type: 'json' }; data.n",
      gives: "1",
    },
    {
      files: { "data-case.json": '{"n": 2, "m": 3}' },
      code: "[data.n, (data as any).m]",
      gives: "[ 2, 3 ]",
    },
    { code: "import q from 'no-such-package-case'", error: /no-such-package-case/ },
    {
      files: {
        "lib/hidden-case.ts":
          "interface Hidden { a: number }\nexport function make(): Hidden { return { a: 1 }; }\n",
      },
      code: "import { make } from './lib/hidden-case'; const h = make(); h.a",
      gives: "1",
    },
    {
      files: {
        "lib/half-case.ts": "export function half(x) { return x / 2; }\nconsole.log(half(3));\n",
      },
      code: "import { half as halfOf } from './lib/half-case'; console.log(halfOf(4))",
      prints: "1.5\n2\n",
    },
    {
      files: { "lib/js-case.js": "exports.g = () => '5' * 2;\nlet n = 5; n = 'x';\n" },
      code: "import { g } from './lib/js-case'; g()",
      gives: "10",
    },
    "/** @module twice-case */\nexport const twice = (z: number) => 2 * z;",
    { code: "import { twice as double } from './twice-case'; double(4)", gives: "8" },
  ],
  "can files be written, read and listed?": [
    {
      code: "import * as fs from 'node:fs'; fs.mkdirSync('made-case', { recursive: true }); fs.writeFileSync('made-case/a.txt', 'kept'); [fs.readdirSync('made-case'), fs.readFileSync('made-case/a.txt', 'utf8'), fs.existsSync('none-case')]",
      gives: "[ [ 'a.txt' ], 'kept', false ]",
    },
    {
      code: "fs.readFileSync('none-case')",
      error: /ENOENT: no such file or directory, open '.*none-case'/,
    },
    {
      code: "fs.rmSync('made-case', { recursive: true }); fs.existsSync('made-case')",
      gives: "false",
    },
  ],
  "is a promise that has been kept shown with its value?": {
    nodeOnly: "a browser lets no program look into a promise",
    cells: [
      { code: "const pending = Promise.resolve(3); await null; pending", gives: "Promise { 3 }" },
    ],
  },
  "is what child processes print, and what is written raw, the cell's?": {
    nodeOnly: "a browser has no processes and no descriptors",
    cells: [
      {
        code: "import { execSync } from 'node:child_process'; import { writeSync } from 'node:fs'; console.log('before'); execSync('echo shell', { stdio: 'inherit' }); writeSync(1, 'raw\\n'); console.log('after');",
        prints: "before\nshell\nraw\nafter\n",
      },
    ],
  },
};

/** What came of a cell; an empty text where there is nothing. */
export interface Came {
  gives: string;
  prints: string;
  error: string;
}

/** What a host does with a list. */
export interface CaseHost {
  run(code: string): Promise<Came>;
  /** Lays a file into the project, or takes it away. */
  put(path: string, text: string | null): Promise<void> | void;
}

/** Says what is not as it should be; undefined when all of a case is. */
export async function wrongIn(given: Case, { run, put }: CaseHost): Promise<string | undefined> {
  for (const cell of "cells" in given ? given.cells : given) {
    const { code, files, gives, prints, error } =
      typeof cell === "string" ? ({ code: cell } as Exclude<Cell, string>) : cell;
    for (const [path, text] of Object.entries(files ?? {})) await put(path, text);
    const came = await run(code);
    const said = `${code}\n${JSON.stringify(came)}`;
    if (error ? !error.test(came.error) : came.error !== "") return said;
    if (gives !== undefined && came.gives !== gives) return said;
    if (prints !== undefined && came.prints !== prints) return said;
  }
  return undefined;
}
