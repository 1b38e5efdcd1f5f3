// The state that cells share: their variables, what is declared so far, and the
// modules they import.
import type { Binding } from "../compile/bindings";
import { readPragmas } from "../compile/cell-source";
import type { CellCode, Compiler } from "../compile/compiler";
import { isCompileError } from "../compile/errors";
import { Autoreload } from "./autoreload";
import { type Cell, runAs } from "./cell";
import { host } from "./host";
import { pick } from "./interop";
import { LostNames } from "./lost-names";
import { type Imports, Modules, type Reloaded } from "./modules";
import { setImmediate } from "./native";
import { type Read, Scope } from "./scope";
import { registerScript, Script } from "./scripts";
import { KeyboardInterrupt } from "./traceback";

/** What came of a cell: the value of the expression it ends with, or a notice. */
export interface Result {
  value?: unknown;
  notice?: string;
}

/** One run of compiled code, as that code sees it. */
interface Run extends Pick<Imports, "import" | "meta"> {
  /** How far it has come; -1 before it has begun. */
  at: number;
  /** Gives the scope another name to read by. */
  alias(name: string, read: Read): void;
}

/** Runs cells one after the other. */
export class Session {
  readonly modules: Modules;
  readonly autoreload: Autoreload;
  readonly lostNames: LostNames;
  private readonly scope = new Scope();
  private readonly imports: Imports;
  /** The file that cells are, to those who ask: it is not there. */
  private readonly place: string;
  private scripts = 0;

  constructor(
    readonly compiler: Compiler,
    private readonly folder: string,
    /** To be told when code of a cell's own may be running. */
    private readonly setCellRuns: (runs: boolean) => void,
  ) {
    this.modules = new Modules(compiler);
    this.autoreload = new Autoreload(this);
    this.lostNames = new LostNames((name) => compiler.names.has(name));
    this.place = `${folder}/cell.ts`;
    this.imports = this.modules.importsOf(this.place);
  }

  /** Runs a cell. Rejects with what it throws. */
  async run(cell: Cell, code: string): Promise<Result> {
    const { module, browser } = readPragmas(code);
    if (browser) throw new Error("cells marked @browser cannot be run");
    if (module) return this.makeModule(cell, module, code);
    const compiled = this.compile(code, cell.label);
    const run = this.newRun();
    try {
      const result = await this.execute(cell, code, compiled, run);
      this.compiler.commit(compiled);
      return result;
    } catch (error) {
      // What ran before the error is kept.
      const { values } = this.scope;
      const isSet = (name: string) => values[name] !== undefined || this.compiler.names.has(name);
      if (run.at >= 0) this.compiler.commitUntil(compiled, run.at, isSet);
      throw error;
    }
  }

  /** Evaluates an expression in the cells' scope, leaving no trace of it. */
  async evaluate(cell: Cell, expression: string): Promise<unknown> {
    const compiled = this.compile(`(${expression}\n)`, cell.label);
    return (await this.execute(cell, expression, compiled, this.newRun())).value;
  }

  /** Puts new versions of modules in force, for the names that cells imported too. */
  async reload(cell: Cell, changed: string[]): Promise<Reloaded> {
    const reloaded = await this.inTurn(cell, () => this.modules.reload(changed));
    this.scope.replace(reloaded.replacements);
    return reloaded;
  }

  /** Compiles code that may use what cells have declared. */
  private compile(code: string, label: string): CellCode {
    try {
      return this.compiler.compile(code, label);
    } catch (error) {
      if (isCompileError(error)) this.lostNames.explain(error);
      throw error;
    }
  }

  /** Makes a cell that starts with `@module name` importable as `./name`. */
  private async makeModule(cell: Cell, name: string, code: string): Promise<Result> {
    const file = `${this.folder}/${name}.ts`;
    this.compiler.makeModule(file, code);
    const [stale] = this.modules.stale([file]);
    if (stale) await this.reload(cell, [stale]);
    return { notice: `the cell is the module ./${name}\n` };
  }

  private newRun(): Run {
    const { import: load, meta } = this.imports;
    return {
      at: -1,
      import: load,
      meta,
      alias: (name, read) => this.scope.bind(name, read),
    };
  }

  private async execute(cell: Cell, code: string, compiled: CellCode, run: Run): Promise<Result> {
    const { bindings, isAsync, names, map, shift } = compiled;
    if (bindings.length > 0) {
      const readers = await this.inTurn(cell, () => this.load(bindings));
      for (const [name, read] of readers) this.scope.bind(name, read);
    }
    const file = `tslab:cell-${++this.scripts}`;
    registerScript(file, new Script(cell.label, true, { map, source: code, shift }));
    const { values } = this.scope;
    const parameters = `${names.scope}, ${names.run}, require, module, exports, __filename, __dirname`;
    // In a block of its own: it may declare names that its function's parameters have.
    const text = `(${isAsync ? "async " : ""}function (${parameters}) { "use strict"; ${names.run}.at = 0; {
${compiled.code}
}})`;
    const { require } = this.imports;
    const args = [values, run, require, { exports: values }, values, this.place, this.folder];
    const returned = await this.inTurn(cell, () => host.evaluate(text, file, args));
    const [value] = (returned as [unknown] | undefined) ?? [];
    return value === undefined ? {} : { value };
  }

  /** Loads what a cell imports; gives its names, and what reads each. */
  private async load(bindings: Binding[]): Promise<[string, Read][]> {
    const readers: [string, Read][] = [];
    for (const { module, names } of bindings) {
      const exports = await this.modules.import(module, this.place);
      for (const [name, imported] of Object.entries(names)) {
        readers.push([name, () => pick(exports(), imported)]);
      }
    }
    return readers;
  }

  /**
   * Runs code of the user's in a turn of the event loop of its own: breaking off an
   * endless loop drops all of that turn, which must hold nothing of the kernel's.
   */
  private inTurn<T>(cell: Cell, run: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      cell.abort = reject;
      if (cell.cancelled) reject(new KeyboardInterrupt());
      const begin = () => {
        if (cell.cancelled) return;
        try {
          const returned = run();
          if (returned instanceof Promise) returned.then(resolve, reject);
          else resolve(returned);
        } catch (error) {
          reject(error);
        }
      };
      setImmediate(() => {
        this.setCellRuns(true);
        runAs(cell, begin);
      });
    });
  }
}
