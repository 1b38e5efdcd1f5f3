// The student's files: what is in the browser's storage instead of what the site has.
import type { Contents } from "@jupyterlab/services";
import type { Written } from "../../kernel/browser/files";

/** JupyterLite's storage, by path. */
export interface Storage {
  keys(): Promise<string[]>;
  removeItem(path: string): Promise<void>;
}

/** JupyterLite's drive, with the storage behind it. */
export interface Drive {
  readonly storage: Promise<Storage>;
  readonly checkpoints: Promise<Storage>;
}

const NOTEBOOK = /\.ipynb$/;
/** Larger files are not for the kernel's memory. */
const LARGEST = 50e6;

export class StudentFiles {
  private listeners = new Set<(changes: Written[]) => void>();
  private work: Promise<void> = Promise.resolve();
  /** What is being written for a cell, and is known to the kernels already. */
  private readonly own = new Set<string>();
  private readonly otherTabs = new BroadcastChannel(`gradbook ${document.baseURI}`);

  constructor(
    private readonly contents: Contents.IManager,
    private readonly drive: Drive,
    /** Told of what a cell has written and the storage does not take. */
    private readonly failed: (path: string, why: string) => void,
  ) {
    contents.fileChanged.connect((_, { oldValue, newValue }) => {
      const paths = [oldValue?.path, newValue?.path].filter((path) => path !== undefined);
      this.changed(paths);
      this.otherTabs.postMessage(paths);
    });
    this.otherTabs.onmessage = ({ data }) => this.changed(data);
  }

  /** Everything that the student has changed. */
  async all(): Promise<Written[]> {
    const keys = (await (await this.drive.storage).keys()).filter((path) => !NOTEBOOK.test(path));
    return (await Promise.all(keys.map((path) => this.read(path)))).flat();
  }

  /** Whether a file is the student's, and not the site's. */
  async isChanged(path: string): Promise<boolean> {
    return (await (await this.drive.storage).keys()).includes(path);
  }

  /** The paths that are the student's. */
  async paths(): Promise<string[]> {
    return (await this.drive.storage).keys();
  }

  /** Takes a file out of the storage: from then on it is the site's. */
  async forget(path: string): Promise<void> {
    await (await this.drive.storage).removeItem(path);
    await (await this.drive.checkpoints).removeItem(path);
    this.changed([path]);
    this.otherTabs.postMessage([path]);
  }

  /** To be told of changes until the returned function is called. */
  listen(listener: (changes: Written[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves when all listeners know of everything that has been saved. */
  settled(): Promise<void> {
    return this.work;
  }

  /** Keeps what cells have written. */
  keep(changes: Written[]): void {
    this.next(async () => {
      for (const { path, data } of changes) {
        this.own.add(path);
        try {
          if (data) await this.write(path, data);
          else await this.contents.delete(path);
        } catch (error) {
          this.failed(path, (error as Error).message);
        } finally {
          this.own.delete(path);
        }
      }
    });
  }

  private changed(paths: string[]): void {
    const wanted = paths.filter((path) => !NOTEBOOK.test(path) && !this.own.has(path));
    if (wanted.length === 0) return;
    this.next(async () => {
      const changes = (await Promise.all(wanted.map((path) => this.read(path)))).flat();
      for (const listener of this.listeners) listener(changes);
    });
  }

  private next(step: () => Promise<void>): void {
    this.work = this.work.then(step).catch((error) => console.warn(error));
  }

  private async write(path: string, data: Uint8Array): Promise<void> {
    const folder = path.slice(0, path.lastIndexOf("/") + 1).replace(/\/$/, "");
    if (folder) await this.makeFolder(folder);
    const text = textOf(data);
    const content = text ?? btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));
    const format = text === null ? "base64" : "text";
    const name = path.slice(path.lastIndexOf("/") + 1);
    await this.contents.save(path, { name, path, type: "file", format, content });
  }

  private async makeFolder(path: string): Promise<void> {
    const there = await this.contents.get(path, { content: false }).catch(() => null);
    if (there) return;
    const name = path.slice(path.lastIndexOf("/") + 1);
    await this.contents.save(path, { name, path, type: "directory", content: null, format: null });
  }

  /** A file, or what is in a folder. */
  private async read(path: string): Promise<Written[]> {
    const model = await this.contents.get(path, { content: true }).catch(() => null);
    if (!model) return [{ path, data: null }];
    if (model.type === "directory" || (model.size ?? 0) > LARGEST) return [];
    return [{ path, data: bytesOf(model) }];
  }
}

/** The bytes of a file as the contents manager gives it. */
export function bytesOf({ format, content }: Contents.IModel): Uint8Array {
  if (format === "base64") return Uint8Array.from(atob(String(content)), (c) => c.charCodeAt(0));
  const text = typeof content === "string" ? content : `${JSON.stringify(content, null, 1)}\n`;
  return new TextEncoder().encode(text);
}

/** Null for bytes that are no text. */
function textOf(data: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return null;
  }
}
