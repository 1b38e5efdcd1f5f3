// File descriptors 1 and 2, which child processes inherit and native code writes to:
// files without a name take their places, and what arrives there is a cell's output.
//
// Files, because nobody has to empty them: a child that prints never waits for the main
// thread, which may be waiting for that child. And nothing to be read is known within a
// microsecond, so that each console.log can look first, and order is kept.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const { closeSync, fstatSync, ftruncateSync, openSync, readSync, unlinkSync, writeSync } = fs;

/** A file that is longer is emptied when all of it has been read; no more is read at once. */
const MAX_BYTES = 1 << 24;

/** Where the kernel's own messages go: Jupyter's log, whatever becomes of descriptor 2. */
let logFile = 2;

/** The descriptor log() writes to. */
export const logDescriptor = () => logFile;

/** Writes a message that belongs to no cell. */
export function log(text: string): void {
  writeSync(logFile, text);
}

/** A file descriptor whose writes are collected. */
export class Collected {
  private offset = 0;
  private readonly buffer = Buffer.allocUnsafe(1 << 16);
  private readonly decoder = new TextDecoder();

  constructor(
    /** 1 or 2. */
    private readonly descriptor: number,
    /** The same file, to be read. */
    readonly file: number,
  ) {}

  /** What has been written since the last call. */
  read(): string {
    let text = "";
    do {
      for (;;) {
        const bytes = readSync(this.file, this.buffer, 0, this.buffer.length, this.offset);
        if (bytes === 0) break;
        this.offset += bytes;
        text += this.decoder.decode(this.buffer.subarray(0, bytes), { stream: true });
        if (text.length > MAX_BYTES) text += this.skip();
      }
    } while (this.offset > 0 && this.isShorter());
    return text;
  }

  /** Forgets what has been written, all of it shown. */
  clear(): void {
    ftruncateSync(this.descriptor);
  }

  /** Leaves out the rest: nobody reads it, and a longer text cannot be shown. */
  private skip(): string {
    const { size } = fstatSync(this.file);
    const left = Math.round((size - this.offset) / 2 ** 20);
    this.offset = size;
    return left > 0 ? `\n… ${left} MB more are left out\n` : "";
  }

  /** Whether the file is to be read from its start, having been emptied. */
  private isShorter(): boolean {
    const { size } = fstatSync(this.file);
    if (size === this.offset && size > MAX_BYTES) {
      ftruncateSync(this.descriptor);
      this.offset = 0;
    }
    // A child may have emptied it: `echo … > /dev/stdout`.
    const shorter = size < this.offset;
    if (shorter) this.offset = 0;
    return shorter;
  }
}

/**
 * Puts files in the place of `descriptors`; null for one that has to stay. Call it before
 * anything else opens files: a new file gets the lowest number that is free.
 */
export function collect(descriptors: number[]): (Collected | null)[] {
  // Windows has handles besides, which go their own way.
  if (process.platform === "win32") return descriptors.map(() => null);
  return descriptors.map((descriptor) => {
    const name = path.join(os.tmpdir(), `gradbook-${process.pid}-${descriptor}`);
    try {
      const file = openSync(name, "ax+", 0o600);
      try {
        if (descriptor === 2) logFile = openSync("/dev/fd/2", "a");
        closeSync(descriptor);
        const replaced = openSync(name, "a");
        if (replaced !== descriptor) throw new Error(`got ${replaced} for ${descriptor}`);
      } finally {
        unlinkSync(name);
      }
      return new Collected(descriptor, file);
    } catch {
      return null; // no folder to write to, or a log that is a socket
    }
  });
}
