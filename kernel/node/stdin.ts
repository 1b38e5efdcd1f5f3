// What a cell reads input by: process.stdin, node:readline, file descriptor 0 and the
// browsers' prompt(). All of it comes from the user, a line at a time, when it is wanted.
import fs from "node:fs";
import readline from "node:readline";
import readlinePromises from "node:readline/promises";
import { Readable } from "node:stream";
import type { Cell } from "../run/cell";
import type { Input } from "../run/input";
import type { Kernel } from "../run/kernel";
import { setImmediate } from "../run/native";

type Interface = readline.Interface | readlinePromises.Interface;

/** What a cell sees as process.stdin. */
class CellStdin extends Readable {
  readonly fd = 0;
  private wanted = false;
  private asking = false;
  private prompt = "";
  private readonly cell: Cell | null;
  /** Open interfaces of node:readline that read from here, and their open questions. */
  private readonly readers = new Map<Interface, number>();

  constructor(
    private readonly kernel: Kernel,
    private readonly input: Input,
  ) {
    super();
    this.cell = kernel.cell;
    this.on("newListener", () => this.look());
  }

  /** Whether it is of no more use: a later cell starts with a new one, which is not paused. */
  get spent(): boolean {
    if (this.destroyed) return true;
    const used = this.readers.size + this.listenerCount("data") + this.listenerCount("readable");
    return used === 0 && this.cell !== this.kernel.cell;
  }

  override _read(): void {
    this.wanted = true;
    this.look();
  }

  /** Takes an interface of node:readline as one that reads from here. */
  admit(reader: Interface): void {
    this.readers.set(reader, 0);
    reader.once("close", () => this.readers.delete(reader));
    reader.on("newListener", () => this.look());
    const original = reader.question as (...args: unknown[]) => unknown;
    // The box that the user answers in shows the question.
    const shown = (reader as { output?: unknown }).output === process.stdout;
    const count = (change: number) => {
      const open = this.readers.get(reader);
      if (open !== undefined) this.readers.set(reader, open + change);
    };
    reader.question = ((query: string, ...args: unknown[]) => {
      const problem = this.input.problem();
      const callback = args.at(-1);
      if (problem) {
        if (typeof callback === "function") throw problem;
        return Promise.reject(problem);
      }
      count(1);
      if (shown) this.prompt = query;
      if (typeof callback === "function") {
        args[args.length - 1] = (answer: string) => {
          count(-1);
          callback(answer);
        };
      }
      const given = original.call(reader, shown ? "" : query, ...args);
      this.look();
      if (!(given instanceof Promise)) return given;
      return given.finally(() => count(-1));
    }) as never;
  }

  /** Asks, in a turn of its own, if somebody waits: an interface that is just there does not. */
  private look(): void {
    setImmediate(() => {
      const { cell } = this.kernel;
      if (!this.wanted || this.asking || this.destroyed || !this.isWaitedFor()) return;
      if (!cell || cell.answered) return;
      const problem = this.input.problem();
      if (problem) {
        this.fail(problem);
        return;
      }
      this.asking = true;
      const { prompt } = this;
      this.prompt = "";
      this.input.ask(prompt).then(
        (line) => {
          this.asking = this.wanted = false;
          this.push(`${line}\n`);
        },
        (error) => {
          // Interfaces with questions that nobody will answer are of no more use.
          for (const reader of this.readers.keys()) reader.close();
          this.fail(error);
        },
      );
    });
  }

  private fail(error: Error): void {
    this.on("error", () => {});
    this.destroy(error);
    const { cell } = this.kernel;
    if (!cell || cell.cancelled) return;
    cell.abort?.(error);
    cell.thrown.push(error);
  }

  private isWaitedFor(): boolean {
    if (this.listenerCount("readable") > 0) return true;
    if (this.isPaused()) return false;
    if (this.listenerCount("data") > this.readers.size) return true;
    return [...this.readers].some(([reader, open]) => open > 0 || reader.listenerCount("line") > 0);
  }
}

/** Puts the user in the place of the process's own stdin. */
export function installInput(kernel: Kernel, input: Input): void {
  let stdin: CellStdin | null = null;
  const current = () => {
    if (!stdin || stdin.spent) stdin = new CellStdin(kernel, input);
    return stdin;
  };
  Object.defineProperty(process, "stdin", { configurable: true, enumerable: true, get: current });

  for (const module of [readline, readlinePromises] as { createInterface: unknown }[]) {
    const original = module.createInterface as (...args: unknown[]) => Interface;
    module.createInterface = (...args: unknown[]) => {
      const reader = original(...args);
      const from = (reader as { input?: unknown }).input;
      if (from instanceof CellStdin) from.admit(reader);
      return reader;
    };
  }

  installDescriptor(input);

  Object.assign(globalThis, {
    prompt: (message = "", initial = "") => {
      const label = initial === "" ? `${message}` : `${message} [${initial}] `;
      return input.askSync(label) || `${initial}`;
    },
  });
}

/** fs.readSync and fs.readFileSync of file descriptor 0. */
function installDescriptor(input: Input): void {
  const { readSync, readFileSync } = fs;
  let rest = Buffer.alloc(0);
  Object.assign(fs, {
    readFileSync: (file: unknown, ...args: unknown[]) => {
      if (file !== 0 && file !== "/dev/stdin") return readFileSync(file as never, ...(args as []));
      const text = `${input.askSync("")}\n`;
      const [options] = args as [string | { encoding?: string } | undefined];
      const encoding = typeof options === "string" ? options : options?.encoding;
      return encoding ? Buffer.from(text).toString(encoding as BufferEncoding) : Buffer.from(text);
    },
    readSync: (file: number, buffer: Uint8Array, ...args: unknown[]) => {
      if (file !== 0) return readSync(file, buffer, ...(args as [number, number, number]));
      if (rest.length === 0) rest = Buffer.from(`${input.askSync("")}\n`);
      const options = typeof args[0] === "object" ? (args[0] as Record<string, number>) : null;
      const offset = options?.offset ?? Number(args[0] ?? 0);
      const most = options?.length ?? Number(args[1] ?? buffer.byteLength - offset);
      const piece = rest.subarray(0, most);
      new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).set(piece, offset);
      rest = rest.subarray(piece.length);
      return piece.length;
    },
  });
}
