// Writing a file so that it is either the old one or the whole new one.

import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes beside the file, to the disk, and renames: whoever reads the file
 * never sees half of it, and a failure leaves what was there, and nothing else.
 *
 * @throws Error when the path is something else than a file, or the system's
 *   own error when it cannot be written
 */
export function writeAtomically(path: string, bytes: Uint8Array): void {
  // Renaming over a device such as /dev/null would replace it.
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there && !there.isFile() && !there.isSymbolicLink()) {
    throw new Error(`${path} cannot be written: what is there is not a file`);
  }
  const temporary = join(
    dirname(path),
    `.${basename(path)}.${randomBytes(6).toString("hex")}.part`,
  );
  try {
    const file = openSync(temporary, "wx");
    try {
      writeFileSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
