// The files of one submission, from a folder or a zip, before anything of them is
// written: what is left out, and what makes the whole submission be refused.

import { shown } from "./names";
import { Refusal } from "./refusal";

export interface Entry {
  /** Relative, with slashes. */
  path: string;
  /** Bytes, as declared; reading fails when there are others. */
  size: number;
  /** Bytes in the zip; of a file on the disk its size. */
  packed: number;
  /** When it was last saved. */
  time?: Date;
  /** The path would lead out of the submission. */
  unsafe?: string;
  /** Why it can't be taken, such as a link. */
  problem?: string;
  /** Where it lies, if on the disk. */
  disk?: string;
  read(): Promise<Buffer>;
}

/** Written by collecting itself, beside the student's files. */
export const RECORD = ".collected.json";

const MEGABYTE = 2 ** 20;
export const LIMITS = {
  /** A zip, as it comes. */
  zip: 512 * MEGABYTE,
  /** Entries of a zip or folder, what is left out among them. */
  listed: 100_000,
  /** Files that are taken. */
  files: 1000,
  /** The largest of them, and all together, unpacked. */
  file: 100 * MEGABYTE,
  total: 200 * MEGABYTE,
  /** Unpacked over packed; small submissions may be any. */
  ratio: 200,
  ratioFrom: 20 * MEGABYTE,
  /** Folders in folders. */
  depth: 30,
};

/** Made by programs and made again by them. */
const TOOLS =
  /^(node_modules|\.venv|venv|dist|\.ipynb_checkpoints|__pycache__|\.git|\.virtual_documents)$/;
const DEBRIS = /^(__MACOSX|\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\.collected\.json)$/i;
/** What not every disk takes in a name. */
const NO_NAME = /[\p{C}\p{Zl}\p{Zp}<>:"|?*\ufffd]|[. ]$|^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/giu;

/** Whether a file or folder of this name is left out wherever it is. */
export function isLeftOut(name: string): boolean {
  return TOOLS.test(name) || DEBRIS.test(name);
}

export interface Kept {
  entries: Entry[];
  remarks: string[];
}

/**
 * The entries that are taken, their paths in NFC and with names that every disk takes.
 *
 * @throws Refusal for what no honest submission holds
 */
export function keep(entries: Entry[]): Kept {
  const unsafe = entries.find((entry) => entry.unsafe);
  if (unsafe) throw new Refusal(`${unsafe.unsafe}: "${shown(unsafe.path)}"`);
  const tools = new Set<string>();
  const odd: string[] = [];
  const long: string[] = [];
  const kept: Entry[] = [];
  for (const entry of entries) {
    const path = entry.path
      .normalize("NFC")
      .split("/")
      .filter((name) => name !== "" && name !== ".")
      .join("/");
    const names = path.split("/");
    const out = names.find(isLeftOut);
    if (out !== undefined) {
      if (TOOLS.test(out)) tools.add(out);
    } else if (names.some(tooLong)) long.push(path);
    else if (path !== "") {
      const plain = names.map((name) => name.replace(NO_NAME, "_")).join("/");
      if (plain !== path) odd.push(`${path} as ${plain}`);
      kept.push({ ...entry, path: plain });
    }
  }
  const bad = kept.find((entry) => entry.problem);
  if (bad) throw new Refusal(`"${shown(bad.path)}" ${bad.problem}`);
  checkPaths(kept);
  const remarks = [
    ...listed("left out", [...tools].sort()),
    ...listed("no file name everywhere, taken under another", odd),
    ...listed("too long a name, left out", long),
  ];
  return { entries: kept, remarks };
}

const SHOWN = 4;

/** A remark with the first few of some names; none when there are none. */
export function listed(what: string, names: string[]): string[] {
  if (names.length === 0) return [];
  const first = names.slice(0, SHOWN).map(shown).join(", ");
  const more = names.length - SHOWN;
  return [`${what}: ${first}${more > 0 ? ` and ${more} more` : ""}`];
}

function tooLong(name: string): boolean {
  return Buffer.byteLength(name) > 200;
}

/** No path twice, not even on a disk that takes A and a for the same. */
function checkPaths(entries: Entry[]): void {
  const seen = new Map<string, { path: string; isFile: boolean }>();
  for (const { path } of entries) {
    const names = path.split("/");
    for (let n = 1; n <= names.length; n++) {
      const part = names.slice(0, n).join("/");
      const isFile = n === names.length;
      const other = seen.get(part.toLowerCase());
      if (other && other.path !== part) {
        throw new Refusal(`"${shown(other.path)}" and "${shown(part)}" differ in case only`);
      }
      if (other && (isFile || other.isFile)) {
        throw new Refusal(`"${shown(part)}" is there twice`);
      }
      seen.set(part.toLowerCase(), { path: part, isFile });
    }
  }
}

/**
 * Before anything is unpacked.
 *
 * @throws Refusal for too much of anything
 */
export function checkSizes(entries: Entry[]): void {
  const { files, file, total, ratio, ratioFrom } = LIMITS;
  if (entries.length > files) {
    throw new Refusal(`it has ${entries.length} files; at most ${files} are taken`);
  }
  const large = entries.find((entry) => entry.size > file);
  if (large) {
    throw new Refusal(
      `"${shown(large.path)}" has ${megabytes(large.size)}; at most ${megabytes(file)} are taken`,
    );
  }
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (size > total) {
    throw new Refusal(`it unpacks to ${megabytes(size)}; at most ${megabytes(total)} are taken`);
  }
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0);
  if (size > ratioFrom && size > ratio * packed) {
    const times = Math.round(size / Math.max(packed, 1));
    throw new Refusal(`it unpacks to ${times} times its size, ${megabytes(size)}`);
  }
}

export function megabytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0)} MB`;
}
