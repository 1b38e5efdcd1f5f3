// A compiler that a startup snapshot has ready.
import type { Compiler } from "./compiler";
import type { PreparedDocuments } from "./documents";
import type { Files } from "./host";
import { dirname } from "./paths";

/** A compiler that has compiled cells before, and what it depends on. */
export interface Prepared {
  compiler: Compiler;
  documents: PreparedDocuments;
  libFolder: string;
  /** Stamps of the files that say which packages and options it has. */
  stamps: Map<string, string | null>;
}

/** Where in the global object it waits. */
export const PREPARED = Symbol.for("gradbook.prepared");

/** Has a compiler wait for the kernels that start with it. */
export function prepare(compiler: Compiler, files: Files): Prepared {
  const { documents, folder } = compiler.project;
  const known = documents.inPackages(files.libFolder);
  const stamps = new Map([[`${folder}/tsconfig.json`, files.stamp(`${folder}/tsconfig.json`)]]);
  for (const { fileName } of compiler.project.program.getSourceFiles()) {
    for (let at = dirname(fileName); at.includes("/node_modules/"); at = dirname(at)) {
      const manifest = `${at}/package.json`;
      if (!stamps.has(manifest)) stamps.set(manifest, files.stamp(manifest));
    }
  }
  return { compiler, documents: known, libFolder: files.libFolder, stamps };
}

/** What has been prepared, if anything has. */
export function takePrepared(): Prepared | null {
  const global = globalThis as { [PREPARED]?: Prepared };
  const prepared = global[PREPARED] ?? null;
  delete global[PREPARED];
  return prepared;
}

/** Whether a prepared compiler is the one for `folder` as it is now. */
export function fits({ compiler, libFolder, stamps }: Prepared, files: Files, folder: string) {
  if (compiler.project.folder !== folder || libFolder !== files.libFolder) return false;
  return [...stamps].every(([file, stamp]) => files.stamp(file) === stamp);
}
