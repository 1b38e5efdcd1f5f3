// Guarded versions of what cells could take the kernel down or escape it with:
// timers, which here know the cell that started them, and the ways to exit.

import timers from "node:timers";
import timersPromises from "node:timers/promises";
import { promisify } from "node:util";
import { type Cell, currentCell, type PendingTimer } from "../run/cell";

/** Ends a cell that called process.exit(). */
export class SystemExit extends Error {
  override name = "SystemExit";
}

type Callback = (...args: unknown[]) => void;
type Start = (callback: Callback, ...args: never[]) => object;

/** A timer's start function that enters each timer into its cell's list. */
function guard<F extends Start>(start: F, kind: "once" | "repeating" | "immediate"): F {
  const guarded = (callback: Callback, ...args: unknown[]) => {
    const cell = currentCell();
    if (!cell || typeof callback !== "function") return start(callback, ...(args as never[]));
    const timer = kind === "immediate" ? undefined : Number(args[0]) || 1;
    const call = (...given: unknown[]) => {
      if (kind !== "repeating") cell.timers.delete(entry);
      if (!cell.cancelled) callback(...given);
    };
    const handle = start(call, ...(args as never[])) as NodeJS.Timeout & { _destroyed?: boolean };
    const entry: PendingTimer = {
      due: kind === "repeating" ? Number.POSITIVE_INFINITY : performance.now() + (timer ?? 0),
      cancel: () => (timer === undefined ? clearImmediate(handle as never) : clearTimeout(handle)),
      pending: () => !handle._destroyed && handle.hasRef(),
    };
    cell.timers.add(entry);
    entries.set(handle, { cell, entry });
    if (cell.cancelled) entry.cancel();
    return handle;
  };
  return Object.assign(guarded, start) as unknown as F;
}

const entries = new WeakMap<object, { cell: Cell; entry: PendingTimer }>();

/** A timer's clear function that takes it off its cell's list. */
function forget<F extends (handle: never) => void>(clear: F): F {
  return ((handle: never) => {
    const known = typeof handle === "object" && handle ? entries.get(handle) : undefined;
    known?.cell.timers.delete(known.entry);
    clear(handle);
  }) as F;
}

interface WaitOptions {
  signal?: unknown;
  ref?: boolean;
}

/** The same for node:timers/promises; what takes options is left to Node. */
function guardPromises(start: typeof globalThis): void {
  const { setTimeout: wait, setImmediate: yieldTurn } = timersPromises;
  const plain = (options?: WaitOptions) => !options?.signal && options?.ref !== false;
  Object.assign(timersPromises, {
    setTimeout: (delay?: number, value?: unknown, options?: WaitOptions) =>
      plain(options)
        ? new Promise((resolve) => start.setTimeout(resolve, delay, value))
        : wait(delay, value, options as never),
    setImmediate: (value?: unknown, options?: WaitOptions) =>
      plain(options)
        ? new Promise((resolve) => start.setImmediate(resolve, value))
        : yieldTurn(value, options as never),
  });
}

/** Puts the guards in place. `owner` names the cell when no other way tells. */
export function installGuards(owner: () => Cell | null): void {
  const guarded = {
    setTimeout: guard(timers.setTimeout as unknown as Start, "once"),
    setInterval: guard(timers.setInterval as unknown as Start, "repeating"),
    setImmediate: guard(timers.setImmediate as unknown as Start, "immediate"),
    clearTimeout: forget(timers.clearTimeout as never),
    clearInterval: forget(timers.clearInterval as never),
    clearImmediate: forget(timers.clearImmediate as never),
  };
  for (const name of ["setTimeout", "setImmediate"] as const) {
    Object.defineProperty(guarded[name], promisify.custom, { get: () => timersPromises[name] });
  }
  guardPromises(guarded as never);
  Object.assign(globalThis, guarded);
  Object.assign(timers, guarded);

  for (const name of ["exit", "abort"] as const) {
    const original = (process as unknown as Record<string, (code?: number) => never>)[name];
    const instead = (code?: number) => {
      const cell = currentCell() ?? owner();
      if (!cell) return original.call(process, code);
      const error = new SystemExit(`process.${name}(${code ?? ""}) was called`);
      // Kept as well as thrown: a cell must not pass for catching it.
      cell.thrown.push(error);
      throw error;
    };
    Object.assign(process, { [name]: instead });
  }
}
