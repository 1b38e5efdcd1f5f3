// Timers as Node has them: objects that know their cell, whose callbacks run as part
// of it, and that can be waited for and cancelled with it.
import { type Cell, currentCell, type PendingTimer, runAs } from "../run/cell";

type Callback = (...args: unknown[]) => void;
type Owner = () => Cell | null;

type Begin = (f: () => void, delay: number) => number;

/** The browser's own. */
const plain = {
  setTimeout: globalThis.setTimeout.bind(globalThis) as unknown as Begin,
  setInterval: globalThis.setInterval.bind(globalThis) as unknown as Begin,
  clearTimeout: globalThis.clearTimeout.bind(globalThis) as (timer: number) => void,
};
/** Those that have a number, by it. */
const numbered = new Map<number, Timer>();

/** What setTimeout gives: cleared by itself, or by its number. */
class Timer implements PendingTimer {
  private referenced = true;
  private ended = false;
  private number = 0;
  private port: MessagePort | undefined;

  constructor(
    private readonly cell: Cell | null,
    /** In performance.now() milliseconds. */
    readonly due: number,
    private readonly callback: () => void,
  ) {
    cell?.timers.add(this);
  }

  wait(delay: number): this {
    this.number = plain.setTimeout(() => this.fire(true), delay);
    numbered.set(this.number, this);
    return this;
  }

  repeat(delay: number): this {
    this.number = plain.setInterval(() => this.fire(false), delay);
    numbered.set(this.number, this);
    return this;
  }

  inNextTurn(): this {
    this.port = immediately(() => this.fire(true));
    return this;
  }

  cancel(): void {
    this.finish();
    plain.clearTimeout(this.number);
    this.port?.close();
  }

  pending(): boolean {
    return !this.ended && this.referenced;
  }

  ref(): this {
    this.referenced = true;
    return this;
  }

  unref(): this {
    this.referenced = false;
    return this;
  }

  hasRef(): boolean {
    return this.referenced;
  }

  [Symbol.toPrimitive](): number {
    return this.number;
  }

  private fire(last: boolean): void {
    if (last) this.finish();
    if (!this.cell) this.callback();
    else if (!this.cell.cancelled) runAs(this.cell, this.callback);
  }

  private finish(): void {
    this.ended = true;
    this.cell?.timers.delete(this);
    numbered.delete(this.number);
  }
}

/** Calls `f` in a later turn of the event loop, without a timer's delay. */
export function immediately(f: () => void): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    f();
  };
  port2.postMessage(null);
  return port1;
}

/** Puts the timers in place. `owner` names the cell when no other way tells. */
export function installTimers(owner: Owner): void {
  const make = (callback: Callback, args: unknown[], due: number) => {
    if (typeof callback !== "function") throw new TypeError("a timer's callback is a function");
    const cell = currentCell() ?? owner();
    return new Timer(cell?.cancelled ? null : cell, due, () => callback(...args));
  };
  const soon = (delay: unknown) => Math.max(Number(delay) || 1, 1);
  const clear = (timer: unknown) => {
    (timer instanceof Timer ? timer : numbered.get(Number(timer)))?.cancel();
  };
  Object.assign(globalThis, {
    setTimeout: (f: Callback, delay?: number, ...args: unknown[]) =>
      make(f, args, performance.now() + soon(delay)).wait(soon(delay)),
    setInterval: (f: Callback, delay?: number, ...args: unknown[]) =>
      make(f, args, Number.POSITIVE_INFINITY).repeat(soon(delay)),
    setImmediate: (f: Callback, ...args: unknown[]) =>
      make(f, args, performance.now()).inNextTurn(),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  });
}
