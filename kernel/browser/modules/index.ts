// Node's own modules as far as they make sense in a browser, by their names.
import { Buffer } from "buffer";
import { EventEmitter } from "events";
import { format, inspect } from "node-inspect-extracted";
import path from "path-browserify";
import type { Input } from "../../run/input";
import { PROJECT, type VirtualFiles } from "../files";
import { fsModule } from "./fs";
import { inputModules, withTyped } from "./input";
import { workerThreads } from "./threads";
import { types } from "./types";
import { zlib } from "./zlib";

const NODE = /^node:/;

/** A module's exports by its name, with or without "node:"; undefined for another name. */
export type NodeModules = (name: string) => unknown;

/** The modules over `files`; what cells ask goes to `input`. */
export function nodeModules(
  files: VirtualFiles,
  process: { cwd(): string; stdin?: unknown },
  input: () => Input,
): NodeModules {
  const fs = withTyped(
    fsModule(files, () => process.cwd()),
    input,
  );
  const { stdin, readline, promises } = inputModules(input);
  process.stdin = stdin;
  const sleep = (milliseconds?: number, value?: unknown) =>
    new Promise((resolve) => globalThis.setTimeout(() => resolve(value), milliseconds));
  const modules: Record<string, unknown> = {
    buffer: { Buffer },
    crypto: cryptoModule,
    events: Object.assign(EventEmitter, { EventEmitter }),
    fs,
    "fs/promises": fs.promises,
    os: { availableParallelism, cpus: () => new Array(availableParallelism()).fill({}), EOL: "\n" },
    path: Object.assign(path, { posix: path }),
    perf_hooks: { performance },
    process,
    readline,
    "readline/promises": promises,
    // Those of the moment: cells get others than the kernel.
    get timers() {
      const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
      const { setImmediate, clearImmediate } = globalThis;
      return { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate };
    },
    "timers/promises": { setTimeout: sleep, setImmediate: (value?: unknown) => sleep(0, value) },
    url: { URL, URLSearchParams, fileURLToPath, pathToFileURL: toFileUrl },
    util: { format, inspect, promisify, TextDecoder, TextEncoder, types },
    worker_threads: workerThreads,
    zlib,
  };
  return (name) => modules[name.replace(NODE, "")];
}

const cryptoModule = {
  randomUUID: () => crypto.randomUUID(),
  randomBytes: (count: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(count))),
  getRandomValues: (array: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(array),
  webcrypto: crypto,
};

/** Two threads can only share memory where the page is cross-origin isolated. */
function availableParallelism(): number {
  return crossOriginIsolated ? navigator.hardwareConcurrency : 1;
}

function fileURLToPath(url: string | URL): string {
  return decodeURIComponent(new URL(url).pathname);
}

/** A relative path is taken from the project's folder. */
function toFileUrl(file: string): URL {
  return new URL(path.resolve(PROJECT, file).split("/").map(encodeURIComponent).join("/"), "file:");
}

type Callback = (error: unknown, value: unknown) => void;

function promisify(f: (...args: unknown[]) => void) {
  return (...args: unknown[]) =>
    new Promise((resolve, reject) => {
      const done: Callback = (error, value) => (error ? reject(error) : resolve(value));
      f(...args, done);
    });
}
