// One version of an installation: its folder, and the file in it that is written last.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../../kernel/install";
import { root } from "../../scripts/paths";
import { type Place, versionsFolder } from "./place";

/** Where each installation says what it is; the kernel reads the version there, too. */
export const RECORD = "installation.json";

export interface Installation {
  version: string;
  /** The version of Node that has made it, which is the one that can start it. */
  node: string;
  /** How many files it has beside this record, and their bytes. */
  files: number;
  bytes: number;
}

/** This project's version. */
export const version: string = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;

/** The folder's name: another one whenever what is installed would be another. */
export function versionName(): string {
  const hash = createHash("sha256").update(fingerprint());
  for (const name of ["lib/display/svg/dist/fingerprint", "grading/hub/contents.ts"]) {
    hash.update(readFileSync(join(root, name)));
  }
  return `${version}-${hash.digest("hex").slice(0, 8)}`;
}

/** What is in a version's folder; null unless it was finished. */
export function readRecord(folder: string): Installation | null {
  try {
    return JSON.parse(readFileSync(join(folder, RECORD), "utf8"));
  } catch {
    return null;
  }
}

/** Counts the files of an installation, but for the record. */
export function countFiles(folder: string): { files: number; bytes: number } {
  let [files, bytes] = [0, 0];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || (entry.path === folder && entry.name === RECORD)) continue;
    files++;
    bytes += statSync(join(entry.path, entry.name)).size;
  }
  return { files, bytes };
}

/** Whether all that was installed is still there. */
export function isWhole(folder: string): boolean {
  const record = readRecord(folder);
  if (!record) return false;
  const { files, bytes } = countFiles(folder);
  return files === record.files && bytes === record.bytes;
}

/** The versions at a place, finished or not, by their folders' names. */
export function versionsAt(place: Place): string[] {
  try {
    return readdirSync(versionsFolder(place)).filter((name) => !name.startsWith("."));
  } catch {
    return [];
  }
}
