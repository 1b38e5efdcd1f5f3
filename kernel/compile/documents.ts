// The files that the compiler has read, each parsed once.
import type { Files } from "./host";
import { dirname } from "./paths";
import { detach, slim } from "./slim";
import { internals, type SourceFile, ts } from "./typescript";

/** A file of a package, read and parsed beforehand. */
export interface PreparedDocument {
  file: SourceFile;
  /** The host's packageStamp of the file as it was then. */
  stamp: string | null;
  isDeferred: boolean;
}

/** Prepared files by their paths from the folder that TypeScript's package is in. */
export type PreparedDocuments = Map<string, PreparedDocument>;

/** Parsed files by their paths. */
export class Documents implements ts.DocumentRegistry {
  /** Whether what is read is to go into a startup snapshot. */
  isForSnapshot = false;
  private readonly known = new Map<string, SourceFile>();

  constructor(
    private readonly files: Files,
    private readonly prepared?: PreparedDocuments,
  ) {}

  /** The packages' files that have been read, to be prepared for another compiler. */
  inPackages(libFolder: string): PreparedDocuments {
    const start = packagesOf(libFolder);
    const found: PreparedDocuments = new Map();
    for (const [name, file] of this.known) {
      if (!name.startsWith(start)) continue;
      slim(file);
      this.readLater(file);
      const isDeferred = file.end === 0;
      const stamp = this.files.packageStamp(name);
      found.set(name.slice(start.length), { file, stamp, isDeferred });
    }
    return found;
  }

  /** Has the compiler take `file` for what is at its path. */
  put(file: SourceFile): void {
    this.known.set(file.fileName, file);
  }

  /** The text that the compiler is to see at a path. */
  snapshot(name: string): ts.IScriptSnapshot | undefined {
    const known = this.known.get(name) ?? this.takePrepared(name);
    if (known) {
      known.scriptSnapshot ??= ts.ScriptSnapshot.fromString(known.text);
      return known.scriptSnapshot;
    }
    const text = this.files.read(name);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  }

  /** Has a file read anew. */
  forget(name: string): void {
    this.known.delete(name);
  }

  acquireDocumentWithKey(
    name: string,
    _path: ts.Path,
    _settings: unknown,
    _key: ts.DocumentRegistryBucketKey,
    snapshot: ts.IScriptSnapshot,
    version: string,
    kind?: ts.ScriptKind,
    options?: ts.CreateSourceFileOptions | ts.ScriptTarget,
  ): ts.SourceFile {
    const known = this.known.get(name);
    if (known?.version === version) return known;
    const file = internals.createLanguageServiceSourceFile(
      name,
      snapshot,
      name.endsWith(".d.ts") ? undocumented(options) : (options ?? ts.ScriptTarget.ES2023),
      version,
      true,
      kind,
    ) as SourceFile;
    if (this.isForSnapshot) detach(file);
    this.known.set(name, file);
    return file;
  }

  updateDocumentWithKey = this.acquireDocumentWithKey;

  getKeyForCompilationSettings(): ts.DocumentRegistryBucketKey {
    return "" as ts.DocumentRegistryBucketKey;
  }

  /** Leaves a file's text where it is until it is wanted. */
  private readLater(file: SourceFile): void {
    const { files } = this;
    const { length } = file.text;
    if (length === 0) return;
    const text = () => files.read(file.fileName) ?? "";
    Object.defineProperty(file, "text", { configurable: true, enumerable: true, get: text });
    file.scriptSnapshot = {
      getText: (start, end) => text().slice(start, end),
      getLength: () => length,
      getChangeRange: () => undefined,
    };
  }

  /** A file that was parsed before the kernel started, if it is still the same. */
  private takePrepared(name: string): SourceFile | undefined {
    const start = packagesOf(this.files.libFolder);
    if (!this.prepared || !name.startsWith(start)) return undefined;
    const found = this.prepared.get(name.slice(start.length));
    if (!found || found.stamp !== this.files.packageStamp(name)) return undefined;
    // Its reading had been put off (deferred.ts), which may be over.
    if (found.isDeferred) return undefined;
    this.known.set(name, found.file);
    return found.file;
  }

  // What is not asked of a registry by the language service.
  acquireDocument = notUsed;
  updateDocument = notUsed;
  releaseDocument(): void {}
  releaseDocumentWithKey(): void {}
  reportStats(): string {
    return "";
  }
}

function notUsed(): never {
  throw new Error("not used");
}

function undocumented(
  options: ts.CreateSourceFileOptions | ts.ScriptTarget = ts.ScriptTarget.ES2023,
): ts.CreateSourceFileOptions {
  const given = typeof options === "object" ? options : { languageVersion: options };
  return { ...given, jsDocParsingMode: ts.JSDocParsingMode.ParseNone };
}

/** The node_modules that TypeScript is in. */
function packagesOf(libFolder: string): string {
  return `${dirname(dirname(libFolder))}/`;
}
