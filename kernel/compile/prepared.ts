// What a startup snapshot has ready for a compiler that is about to be made.
import type { SourceFile } from "./typescript";

/** A file of a package, read and parsed beforehand. */
export interface PreparedDocument {
  file: SourceFile;
  /** The host's stamp of the file as it was then. */
  stamp: string | null;
}

/** Read and parsed files, by their paths from the folder that TypeScript's package is in. */
export interface Prepared {
  documents: Map<string, PreparedDocument>;
  libFolder: string;
}

/** Where in the global object it waits. */
export const PREPARED = Symbol.for("gradbook.prepared");

/** What has been prepared, if anything has. */
export function takePrepared(): Prepared | null {
  const global = globalThis as { [PREPARED]?: Prepared };
  const prepared = global[PREPARED] ?? null;
  delete global[PREPARED];
  return prepared;
}
