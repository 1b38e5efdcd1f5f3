// Makes the compiler part of Node's startup snapshot, with the libraries' types read and
// a few cells compiled: a kernel that starts from it need do neither.
//
//   node --snapshot-blob kernel.blob --build-snapshot snapshot.js FOLDER LIB GLOBALS [FIRST]
//   node --snapshot-blob kernel.blob main.js …      runs main.js with it
//
// FIRST is JSON, see First: what many kernels begin with, checked once for all of them.
//
// Code in a snapshot has Node's own modules only. What it has prepared waits in the
// global object for main.js, which is loaded as it would be without a snapshot (adopt.ts).
//
// Nothing here may load Node's streams and ciphers, as node:v8, node:crypto and a warning that
// is printed do: with them in a snapshot, a thread that loads them again aborts the process
// (Node 22 to 26).
import { Compiler } from "../compile/compiler";
import { PREPARED, type Prepared, prepare } from "../compile/prepared";
import { ts } from "../compile/typescript";
import { filesAt, type Places } from "./files";

/** What kernels that start from a snapshot have in common beyond their packages. */
interface First {
  /** Where folders will be for them, and where they are now. */
  places: Places;
  /** Their first cells, by notebook; a cell that does not compile is left out. */
  notebooks: string[][];
}

/** The project's folder, that of TypeScript's libraries, and what cells have beside them. */
const [folder, libFolder, globals, first] = process.argv.slice(2);
const { places, notebooks }: First = first ? JSON.parse(first) : { places: [], notebooks: [] };

/** Compiles code like that of first cells, with what they import. */
function prepareCompiler(): Prepared {
  const files = filesAt(places, libFolder);
  const compiler = new Compiler(files, folder, globals);
  compiler.project.documents.isForSnapshot = true;
  const cells = [
    'import { Matrix } from "ml-matrix"; import * as tslab from "tslab"; import fs from "node:fs";',
    "const a: number[] = [1, 2]; class A { x = 1 }; interface B { y: string }; let n = 0;",
    "function up() { return ++n; } const [c, { length }] = [up(), a]; a.map((x) => x + c);",
    "for (let i = 0; i < 3; i++) console.log(`i`, i); await Promise.all([new Promise((end) => setTimeout(end, 1))]);",
    "n += up(); new A().x",
  ];
  for (const cell of cells) compiler.commit(compiler.compile(cell, "Cell [0]"));
  for (const wrong of ["const = 1;", "const s: string = 1;"]) attempt(compiler, wrong);
  // No completions: their order is Intl's business, which cannot be in a snapshot.
  compiler.questions.isComplete("for (;;) {");
  compiler.questions.inspect("Math.sqrt", 9);
  compiler.forgetCells();
  for (const notebook of notebooks) {
    for (const cell of notebook) attempt(compiler, cell);
    compiler.forgetCells();
  }
  compiler.compileModules();
  compiler.project.documents.isForSnapshot = false;
  return prepare(compiler, files, ts, () => {
    places.length = 0;
    compiler.project.beginAnew();
  });
}

function attempt(compiler: Compiler, cell: string): void {
  try {
    compiler.commit(compiler.compile(cell, "Cell [0]"));
  } catch {
    // Nothing has changed: whoever runs it will be told.
  }
}

Object.defineProperty(globalThis, PREPARED, { value: prepareCompiler(), configurable: true });
