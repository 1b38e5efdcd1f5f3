// The project's modules as the kernel runs them, and their replacement when edited.
//
// Importers hold on to a module's exports object. A new version is run apart, and
// only when all of it has run are its exports copied into that same object, so a
// failure half-way leaves the old version whole.
import fs from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { replaceClass } from "./classes";
import { registerScript, Script } from "./scripts";

interface Compiled {
  path: string;
  data: string;
}

/** A module as compiled: what to run, and how its frames are to be read. */
interface Output {
  code: string;
  script: Script;
}

interface Loaded {
  module: Module;
  /** The exports object that importers hold, of the first version that ran. */
  exports: unknown;
  output: Output;
  /** The modules it imports. */
  imports: Set<string>;
}

type Require = (id: string) => unknown;
type Compilable = Module & { _compile(code: string, filename: string): void };
const { _nodeModulePaths } = Module as unknown as { _nodeModulePaths(folder: string): string[] };

const slashes = (file: string) => file.replace(/\\/g, "/");

/** Packages that cells must share with the kernel: tslab.display writes through them. */
const SHARED = /^(tslab|@tslab\/typescript-for-tslab)(\/|$)/;

/** What a reload has replaced. */
export interface Reloaded {
  /** The modules' paths, the edited ones first. */
  paths: string[];
  /** From each exported object of an old version to the new version's. */
  replacements: Map<unknown, unknown>;
  /** Classes whose old instances cannot have the new methods. */
  stuck: string[];
}

/** Loads and reloads the modules that tslab's converter has compiled. */
export class Modules {
  private readonly outputs = new Map<string, Output>();
  private readonly loaded = new Map<string, Loaded>();
  /** While reloading: what has to run again, and what has, not yet in force. */
  private reloading: { affected: Set<string>; staged: Map<string, Loaded> } | null = null;

  constructor(private readonly folder: string) {}

  /** Takes in compiled modules. Returns those that are loaded in another version. */
  add(compiled: Compiled[]): string[] {
    for (const { path: file, data } of compiled) {
      const script = new Script(this.label(file), false, null, data);
      this.outputs.set(file, { code: data, script });
    }
    const added = new Set(compiled.map(({ path: file }) => file));
    return this.stale().filter((file) => added.has(file));
  }

  /** The modules that are loaded in another version than the last one compiled. */
  stale(): string[] {
    return [...this.loaded.keys()].filter((file) => {
      return this.loaded.get(file)?.output.code !== this.outputs.get(file)?.code;
    });
  }

  /** The `require` of code in `folder`; `importer` is the module it is for, if any. */
  requireFrom(folder: string, importer?: Loaded): Require {
    const native = createRequire(path.join(folder, "src.js"));
    const wrapped = (id: string): unknown => {
      if (SHARED.test(id)) return require(id);
      const file = /^\.{0,2}\//.test(id) || /^\.\.?$/.test(id) ? this.find(folder, id) : null;
      if (!file) return native(id);
      importer?.imports.add(file);
      return this.load(file);
    };
    return Object.assign(wrapped, native);
  }

  /** How a module is named to the user: by its source file, from the project's folder. */
  label(file: string): string {
    const base = file.replace(/\.js$/, "");
    const extension = [".ts", ".tsx", ".js", ".jsx"].find((end) => fs.existsSync(base + end));
    return slashes(path.relative(this.folder, base)) + (extension ?? "");
  }

  /** The loaded module made from a source file, if there is one. */
  compiledFrom(source: string): string | null {
    const file = slashes(source).replace(/\.[jt]sx?$/, ".js");
    return this.loaded.has(file) ? file : null;
  }

  /** Runs the new versions of `changed` and of all that import them. */
  reload(changed: string[]): Reloaded {
    const affected = this.withImporters(changed);
    const staged = new Map<string, Loaded>();
    this.reloading = { affected, staged };
    try {
      for (const file of affected) this.load(file);
    } catch (error) {
      // Has the trace written while the new version's places are known.
      void (error as Error | null)?.stack;
      for (const [file, { output }] of this.loaded) registerScript(file, output.script);
      throw error;
    } finally {
      this.reloading = null;
    }
    const replacements = new Map<unknown, unknown>();
    const stuck: string[] = [];
    for (const [file, fresh] of staged) {
      const old = this.loaded.get(file);
      if (old) replaceExports(old, fresh, replacements, stuck);
      this.loaded.set(file, fresh);
    }
    return { paths: [...affected], replacements, stuck };
  }

  private find(folder: string, id: string): string | null {
    const base = slashes(path.isAbsolute(id) ? id : path.join(folder, id)).replace(/\/$/, "");
    const candidates = [base, `${base}.js`, `${base}/index.js`];
    return candidates.find((file) => this.outputs.has(file)) ?? null;
  }

  private withImporters(changed: string[]): Set<string> {
    const affected = new Set(changed);
    for (const file of affected) {
      for (const [importer, { imports }] of this.loaded) {
        // A set visits what is added to it on the way.
        if (imports.has(file)) affected.add(importer);
      }
    }
    return affected;
  }

  private load(file: string): unknown {
    const { affected, staged } = this.reloading ?? {};
    const known = staged?.get(file) ?? (affected?.has(file) ? null : this.loaded.get(file));
    if (known) return known.module.loaded ? known.exports : known.module.exports;
    const module = new Module(file) as Compilable;
    module.filename = file;
    module.paths = _nodeModulePaths(path.dirname(file));
    const output = this.outputs.get(file) as Output;
    registerScript(file, output.script);
    const entry: Loaded = { module, exports: module.exports, output, imports: new Set() };
    module.require = this.requireFrom(path.dirname(file), entry) as NodeJS.Require;
    // Entered before it runs, for modules that import each other in a circle.
    const table = staged ?? this.loaded;
    table.set(file, entry);
    try {
      module._compile(output.code, file);
    } catch (error) {
      table.delete(file);
      throw error;
    }
    module.loaded = true;
    entry.exports = module.exports;
    return entry.exports;
  }
}

/** Copies a new version's exports into the object that importers hold. */
function replaceExports(
  old: Loaded,
  fresh: Loaded,
  replacements: Map<unknown, unknown>,
  stuck: string[],
): void {
  const [from, to] = [fresh.exports, old.exports] as Record<PropertyKey, unknown>[];
  if (!from || !to || typeof from !== "object" || typeof to !== "object") return;
  for (const key of Reflect.ownKeys(from)) {
    const [before, after] = [to[key], from[key]];
    if (typeof before === "function" && typeof after === "function" && before !== after) {
      replacements.set(before, after);
      if (!replaceClass(before, after)) stuck.push(before.name);
    }
    // A re-export cannot be redefined; it reads from a module that is replaced as well.
    const fixed = Reflect.getOwnPropertyDescriptor(to, key)?.configurable === false;
    const property = Reflect.getOwnPropertyDescriptor(from, key);
    if (property && !fixed) Reflect.defineProperty(to, key, { ...property, configurable: true });
  }
  for (const key of Reflect.ownKeys(to))
    if (!Reflect.has(from, key)) Reflect.deleteProperty(to, key);
  fresh.exports = to;
}
