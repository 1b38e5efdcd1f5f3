// How large a site is, on the disk and over the wire.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** The files of a folder, by their paths in it with slashes, sorted. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
}

/** In bytes: as the files are, and gzipped one by one. */
export function sizesOf(folder: string): { files: number; size: number; packed: number } {
  const all = filesOf(folder).map((path) => readFileSync(join(folder, path)));
  const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0);
  return {
    files: all.length,
    size: sum(all.map(({ length }) => length)),
    packed: sum(all.map((bytes) => gzipSync(bytes).length)),
  };
}

export function describeSizes(folder: string): string {
  const { files, size, packed } = sizesOf(folder);
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  return `${files} files, ${megabytes(size)} MB, ${megabytes(packed)} MB gzipped`;
}
