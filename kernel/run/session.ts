// The state that cells share: their variables, what is declared so far, and the
// modules they import.
import vm from "node:vm";
import type { ConvertResult } from "tslab/dist/converter";
import { CompileError, type Compiler } from "../compile/compiler";
import { LostNames } from "../compile/lost-names";
import { Autoreload } from "./autoreload";
import { type Cell, runAs } from "./cell";
import { Modules, type Reloaded } from "./modules";
import { setImmediate } from "./native";
import { forgetMaps, registerScript, Script } from "./scripts";
import { KeyboardInterrupt } from "./traceback";

/** What a cell's last expression gave, if it ends with an expression. */
export type Result = { value: unknown } | null;

type Scope = Record<PropertyKey, unknown>;

/** Runs cells one after the other. */
export class Session {
  /** The declarations of all cells so far, as tslab wants them for the next one. */
  declarations = "";
  readonly modules: Modules;
  readonly autoreload: Autoreload;
  readonly lostNames: LostNames;
  private readonly variables: Scope = {};
  /** Imported names: how to read each anew, and what it was when last read. */
  private readonly imported = new Map<PropertyKey, { read: () => unknown; last: unknown }>();
  private scripts = 0;

  constructor(
    readonly compiler: Compiler,
    folder: string,
    /** To be told when code of a cell's own may be running. */
    private readonly setCellRuns: (runs: boolean) => void,
  ) {
    this.modules = new Modules(folder);
    this.autoreload = new Autoreload(this, folder);
    this.lostNames = new LostNames(compiler.typescript);
    const require = this.modules.requireFrom(folder);
    Object.assign(globalThis, { __tslab__: { exports: this.createScope(), require } });
  }

  /** Runs a cell. Rejects with what it throws. */
  async run(cell: Cell, code: string): Promise<Result> {
    const meta = require("tslab/dist/metadata").getCodeMetadata(code);
    if (meta.module) {
      this.compiler.addModule(meta.module, code, meta);
      return null;
    }
    if (meta.mode === "browser") throw new Error("cells marked @browser cannot be run");
    const converted = this.compile(code);
    const stale = this.modules.add(converted.sideOutputs ?? []);
    if (stale.length > 0) await this.reload(cell, stale);
    const result = converted.output ? await this.execute(cell, code, converted) : null;
    this.declarations = converted.declOutput ?? "";
    return result;
  }

  /** Evaluates an expression in the cells' scope, leaving no trace of it. */
  async evaluate(cell: Cell, expression: string): Promise<unknown> {
    const converted = this.compile(`(${expression}\n)`);
    return (await this.execute(cell, expression, converted))?.value;
  }

  /** Puts new versions of modules in force, for the names that cells imported too. */
  async reload(cell: Cell, changed: string[]): Promise<Reloaded> {
    const reloaded = await this.inTurn(cell, () => this.modules.reload(changed));
    for (const [name, value] of Object.entries(this.variables)) {
      const replacement = reloaded.replacements.get(value);
      if (replacement) this.variables[name] = replacement;
    }
    for (const [name, binding] of this.imported) {
      const current = this.variables[name as string];
      const assigned = current !== binding.last;
      if (assigned && reloaded.replacements.get(binding.last) !== current) continue;
      binding.last = this.variables[name as string] = binding.read();
    }
    return reloaded;
  }

  /** Compiles code that may use what cells have declared. */
  private compile(code: string): ConvertResult {
    try {
      return this.compiler.compile(this.declarations, code);
    } catch (error) {
      if (error instanceof CompileError) this.lostNames.explain(error);
      throw error;
    }
  }

  private async execute(cell: Cell, code: string, converted: ConvertResult): Promise<Result> {
    const file = `tslab:cell-${++this.scripts}`;
    registerScript(file, new Script(cell.label, true, code, converted.output ?? ""));
    forgetMaps();
    const prefix = converted.hasToplevelAwait
      ? "(async function(exports, require) { "
      : "(function(exports, require) { ";
    const call = "})(__tslab__.exports, __tslab__.require)";
    const script = new vm.Script(`${prefix}${converted.output}\n${call}`, {
      filename: file,
      columnOffset: -prefix.length,
    });
    // Only code that is run by `vm` can be broken off by SIGINT while it is synchronous.
    await this.inTurn(cell, () => script.runInThisContext({ breakOnSigint: true }));
    const last = converted.lastExpressionVar;
    const value = last && this.variables[last];
    if (last) delete this.variables[last];
    return value === undefined ? null : { value };
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

  /** The object that cells export their variables to. */
  private createScope(): Scope {
    return new Proxy(this.variables, {
      // TypeScript defines imported names by getters; tslab keeps them as plain values,
      // so that later cells may assign to them.
      defineProperty: (variables, name, attributes) => {
        if (name === "__esModule") return true;
        if (attributes.get) {
          variables[name] = attributes.get();
          this.imported.set(name, { read: attributes.get, last: variables[name] });
        } else {
          variables[name] = attributes.value;
          this.imported.delete(name);
        }
        return true;
      },
    });
  }
}
