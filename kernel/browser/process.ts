// The `process` of a worker: its streams write to the running cell, its signals come
// from the page's interrupt button.
import { EventEmitter } from "events";
import { PROJECT } from "./files";

/** Ends a cell that called process.exit(). */
export class SystemExit extends Error {
  override name = "SystemExit";
}

/** One of the two streams. */
export interface Stream {
  write(chunk: string | Uint8Array, ...rest: unknown[]): boolean;
  isTTY: boolean;
  columns: number;
}

/** @param exits what `exit` does; it throws */
export function makeProcess(env: Record<string, string>, exits: (code?: number) => never) {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  const stream = (): Stream => ({ write: () => true, isTTY: false, columns: 80 });
  const began = performance.now();
  return Object.assign(emitter, {
    env,
    argv: ["browser"],
    platform: "browser",
    // By this TypeScript knows that there is no file system for it to open.
    browser: true,
    pid: 1,
    version: "v20.0.0",
    versions: { node: "20.0.0" },
    exitCode: undefined as number | undefined,
    stdout: stream(),
    stderr: stream(),
    stdin: undefined as unknown,
    cwd: () => PROJECT,
    exit: exits,
    abort: exits,
    uptime: () => (performance.now() - began) / 1000,
    memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
    nextTick: (f: (...args: unknown[]) => void, ...args: unknown[]) =>
      queueMicrotask(() => f(...args)),
    hrtime: Object.assign(
      () => {
        const now = performance.now() - began;
        return [Math.floor(now / 1000), Math.floor((now % 1000) * 1e6)];
      },
      { bigint: () => BigInt(Math.round((performance.now() - began) * 1e6)) },
    ),
    emitWarning: (text: unknown) => console.warn(String(text)),
  });
}

export type Process = ReturnType<typeof makeProcess>;
