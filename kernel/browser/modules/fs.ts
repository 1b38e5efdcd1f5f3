// node:fs over the files of the site and of the student: what the notebooks, lib and
// most short programs use. What is not here is undefined, as in an older Node.
import { Buffer } from "buffer";
import path from "path-browserify";
import { systemError, type VirtualFiles } from "../files";

type Encoding = string | { encoding?: string | null; flag?: string } | null;
type Data = string | Uint8Array;

interface Opened {
  file: string;
  /** Null when opened for reading. */
  pieces: Uint8Array[] | null;
}

const encoder = new TextEncoder();

/** The module's synchronous functions, and `promises`. */
export function fsModule(files: VirtualFiles, cwd: () => string) {
  const opened = new Map<number, Opened>();
  let descriptors = 3;
  const at = (given: unknown) => path.resolve(cwd(), pathOf(given));
  const handle = (descriptor: unknown): Opened => {
    const found = opened.get(descriptor as number);
    if (!found) throw systemError("EBADF", "read", String(descriptor));
    return found;
  };

  function readFileSync(file: unknown, encoding?: Encoding): string | Buffer {
    const where = typeof file === "number" ? handle(file).file : at(file);
    const bytes = files.bytes(where);
    if (!bytes) throw systemError(files.isFolder(where) ? "EISDIR" : "ENOENT", "open", where);
    const read = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const name = encodingOf(encoding);
    return name ? read.toString(name as BufferEncoding) : Buffer.from(read);
  }

  function writeFileSync(file: unknown, data: Data, encoding?: Encoding): void {
    if (typeof file === "number") {
      handle(file).pieces?.push(toBytes(data));
      return;
    }
    if (flagOf(encoding)?.startsWith("a")) appendFileSync(file, data);
    else files.write(at(file), typeof data === "string" ? data : Uint8Array.from(data));
  }

  function appendFileSync(file: unknown, data: Data): void {
    const before = files.bytes(at(file)) ?? new Uint8Array();
    files.write(at(file), joined([before, toBytes(data)]));
  }

  function openSync(file: unknown, flags = "r"): number {
    const where = at(file);
    const there = files.isFile(where);
    if (flags.startsWith("r") && !there) throw systemError("ENOENT", "open", where);
    if (flags.includes("x") && there) throw systemError("EEXIST", "open", where);
    const pieces = flags.startsWith("r") ? null : [];
    if (flags.startsWith("a") && there) pieces?.push(files.bytes(where) as never);
    if (pieces) files.write(where, joined(pieces));
    opened.set(descriptors, { file: where, pieces });
    return descriptors++;
  }

  function closeSync(descriptor: number): void {
    const { file, pieces } = handle(descriptor);
    opened.delete(descriptor);
    if (pieces) files.write(file, joined(pieces));
  }

  function readSync(
    descriptor: number,
    buffer: Uint8Array,
    offset = 0,
    length = buffer.length - offset,
    position = 0,
  ): number {
    const bytes = files.bytes(handle(descriptor).file) ?? new Uint8Array();
    const part = bytes.subarray(position ?? 0, (position ?? 0) + length);
    buffer.set(part, offset);
    return part.length;
  }

  function statSync(file: unknown, options?: { throwIfNoEntry?: boolean }) {
    const where = typeof file === "number" ? handle(file).file : at(file);
    const stat = files.stat(where);
    if (!stat) {
      if (options?.throwIfNoEntry === false) return undefined;
      throw systemError("ENOENT", "stat", where);
    }
    return {
      size: stat.size,
      mtimeMs: stat.modified,
      mtime: new Date(stat.modified),
      isFile: () => !stat.isFolder,
      isDirectory: () => stat.isFolder,
      isSymbolicLink: () => false,
    };
  }

  function readdirSync(folder: unknown, options?: { withFileTypes?: boolean }) {
    const where = at(folder);
    const names = files.list(where);
    if (!names) throw systemError(files.isFile(where) ? "ENOTDIR" : "ENOENT", "scandir", where);
    if (!options?.withFileTypes) return names;
    return names.map((name) => {
      const isFolder = files.isFolder(path.join(where, name));
      return { name, path: where, isFile: () => !isFolder, isDirectory: () => isFolder };
    });
  }

  function mkdirSync(folder: unknown, options?: { recursive?: boolean }): void {
    const where = at(folder);
    if (!options?.recursive) {
      if (files.stat(where)) throw systemError("EEXIST", "mkdir", where);
      if (!files.isFolder(path.dirname(where))) throw systemError("ENOENT", "mkdir", where);
    }
    files.makeFolder(where);
  }

  function rmSync(file: unknown, options?: { force?: boolean; recursive?: boolean }): void {
    const where = at(file);
    if (files.isFolder(where)) {
      if (!options?.recursive) throw systemError("EISDIR", "rm", where);
      for (const name of files.list(where) ?? []) rmSync(path.join(where, name), options);
      files.dropFolder(where);
    } else if (files.isFile(where) || !options?.force) files.remove(where);
  }

  function renameSync(from: unknown, to: unknown): void {
    copyFileSync(from, to);
    files.remove(at(from));
  }

  function copyFileSync(from: unknown, to: unknown): void {
    const bytes = files.bytes(at(from));
    if (!bytes) throw systemError("ENOENT", "copyfile", at(from));
    files.write(at(to), bytes);
  }

  const synchronous = {
    readFileSync,
    writeFileSync,
    appendFileSync,
    openSync,
    closeSync,
    readSync,
    writeSync: (descriptor: number, data: Data) => {
      writeFileSync(descriptor, data);
      return data.length;
    },
    fsyncSync: (descriptor: number) => void handle(descriptor),
    statSync,
    lstatSync: statSync,
    fstatSync: statSync,
    readdirSync,
    mkdirSync,
    rmSync,
    unlinkSync: (file: unknown) => files.remove(at(file)),
    renameSync,
    copyFileSync,
    existsSync: (file: unknown) => files.stat(at(file)) !== undefined,
    realpathSync: Object.assign((file: unknown) => at(file), { native: at }),
  };
  return { ...synchronous, promises: promisesOf(synchronous) };
}

/** node:fs/promises of the synchronous functions: readFile of readFileSync. */
function promisesOf(synchronous: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(synchronous).map(([name, f]) => {
    const call = async (...args: unknown[]) => (f as (...args: unknown[]) => unknown)(...args);
    return [name.replace(/Sync$/, ""), call];
  });
  return Object.fromEntries(entries);
}

function pathOf(given: unknown): string {
  if (typeof given === "string") return given;
  if (given instanceof URL) return decodeURIComponent(given.pathname);
  throw new TypeError('The "path" argument must be of type string or an instance of URL');
}

function encodingOf(encoding: Encoding | undefined): string | null | undefined {
  return typeof encoding === "object" ? encoding?.encoding : encoding;
}

function flagOf(encoding: Encoding | undefined): string | undefined {
  return typeof encoding === "object" ? encoding?.flag : undefined;
}

function toBytes(data: Data): Uint8Array {
  return typeof data === "string" ? encoder.encode(data) : Uint8Array.from(data);
}

function joined(pieces: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
