// One run of a cell, and which run the code that is executing belongs to.
import { type Context, host } from "./host";
import type { Header } from "./messages";

/** A timer that a cell started. */
export interface PendingTimer {
  /** When it fires, in performance.now() milliseconds; Infinity for one that repeats. */
  due: number;
  cancel(): void;
  /** Whether it is still to fire and keeps the process alive. */
  pending(): boolean;
}

/** Where console.log looks for an object's own way to be shown. */
const CUSTOM = Symbol.for("nodejs.util.inspect.custom");

/** One run of a cell. Everything it starts, however late, is known to belong to it. */
export class Cell {
  /** Timers it started that have not fired yet. */
  readonly timers = new Set<PendingTimer>();
  /** Input it waits for: each resolves when what the answer starts has begun. */
  readonly inputs = new Set<Promise<unknown>>();
  /** End the processes it has started. */
  readonly stops = new Set<() => void>();
  /** Promises it made that were rejected and that nobody has handled so far. */
  readonly rejections = new Map<Promise<unknown>, unknown>();
  /** What its callbacks threw, with nobody to catch it. */
  readonly thrown: unknown[] = [];
  /** Interrupted once, and left to its own handling of SIGINT. */
  asked = false;
  /** Interrupted: what it started must not go on. */
  cancelled = false;
  /** Its reply has been sent: a failure from now on is a late one. */
  answered = false;
  /** Ends the run from outside; set while its code runs. */
  abort: ((reason: unknown) => void) | null = null;

  constructor(
    /** The request's header: the parent of everything the cell puts out. */
    readonly header: Header,
    /** The execution count, or null for a run outside the history. */
    readonly count: number | null,
    /** A run whose outputs are not to be published. */
    readonly silent: boolean,
  ) {}

  /** How messages name the cell. */
  get label(): string {
    return `Cell [${this.count ?? " "}]`;
  }

  /** Short where console.log meets it, on the timers that Node marks with it. */
  [CUSTOM](): string {
    return this.label;
  }
}

let context: Context<Cell> | undefined;

function cells(): Context<Cell> {
  context ??= host.createContext<Cell>();
  return context;
}

/** The run that the executing code belongs to, if it belongs to one. */
export function currentCell(): Cell | undefined {
  return cells().get();
}

/** Calls `f` as part of `cell`'s run. */
export function runAs<T>(cell: Cell, f: () => T): T {
  return cells().run(cell, f);
}

// Node writes its bookkeeping of asynchronous contexts on each promise, for all to
// see. Here console.log shows promises as it does elsewhere.
const BOOKKEEPING = /^(async_id_symbol|trigger_async_id_symbol|kResourceStore)$/;
Object.defineProperty(Promise.prototype, CUSTOM, {
  configurable: true,
  writable: true,
  value(this: Promise<unknown>) {
    for (const key of Object.getOwnPropertySymbols(this)) {
      if (!BOOKKEEPING.test(key.description ?? "")) continue;
      Object.defineProperty(this, key, { enumerable: false });
    }
    return this;
  },
});
