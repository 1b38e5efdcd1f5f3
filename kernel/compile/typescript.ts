// Loads tslab's TypeScript: faster, with source maps, and without file watchers.
//
// tslab gets its compiler by `require("@tslab/typescript-for-tslab")`. This puts
// the same compiler, minified and with V8's compiled code kept from an earlier
// run, into Node's module cache beforehand, and replaces the few functions
// through which tslab reaches the file system's watchers and the emitter.
import fs from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";
import type * as ts from "@tslab/typescript-for-tslab";
import { rememberMaps } from "../run/scripts";
import { restoreDocs, withoutDocs } from "./docs";
import { spellOutShorthands } from "./shorthand";

/** The compiler's type, as tslab sees it. */
export type TypeScript = typeof ts;

const minified = path.join(__dirname, "typescript.js");
const cache = path.join(__dirname, "typescript.cache");

interface ModuleInternals {
  _cache: Record<string, Module>;
  _nodeModulePaths(folder: string): string[];
}
const internals = Module as unknown as ModuleInternals;

let script: vm.Script | undefined;

function load(): TypeScript {
  const tslab = createRequire(require.resolve("tslab/package.json"));
  const filename = tslab.resolve("@tslab/typescript-for-tslab");
  if (!fs.existsSync(minified)) return tslab(filename);
  const cachedData = fs.existsSync(cache) ? fs.readFileSync(cache) : undefined;
  const source = Module.wrap(fs.readFileSync(minified, "latin1"));
  script = new vm.Script(source, { filename: minified, cachedData });
  const module = new Module(filename);
  module.filename = filename;
  module.paths = internals._nodeModulePaths(path.dirname(filename));
  internals._cache[filename] = module;
  const run = script.runInThisContext();
  run(module.exports, createRequire(filename), module, filename, path.dirname(filename));
  module.loaded = true;
  return module.exports;
}

/** Keeps the code V8 has compiled so far for the kernels to come. */
export function saveCodeCache(): void {
  if (!script) return;
  fs.writeFileSync(`${cache}.new`, script.createCachedData());
  fs.renameSync(`${cache}.new`, cache);
}

type Program = ts.SemanticDiagnosticsBuilderProgram;
type WatchHost = { setTimeout?: unknown; afterProgramCreate?: (program: Program) => void };
let watchHost: WatchHost | undefined;

/** Tells the compiler that `folder` may have new content, to be looked up at once. */
export function tellAboutFolder(folder: string, file: string): void {
  if (!watchHost) return;
  const { setTimeout } = watchHost;
  // With a timer the compiler would wait, in the one timer that tslab has room for.
  watchHost.setTimeout = undefined;
  for (const callback of watched.folders.get(folder) ?? []) callback(file);
  watchHost.setTimeout = setTimeout;
}

/** Called with a file's path when it has changed. */
export type FileCallback = (file: string, kind: number) => void;

/** What the compiler would like to have watched: nothing is, until someone asks. */
export const watched = {
  files: new Map<string, FileCallback>(),
  folders: new Map<string, Set<(file: string) => void>>(),
};

const MAP_COMMENT = /\/\/# sourceMappingURL=(?:data:application\/json;base64,)?(\S*)\s*$/;

/** Has `prepare` called with each program before tslab, which sets the host's callback, has it. */
function whenProgramIsMade(host: WatchHost, prepare: (program: Program) => void): void {
  let callback = host.afterProgramCreate;
  Object.defineProperty(host, "afterProgramCreate", {
    get: () => callback,
    set: (next: NonNullable<typeof callback>) => {
      callback = (program) => {
        prepare(program);
        next(program);
      };
    },
  });
}

/** Node's types and no others are there unasked; the kernel's own if the project has none. */
function nodeTypes({ typeRoots }: { typeRoots?: string[] }) {
  const roots = [...(typeRoots ?? [])];
  const own = createRequire(require.resolve("tslab/package.json"));
  roots.push(path.dirname(path.dirname(own.resolve("@types/node/package.json"))));
  return { types: ["node"], typeRoots: roots };
}

/** The compiler, prepared for tslab. Call it before anything of tslab's is loaded. */
export function prepareTypeScript(): TypeScript {
  const original = load();
  const prepared = { ...original } as { -readonly [K in keyof TypeScript]: TypeScript[K] };
  const filename = createRequire(require.resolve("tslab/package.json")).resolve(
    "@tslab/typescript-for-tslab",
  );
  const module = internals._cache[filename];
  if (module) module.exports = prepared;

  const createHost = original.createWatchCompilerHost as (...args: unknown[]) => WatchHost;
  prepared.createWatchCompilerHost = ((roots: string[], options: object, ...rest: never[]) => {
    watchHost = createHost(
      roots,
      { ...options, inlineSourceMap: true, inlineSources: true, ...nodeTypes(options) },
      ...rest,
    );
    whenProgramIsMade(watchHost, (program) => spellOutShorthands(prepared, program));
    return watchHost;
  }) as unknown as TypeScript["createWatchCompilerHost"];

  const quickInfo = original.getQuickInfoAtPosition as (...args: unknown[]) => ts.QuickInfo;
  Object.assign(prepared, {
    getQuickInfoAtPosition(file: ts.SourceFile, checker: ts.TypeChecker, ...rest: unknown[]) {
      restoreDocs(original, file, checker, rest[1] as number);
      return quickInfo(file, checker, ...rest);
    },
  });

  // The second of tslab's two stages, from ES modules to CommonJS. Its source map
  // and the first stage's lead from the code that runs back to what was written.
  prepared.transpileModule = (input, options) => {
    const inner = MAP_COMMENT.exec(input)?.[1];
    const compilerOptions = { ...options.compilerOptions, sourceMap: true };
    const source = input.replace(MAP_COMMENT, "");
    const result = original.transpileModule(source, { ...options, compilerOptions });
    const outputText = result.outputText.replace(MAP_COMMENT, "");
    if (inner && result.sourceMapText) {
      rememberMaps(outputText, result.sourceMapText, Buffer.from(inner, "base64").toString());
    }
    return { ...result, outputText };
  };

  // Changes are looked for before each cell instead (see compiler.ts): a watcher
  // may report too late, and hundreds of them take time to start.
  const system = prepared.sys;
  const { readFile } = system;
  system.readFile = (file, encoding) => {
    const text = readFile(file, encoding);
    return text === undefined ? text : withoutDocs(file, text);
  };
  system.watchFile = (file, callback) => {
    watched.files.set(file, callback as FileCallback);
    return { close: () => watched.files.delete(file) };
  };
  system.watchDirectory = (folder, callback) => {
    const callbacks = watched.folders.get(folder) ?? new Set();
    watched.folders.set(folder, callbacks.add(callback));
    return { close: () => callbacks.delete(callback) };
  };
  return prepared;
}
