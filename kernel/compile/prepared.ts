// A compiler that a startup snapshot has ready.
import type { Compiler } from "./compiler";
import type { PreparedDocuments } from "./documents";
import type { Files } from "./host";
import { dirname } from "./paths";

/** A compiler that has compiled cells before, and what it depends on. */
export interface Prepared {
  /** The compiler's package. */
  typescript: unknown;
  compiler: Compiler;
  documents: PreparedDocuments;
  libFolder: string;
  /** Stamps of the files that say which packages and options it has. */
  stamps: Map<string, string | null>;
  /** Called in a kernel that starts with it. */
  started(): void;
}

/** Where in the global object it waits. */
export const PREPARED = Symbol.for("gradbook.prepared");

/** Has a compiler wait for the kernels that start with it. */
export function prepare(
  compiler: Compiler,
  files: Files,
  typescript: unknown,
  started: () => void,
): Prepared {
  const { documents, folder } = compiler.project;
  const known = documents.inPackages(files.libFolder);
  const stamps = new Map([[`${folder}/tsconfig.json`, files.stamp(`${folder}/tsconfig.json`)]]);
  for (const { fileName } of compiler.project.program.getSourceFiles()) {
    for (let at = dirname(fileName); at.includes("/node_modules/"); at = dirname(at)) {
      const manifest = `${at}/package.json`;
      if (!stamps.has(manifest)) stamps.set(manifest, files.stamp(manifest));
    }
  }
  return { typescript, compiler, documents: known, libFolder: files.libFolder, stamps, started };
}

const global = globalThis as { [PREPARED]?: Prepared };

/** What has been prepared, if anything has. */
export function seePrepared(): Prepared | null {
  return global[PREPARED] ?? null;
}

/** The same, once: it is not in the global object from then on. */
export function takePrepared(): Prepared | null {
  const prepared = seePrepared();
  delete global[PREPARED];
  prepared?.started();
  return prepared;
}

/** Whether a prepared compiler is the one for `folder` as it is now. */
export function fits({ compiler, libFolder, stamps }: Prepared, files: Files, folder: string) {
  if (compiler.project.folder !== folder || libFolder !== files.libFolder) return false;
  return [...stamps].every(([file, stamp]) => files.stamp(file) === stamp);
}
