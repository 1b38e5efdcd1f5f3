// The project's modules as the kernel runs them, and their replacement when edited.
//
// Importers hold on to a module's exports object. A new version is run apart, and
// only when all of it has run are its exports copied into that same object, so a
// failure half-way leaves the old version whole.
import type { Compiler } from "../compile/compiler";
import { MODULE_PARAMETERS, type ModuleCode, requiredModules } from "../compile/module-code";
import { dirname } from "../compile/paths";
import { host } from "./host";
import { star } from "./interop";
import { Loading } from "./loading";
import { type Outcome, replaceExports } from "./replace";
import { registerScript, Script } from "./scripts";

interface Loaded {
  /** As the module's code has it. */
  module: { exports: unknown; id: string; filename: string; loaded: boolean };
  /** The exports object that importers hold, of the first version that ran. */
  exports: unknown;
  code: ModuleCode;
  /** The modules it imports. */
  imports: Set<string>;
}

/** What a reload has replaced. */
export interface Reloaded extends Outcome {
  /** The modules' paths, the edited ones first. */
  paths: string[];
}

/** What code of the user's is run with, to import modules by. */
export interface Imports {
  require: (name: string) => unknown;
  import: (name: unknown, options?: unknown) => Promise<unknown>;
  meta: object;
}

/** Loads and reloads the project's modules. */
export class Modules {
  private readonly loading: Loading;
  private readonly compiled = new Map<string, ModuleCode>();
  private readonly loaded = new Map<string, Loaded>();
  /** While reloading: what has to run again, and what has, not yet in force. */
  private reloading: { affected: Set<string>; staged: Map<string, Loaded> } | null = null;

  constructor(private readonly compiler: Compiler) {
    this.loading = new Loading(compiler.project);
  }

  /** What code at `file` imports modules by; `importer` is the module it is, if it is one. */
  importsOf(file: string, importer?: Loaded): Imports {
    const wrapped = (name: string): unknown => {
      const own = this.loading.find(name, file);
      if (!own) return this.loading.require(name, file);
      importer?.imports.add(own);
      return this.load(own);
    };
    return {
      require: Object.assign(wrapped, this.loading.properties(file)),
      import: async (name, options) => {
        const own = this.loading.find(String(name), file);
        if (!own) return this.loading.import(String(name), file, options);
        importer?.imports.add(own);
        if (!this.loaded.has(own)) this.compiler.checkModule(own);
        await this.prepare(own);
        return star(this.load(own));
      },
      meta: {
        url: host.toUrl(file),
        filename: file,
        dirname: dirname(file),
        resolve: (name: string) => this.resolve(name, file),
      },
    };
  }

  /** Loads a module for the code at `file`; returns what reads its exports as of then. */
  async import(name: string, file: string): Promise<() => unknown> {
    const own = this.loading.find(name, file);
    if (own) {
      await this.prepare(own);
      this.load(own);
      return () => this.loaded.get(own)?.exports;
    }
    await this.loading.prepare(name, file);
    const exports = this.loading.require(name, file);
    return () => exports;
  }

  /** Whether a file has been loaded. */
  isLoaded(file: string): boolean {
    return this.loaded.has(file);
  }

  /** Those of `files` that do something else than their loaded versions, now compiled anew. */
  stale(files: Iterable<string>): string[] {
    return [...files].filter((file) => {
      const loaded = this.loaded.get(file);
      if (!loaded) return false;
      this.compiled.delete(file);
      const code = this.compile(file);
      if (code.code !== loaded.code.code) return true;
      // The same code, at other places in its source.
      loaded.code = code;
      this.register(file, code);
      return false;
    });
  }

  /** Modules and all that import them, directly or not. */
  withImporters(files: Iterable<string>): string[] {
    const affected = new Set(files);
    for (const file of affected) {
      for (const [importer, { imports }] of this.loaded) {
        // A set visits what is added to it on the way.
        if (imports.has(file)) affected.add(importer);
      }
    }
    return [...affected];
  }

  /** Runs the new versions of `changed` and of all that import them. */
  async reload(changed: string[]): Promise<Reloaded> {
    const affected = new Set(this.withImporters(changed));
    const staged = new Map<string, Loaded>();
    this.reloading = { affected, staged };
    try {
      for (const file of affected) {
        await this.prepare(file);
        this.load(file);
      }
    } catch (error) {
      // Has the trace written while the new version's places are known.
      void (error as Error | null)?.stack;
      for (const [file, { code }] of this.loaded) this.register(file, code);
      throw error;
    } finally {
      this.reloading = null;
    }
    const reloaded: Reloaded = { paths: [...affected], replacements: new Map(), stuck: [] };
    for (const [file, fresh] of staged) {
      const old = this.loaded.get(file);
      if (old) fresh.exports = replaceExports(old.exports, fresh.exports, reloaded);
      this.loaded.set(file, fresh);
    }
    return reloaded;
  }

  /** Loads what a module needs that takes time: ES modules, and modules that await. */
  private async prepare(file: string, seen = new Set<string>()): Promise<void> {
    if (seen.has(file) || this.known(file)) return;
    seen.add(file);
    const { code, isAsync } = this.compile(file);
    for (const name of requiredModules(code)) {
      const own = this.loading.find(name, file);
      if (own) await this.prepare(own, seen);
      // If it cannot be loaded, that is told where the code asks for it.
      else await this.loading.prepare(name, file).catch(() => {});
    }
    if (isAsync && !this.known(file)) await this.run(file);
  }

  private load(file: string): unknown {
    const known = this.known(file);
    if (known) return known.module.loaded ? known.exports : known.module.exports;
    if (!this.compiled.get(file)) this.compiler.project.look(file);
    const { isAsync } = this.compile(file);
    if (isAsync) {
      const name = this.compiler.project.label(file);
      throw new Error(`${name} awaits when it is loaded: use import instead of require`);
    }
    void this.run(file);
    const loaded = this.known(file) as Loaded;
    return loaded.exports;
  }

  private known(file: string): Loaded | undefined {
    const { affected, staged } = this.reloading ?? {};
    return staged?.get(file) ?? (affected?.has(file) ? undefined : this.loaded.get(file));
  }

  /** Runs a module; what it throws is thrown at once, unless it awaits. */
  private run(file: string): Promise<void> | undefined {
    const code = this.compile(file);
    this.register(file, code);
    const module = { exports: {}, id: file, filename: file, loaded: false };
    const entry: Loaded = { module, exports: module.exports, code, imports: new Set() };
    const imports = this.importsOf(file, entry);
    // Entered before it runs, for modules that import each other in a circle.
    const table = this.reloading?.staged ?? this.loaded;
    table.set(file, entry);
    const ended = () => {
      module.loaded = true;
      entry.exports = module.exports;
    };
    const failed = (error: unknown): never => {
      table.delete(file);
      throw error;
    };
    try {
      const prefix = `(${code.isAsync ? "async " : ""}function (${MODULE_PARAMETERS.join(", ")}) {`;
      const { require, import: load, meta } = imports;
      const returned = host.evaluate(`${prefix}\n${code.code}\n})`, file, [
        module.exports,
        require,
        module,
        file,
        dirname(file),
        load,
        meta,
      ]);
      if (code.isAsync) return (returned as Promise<void>).then(ended, failed);
      ended();
    } catch (error) {
      failed(error);
    }
  }

  private compile(file: string): ModuleCode {
    let code = this.compiled.get(file);
    if (!code) {
      code = this.compiler.module(file);
      this.compiled.set(file, code);
    }
    return code;
  }

  private register(file: string, code: ModuleCode): void {
    registerScript(file, new Script(this.compiler.project.label(file), false, code));
  }

  private resolve(name: string, file: string): string {
    const own = this.loading.find(name, file);
    if (own) return host.toUrl(own);
    const { resolve } = this.loading.properties(file) as { resolve(name: string): string };
    const found = resolve(name);
    return /^[/\\]|^[A-Za-z]:/.test(found) ? host.toUrl(found) : found;
  }
}
