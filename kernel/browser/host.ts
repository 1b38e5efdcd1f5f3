// A worker of a browser as the kernel's host.
import { inspect } from "node-inspect-extracted";
import type { Files } from "../compile/host";
import type { Context, FailureListener, Host } from "../run/host";
import { PROJECT, type VirtualFiles } from "./files";
import { Packages } from "./loader";
import { withChecks } from "./loops";
import type { NodeModules } from "./modules";
import { types } from "./modules/types";

/** Thrown by a loop that was told to stop. */
export class BrokenOff extends Error {}

/** What a worker has besides its files. */
export interface Worker {
  files: VirtualFiles;
  node: NodeModules;
  /** Modules in the place of files of packages. */
  injected: Map<string, unknown>;
  tslabVersion: string;
  /** Whether loops look at a flag that the page can set. */
  stoppable: boolean;
  /** The address of the worker's own program. */
  program: string;
}

/** @returns the host of the kernel in this worker */
export function browserHost({ files, node, injected, ...worker }: Worker): Host {
  const run = (code: string, file: string): unknown =>
    // biome-ignore lint/security/noGlobalEval: cells are run by it, in the global scope
    globalThis.eval(`${code}\n//# sourceURL=${file}`);
  const packages = new Packages(files, node, injected, run);
  return {
    files: compilerFiles(files),
    name: browserName(),
    tslabVersion: worker.tslabVersion,
    inspect: (value) => inspect(value),
    isNativeError: types.isNativeError,
    createContext,
    evaluate(code, file, args) {
      const f = run(worker.stoppable ? withChecks(code) : code, file);
      return (f as (...args: unknown[]) => unknown)(...args);
    },
    isBrokenOff: (error) => error instanceof BrokenOff,
    loaderFor: (file) => packages.loaderFor(file),
    toUrl: (file) => `file://${file.split("/").map(encodeURIComponent).join("/")}`,
    fromUrl: (url) => decodeURIComponent(url.replace(/^file:\/\//, "")),
    isInternal: (file) => file === worker.program || /\/node_modules\/tslab\//.test(file),
    onFailure,
    complain: (text) => console.error(text),
  };
}

function compilerFiles(files: VirtualFiles): Files {
  return {
    read: (file) => files.text(file),
    isFile: (path) => files.isFile(path),
    isFolder: (path) => files.isFolder(path),
    list(folder) {
      const names = files.list(folder) ?? [];
      const inside = (name: string) => `${folder === "/" ? "" : folder}/${name}`;
      return {
        files: names.filter((name) => files.isFile(inside(name))),
        folders: names.filter((name) => files.isFolder(inside(name))),
      };
    },
    realPath: (path) => path,
    stamp: (file) => files.modified(file)?.toString() ?? null,
    packageStamp: (file) => files.modified(file)?.toString() ?? null,
    caseSensitive: true,
    libFolder: `${PROJECT}/node_modules/typescript/lib`,
  };
}

/**
 * Browsers keep nothing for what comes after an `await`: what goes on then is taken
 * to belong to the cell that runs.
 */
function createContext<T>(): Context<T> {
  let current: T | undefined;
  return {
    run<R>(value: T, f: () => R): R {
      const before = current;
      current = value;
      try {
        return f();
      } finally {
        current = before;
      }
    },
    get: () => current,
  };
}

function onFailure(listener: FailureListener): void {
  addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    listener.failed(event.reason, event.promise);
  });
  addEventListener("rejectionhandled", (event) => listener.handled(event.promise));
  addEventListener("error", (event) => {
    event.preventDefault();
    listener.failed(event.error ?? new Error(event.message));
  });
}

/** "Chrome 140", as far as the browser says it. */
function browserName(): string {
  const [, name, version] = /(Firefox|Chrome|Version)\/(\d+)/.exec(navigator.userAgent) ?? [];
  return name ? `${name === "Version" ? "Safari" : name} ${version}` : "a browser";
}
