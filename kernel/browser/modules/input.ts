// What a cell reads input by: process.stdin, node:readline, file descriptor 0 and
// prompt(), as far as lines go that the user types. See node/stdin.ts for Node's.
import { Buffer } from "buffer";
import { EventEmitter } from "events";
import type { Input } from "../../run/input";
import { KeyboardInterrupt } from "../../run/traceback";

type Ask = (prompt: string) => Promise<string>;
type Callback = (answer: string) => void;

/** Emits what the user types, a line at a time, while somebody listens. */
class Lines extends EventEmitter {
  protected ended = false;
  private asking = false;

  constructor(
    protected readonly ask: Ask,
    private readonly event: "line" | "data",
    private readonly end: string,
  ) {
    super();
    this.on("newListener", (name) => {
      if (name !== event) return;
      this.ended = false;
      setTimeout(() => void this.read());
    });
  }

  pause(): this {
    this.ended = true;
    return this;
  }

  resume(): this {
    this.ended = false;
    void this.read();
    return this;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for (this.ended = false; !this.ended; ) yield (await this.ask("")) + this.end;
  }

  private async read(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      while (!this.ended && this.listenerCount(this.event) > 0) {
        this.emit(this.event, (await this.ask("")) + this.end);
      }
    } catch (error) {
      // The cell has been told of it.
      if (!(error instanceof KeyboardInterrupt)) throw error;
    } finally {
      this.asking = false;
    }
  }
}

/** What a cell sees as process.stdin. */
class Stdin extends Lines {
  readonly fd = 0;
  readonly isTTY = false;

  constructor(ask: Ask) {
    super(ask, "data", "\n");
  }

  setEncoding(): this {
    return this;
  }
}

/** node:readline's, with a callback. */
class Interface extends Lines {
  constructor(ask: Ask) {
    super(ask, "line", "");
  }

  question(query: string, ...rest: unknown[]): unknown {
    const callback = rest.at(-1) as Callback;
    void this.ask(query).then(callback, (error) => {
      if (!(error instanceof KeyboardInterrupt)) throw error;
    });
    return undefined;
  }

  close(): void {
    if (this.ended) return;
    this.ended = true;
    this.emit("close");
  }
}

/** node:readline/promises'. */
class PromiseInterface extends Interface {
  override question(query: string): Promise<string> {
    return this.ask(query);
  }
}

/** The modules and `process.stdin`. @param input the kernel's, when a cell asks */
export function inputModules(input: () => Input) {
  const ask: Ask = (prompt) => input().ask(prompt);
  const stdin = new Stdin(ask);
  const creator = (Kind: typeof Interface) => (given: unknown) => {
    const from = (given as { input?: unknown })?.input ?? given;
    if (from !== stdin)
      throw new Error("in a browser, node:readline reads from process.stdin only");
    return new Kind(ask);
  };
  const promises = { Interface: PromiseInterface, createInterface: creator(PromiseInterface) };
  const readline = { Interface, createInterface: creator(Interface), promises };
  return { stdin, readline, promises };
}

/** The browsers' own function, answered in JupyterLab's box. */
export function promptBy(input: () => Input) {
  return (message = "", initial = "") => {
    const label = initial === "" ? `${message}` : `${message} [${initial}] `;
    return input().askSync(label) || `${initial}`;
  };
}

/** node:fs with file descriptor 0 read from the user. */
export function withTyped<T extends { readFileSync: unknown; readSync: unknown }>(
  fs: T,
  input: () => Input,
): T {
  const readFileSync = fs.readFileSync as (...args: unknown[]) => unknown;
  const readSync = fs.readSync as (...args: unknown[]) => number;
  let rest = Buffer.alloc(0);
  const typed = () => Buffer.from(`${input().askSync("")}\n`);
  return {
    ...fs,
    readFileSync: (file: unknown, ...args: unknown[]) => {
      if (file !== 0 && file !== "/dev/stdin") return readFileSync(file, ...args);
      const [options] = args as [string | { encoding?: string } | undefined];
      const encoding = typeof options === "string" ? options : options?.encoding;
      return encoding ? typed().toString(encoding as BufferEncoding) : typed();
    },
    readSync: (file: number, buffer: Uint8Array, ...args: unknown[]) => {
      if (file !== 0) return readSync(file, buffer, ...args);
      if (rest.length === 0) rest = typed();
      const [offset = 0, most = buffer.length - Number(offset)] = args as [number?, number?];
      const piece = rest.subarray(0, most);
      buffer.set(piece, offset);
      rest = rest.subarray(piece.length);
      return piece.length;
    },
  };
}
