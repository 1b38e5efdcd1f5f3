// The files that the compiler has read, each parsed once.
import type { Files } from "./host";
import { internals, type SourceFile, ts } from "./typescript";

/** Parsed files by their paths. */
export class Documents implements ts.DocumentRegistry {
  private readonly known = new Map<string, SourceFile>();

  constructor(private readonly files: Files) {}

  /** Has the compiler take `file` for what is at its path. */
  put(file: SourceFile): void {
    this.known.set(file.fileName, file);
  }

  /** The text that the compiler is to see at a path. */
  snapshot(name: string): ts.IScriptSnapshot | undefined {
    const known = this.known.get(name)?.scriptSnapshot;
    if (known) return known;
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
      options ?? ts.ScriptTarget.ES2023,
      version,
      true,
      kind,
    ) as SourceFile;
    this.known.set(name, file);
    return file;
  }

  updateDocumentWithKey = this.acquireDocumentWithKey;

  getKeyForCompilationSettings(): ts.DocumentRegistryBucketKey {
    return "" as ts.DocumentRegistryBucketKey;
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
