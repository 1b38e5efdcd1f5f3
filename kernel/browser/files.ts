// The files that a kernel in a browser sees: what the site brings and, over it, what
// the student has. Reading is synchronous, as the compiler and `node:fs` need it.

/** The project's folder: cells, lib/ and the packages are below it. */
export const PROJECT = "/mlp";

/** A file that is fetched when it is first read, gzipped where its address ends with .gz. */
export interface Remote {
  url: string;
}

type Content = Uint8Array | string | Remote;

interface File {
  content: Content;
  /** When it was last written, in milliseconds; later writes have later times. */
  modified: number;
}

/** What `node:fs` says of a path. */
export interface Stat {
  isFolder: boolean;
  size: number;
  modified: number;
}

/** A file that cells have written or removed, for the page to keep. */
export interface Written {
  /** From the project's folder. */
  path: string;
  /** Null when it was removed. */
  data: Uint8Array | null;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Files and folders by absolute paths with slashes. */
export class VirtualFiles {
  private readonly files = new Map<string, File>();
  /** Names in each folder. */
  private readonly folders = new Map<string, Set<string>>([["/", new Set()]]);
  private last = 0;

  /**
   * @param fetchBytes fetches a remote file while its reader waits
   * @param written to be told of what cells write
   */
  constructor(
    private readonly fetchBytes: (url: string) => Uint8Array,
    private readonly written: (change: Written) => void,
  ) {}

  /** Puts a file there without telling the page: it is the site's or the student's. */
  put(path: string, content: Content): void {
    this.last = Math.max(Date.now(), this.last + 1);
    this.files.set(path, { content, modified: this.last });
    this.makeFolder(parentOf(path));
    this.folders.get(parentOf(path))?.add(nameOf(path));
  }

  /** Takes a file away without telling the page. */
  drop(path: string): void {
    if (this.files.delete(path)) this.folders.get(parentOf(path))?.delete(nameOf(path));
  }

  /** Writes a file for a cell. The folder must be there. */
  write(path: string, data: Uint8Array | string): void {
    if (!this.folders.has(parentOf(path))) throw systemError("ENOENT", "open", path);
    if (this.folders.has(path)) throw systemError("EISDIR", "open", path);
    this.put(path, data);
    this.tell(path, typeof data === "string" ? encoder.encode(data) : data);
  }

  /** Removes a file for a cell. */
  remove(path: string): void {
    if (!this.files.has(path)) throw systemError("ENOENT", "unlink", path);
    this.drop(path);
    this.tell(path, null);
  }

  makeFolder(path: string): void {
    if (this.folders.has(path)) return;
    if (this.files.has(path)) throw systemError("EEXIST", "mkdir", path);
    this.makeFolder(parentOf(path));
    this.folders.set(path, new Set());
    this.folders.get(parentOf(path))?.add(nameOf(path));
  }

  /** Removes a folder that is empty. */
  dropFolder(path: string): void {
    if (this.folders.get(path)?.size) throw systemError("ENOTEMPTY", "rmdir", path);
    if (this.folders.delete(path)) this.folders.get(parentOf(path))?.delete(nameOf(path));
  }

  /** A file's bytes; undefined where there is no file. */
  bytes(path: string): Uint8Array | undefined {
    const content = this.content(path);
    return typeof content === "string" ? encoder.encode(content) : content;
  }

  /** A file's text; undefined where there is no file. */
  text(path: string): string | undefined {
    const content = this.content(path);
    return typeof content === "object" ? decoder.decode(content) : content;
  }

  /** The names in a folder, sorted; undefined where there is no folder. */
  list(path: string): string[] | undefined {
    const names = this.folders.get(path);
    return names && [...names].sort();
  }

  isFile(path: string): boolean {
    return this.files.has(path);
  }

  isFolder(path: string): boolean {
    return this.folders.has(path);
  }

  /** When a file was last written; undefined where there is no file. */
  modified(path: string): number | undefined {
    return this.files.get(path)?.modified;
  }

  stat(path: string): Stat | undefined {
    if (this.folders.has(path)) return { isFolder: true, size: 0, modified: 0 };
    const modified = this.modified(path);
    if (modified === undefined) return undefined;
    return { isFolder: false, size: this.bytes(path)?.length ?? 0, modified };
  }

  private content(path: string): Uint8Array | string | undefined {
    const file = this.files.get(path);
    if (file && typeof file.content === "object" && "url" in file.content) {
      file.content = this.fetchBytes(file.content.url);
    }
    return file?.content as Uint8Array | string | undefined;
  }

  private tell(path: string, data: Uint8Array | null): void {
    const inside = `${PROJECT}/`;
    if (path.startsWith(inside) && !path.startsWith(`${inside}node_modules/`)) {
      this.written({ path: path.slice(inside.length), data });
    }
  }
}

/** An error as `node:fs` throws it. */
export function systemError(code: string, call: string, path: string): Error {
  const what: Record<string, string> = {
    ENOENT: "no such file or directory",
    EISDIR: "illegal operation on a directory",
    ENOTDIR: "not a directory",
    EEXIST: "file already exists",
    ENOTEMPTY: "directory not empty",
    EBADF: "bad file descriptor",
  };
  const error = new Error(`${code}: ${what[code]}, ${call} '${path}'`);
  return Object.assign(error, { code, syscall: call, path });
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
