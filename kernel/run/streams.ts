// stdout and stderr as Jupyter streams. Writes are put together, so that a loop
// that logs 200,000 lines sends a few hundred messages, and order is kept.
import type { Cell } from "./cell";
import { setTimeout } from "./native";

const MAX_CHARACTERS = 1 << 16;
const MAX_MILLISECONDS = 50;

type Name = "stdout" | "stderr";

/** Collects what cells write and passes it on in larger pieces. */
export class Streams {
  private pieces: string[] = [];
  private size = 0;
  private flushed = 0;
  private cell: Cell | null = null;
  private name: Name = "stdout";
  private scheduled = false;

  /**
   * Hands over what has been written past process.stdout and process.stderr. It is asked
   * for before anything else is written or shown, so that order is kept.
   */
  stray: () => { name: Name; text: string }[] = () => [];

  /** @param running the cell that stray output belongs to */
  constructor(
    private readonly running: () => Cell | null,
    private readonly publish: (cell: Cell, name: Name, text: string) => void,
  ) {}

  /** Takes `text` as written by `cell`. */
  write(cell: Cell, name: Name, text: string): void {
    this.takeStray();
    this.add(cell, name, text);
  }

  /** Passes on what has been collected; call it before anything else is shown. */
  flush(): void {
    this.takeStray();
    this.send();
  }

  /** Takes what has been written past it. */
  takeStray(): void {
    for (const { name, text } of this.stray()) {
      const cell = this.running();
      if (cell) this.add(cell, name, text);
    }
  }

  private add(cell: Cell, name: Name, text: string): void {
    if (cell !== this.cell || name !== this.name) this.send();
    const now = performance.now();
    this.cell = cell;
    this.name = name;
    this.pieces.push(text);
    this.size += text.length;
    // A loop that never yields leaves timers no chance: look at the clock here as well.
    if (this.size >= MAX_CHARACTERS || now - this.flushed >= MAX_MILLISECONDS) this.send();
    else if (!this.scheduled) {
      this.scheduled = true;
      setTimeout(() => {
        this.scheduled = false;
        this.flush();
      }, MAX_MILLISECONDS);
    }
  }

  private send(): void {
    if (!this.cell || this.size === 0) return;
    const text = this.pieces.join("");
    this.pieces = [];
    this.size = 0;
    this.flushed = performance.now();
    this.publish(this.cell, this.name, text);
  }

  /** Makes process.stdout and process.stderr write here, for the cell `owner` names. */
  capture(owner: () => Cell | null): void {
    for (const name of ["stdout", "stderr"] as const) {
      const stream = process[name];
      const original = stream.write.bind(stream) as (chunk: string | Uint8Array) => boolean;
      const decoder = new TextDecoder();
      const text = (chunk: string | Uint8Array, encoding: unknown): string => {
        if (typeof chunk !== "string") return decoder.decode(chunk, { stream: true });
        if (typeof encoding !== "string" || /^utf-?8$/i.test(encoding)) return chunk;
        return Buffer.from(chunk, encoding as BufferEncoding).toString();
      };
      stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
        const cell = owner();
        if (!cell) original(chunk);
        else this.write(cell, name, text(chunk, rest[0]));
        const callback = rest.find((argument) => typeof argument === "function");
        if (callback) process.nextTick(callback as () => void);
        return true;
      };
    }
  }
}
