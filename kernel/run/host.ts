// The running kernel's door to the machine it runs on: whoever starts a kernel says
// first, by setHost(), what there is. Node's host is in node/host.ts.
import type { Files } from "../compile/host";

/** Keeps a value for a call and for everything, however late, that the call starts. */
export interface Context<T> {
  run<R>(value: T, f: () => R): R;
  get(): T | undefined;
}

/** How code in one file loads what is not the project's. */
export interface Loader {
  /** Loads a CommonJS module, or a part of the host, at once. */
  require(id: string): unknown;
  /** Loads an ES module. */
  import(id: string, options?: unknown): Promise<unknown>;
  /** Whether `require` is the way to load `id`: false for ES modules. */
  isCommonJs(id: string): boolean;
  /** What code sees as `require`, beside the function itself. */
  readonly properties: object;
}

/** What the kernel needs of its host. */
export interface Host {
  readonly files: Files;
  /** The host's name and version, "Node v20.20.2". */
  readonly name: string;
  /** The version of tslab, whose display functions cells use. */
  readonly tslabVersion: string;
  /** A value's text as console.log has it. May throw. */
  inspect(value: unknown): string;
  /** Whether a value is an error, of whatever realm. */
  isNativeError(value: unknown): boolean;
  createContext<T>(): Context<T>;
  /**
   * Calls the function that `code` is an expression of. An interrupt breaks it off: it
   * throws an error that isBrokenOff() knows.
   */
  evaluate(code: string, file: string, args: unknown[]): unknown;
  isBrokenOff(error: unknown): boolean;
  /** Lets the code of a file, or of a cell in a folder, load packages. */
  loaderFor(file: string): Loader;
  toUrl(file: string): string;
  /** The path of a file: URL. */
  fromUrl(url: string): string;
  /** Whether a stack frame's file is the host's or the kernel's own. */
  isInternal(file: string): boolean;
  /** Reports promises that fail unhandled, and errors that nobody catches. */
  onFailure(listener: FailureListener): void;
  /** Writes what no cell is left to show. */
  complain(text: string): void;
}

/** What happens to failures that no code awaits or catches. */
export interface FailureListener {
  failed(reason: unknown, promise?: Promise<unknown>): void;
  /** A promise that had failed unhandled was handled after all. */
  handled(promise: Promise<unknown>): void;
}

/** The host of this kernel. */
export let host: Host;

/** Says what the kernel runs on, before anything else is asked of it. */
export function setHost(given: Host): void {
  host = given;
}
