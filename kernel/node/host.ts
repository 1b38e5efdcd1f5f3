// Node as the kernel's host.
import { AsyncLocalStorage } from "node:async_hooks";
import fs from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect, types } from "node:util";
import vm from "node:vm";
import { dirname } from "../compile/paths";
import { ts } from "../compile/typescript";
import type { Context, FailureListener, Host, Loader } from "../run/host";
import type { Json } from "../run/messages";
import { filesWith, findLibraries, slashes } from "./files";

const files = filesWith(findLibraries(require));
const kernelFolder = `${slashes(__dirname)}/`;

/** Packages that cells must share with the kernel: tslab.display writes through them. */
const SHARED = /^tslab(\/|$)/;

type Display = (
  content: { data: Json; metadata?: Json; transient?: Json },
  update: boolean,
) => void;

/**
 * Has tslab's display functions show things by `f`: in the place of tslab's own kernel and
 * compiler, which would take their time to load, they find this and ours.
 */
export function displayBy(f: Display): void {
  const tslab = createRequire(require.resolve("tslab/package.json"));
  standIn(tslab.resolve("./dist/jupyter"), { __esModule: true, lastWriteDisplayData: f });
  standIn(tslab.resolve("@tslab/typescript-for-tslab"), ts);
}

function standIn(filename: string, exports: object): void {
  require.cache[filename] = Object.assign(new Module(filename), {
    filename,
    exports,
    loaded: true,
  });
}

/** What the kernel runs on under Jupyter and in grading. */
export const nodeHost: Host = {
  files,
  get name() {
    return `Node ${process.version}`;
  },
  get tslabVersion() {
    return (require("tslab/package.json") as { version: string }).version;
  },
  inspect: (value) => inspect(value),
  isNativeError: types.isNativeError,
  createContext,
  evaluate,
  isBrokenOff: (error) =>
    (error as NodeJS.ErrnoException | null)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED",
  loaderFor,
  toUrl: (file) => pathToFileURL(file).href,
  fromUrl: (url) => slashes(fileURLToPath(url)),
  isInternal: (file) =>
    file.startsWith("node:") ||
    slashes(file).startsWith(kernelFolder) ||
    /[\\/]node_modules[\\/]@?tslab[\\/]/.test(file),
  onFailure,
  complain: (text) => void fs.writeSync(2, text),
};

function createContext<T>(): Context<T> {
  const storage = new AsyncLocalStorage<T>();
  return {
    run: <R>(value: T, f: () => R): R => storage.run<R>(value, f),
    get: () => storage.getStore(),
  };
}

/** Where a script that runs finds what its function is to be called with. */
const ARGUMENTS = Symbol.for("gradbook.arguments");

function evaluate(code: string, filename: string, args: unknown[]): unknown {
  const script = new vm.Script(`${code}(...globalThis[Symbol.for("gradbook.arguments")])`, {
    filename,
  });
  const given = { value: args, configurable: true };
  Object.defineProperty(globalThis, ARGUMENTS, given);
  // Only code that is run by `vm` can be broken off by SIGINT while it is synchronous.
  return script.runInThisContext({ breakOnSigint: true });
}

type Compilable = Module & { _compile(code: string, filename: string): void };

function loaderFor(file: string): Loader {
  const native = createRequire(file);
  let dynamic: ((id: string, options?: unknown) => Promise<unknown>) | undefined;
  /** What require() finds by NODE_PATH, at which import() does not look. */
  const elsewhere = (id: string, error: NodeJS.ErrnoException): string => {
    if (error?.code !== "ERR_MODULE_NOT_FOUND" || !/^(@|\w)/.test(id)) throw error;
    let found: string;
    try {
      found = native.resolve(id);
    } catch {
      throw error;
    }
    return pathToFileURL(found).href;
  };
  return {
    require: (id) => (SHARED.test(id) ? require(id) : native(id)),
    import(id, options) {
      if (!dynamic) {
        // An import() of Node's own, as a module at this place has it.
        const module = new Module(file) as Compilable;
        module.filename = file;
        module._compile("module.exports = (id, options) => import(id, options);", file);
        dynamic = module.exports as NonNullable<typeof dynamic>;
      }
      return dynamic(id, options).catch((error) => dynamic?.(elsewhere(id, error), options));
    },
    isCommonJs(id) {
      if (Module.isBuiltin(id) || SHARED.test(id)) return true;
      try {
        return !isEsModule(native.resolve(id));
      } catch (error) {
        // A package with nothing for `require`; others are missing for both.
        return (error as NodeJS.ErrnoException).code !== "ERR_PACKAGE_PATH_NOT_EXPORTED";
      }
    },
    properties: native,
  };
}

function isEsModule(file: string): boolean {
  const extension = path.extname(file);
  if (extension !== ".js") return extension === ".mjs";
  for (let folder = dirname(slashes(file)); ; folder = dirname(folder)) {
    const manifest = files.read(`${folder}/package.json`);
    if (manifest !== undefined) return JSON.parse(manifest).type === "module";
    if (folder === dirname(folder)) return false;
  }
}

function onFailure(listener: FailureListener): void {
  process.on("unhandledRejection", (reason, promise) => listener.failed(reason, promise));
  process.on("uncaughtException", (error) => listener.failed(error));
  // Handled after all: `const p = f(); await sleep(10); await p`.
  process.on("rejectionHandled", (promise) => listener.handled(promise));
}
