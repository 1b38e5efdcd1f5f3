// What lies in a folder of submissions, or in the one zip that a learning-management
// system gives for a class: who handed in what. Nothing is unpacked yet.

import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { ASSIGNMENT } from "../assignment/assignment";
import { decode } from "../assignment/text";
import { readTimestamp, TIMESTAMP } from "../submission/timestamp";
import { checkSizes, type Entry, isLeftOut, keep, listed } from "./entries";
import { fileEntry, isFolder, listFolder } from "./folder";
import { hasWork, layOut } from "./layout";
import { type Naming, readName, type Who } from "./names";
import { Refusal } from "./refusal";
import { openZip } from "./zip";

/** One submission of a student, of perhaps several. */
export interface Handed {
  who: Who;
  /** Its name in the source. */
  from: string;
  /** @throws Refusal when it can't be taken */
  load(): Promise<Loaded>;
}

export interface Loaded {
  /** By path from the problem set's own root. */
  files: Map<string, Buffer>;
  /** When the youngest of them was last saved, by the student's clock. */
  saved?: Date;
  remarks: string[];
}

export interface Source {
  handed: Handed[];
  /** What looks like a submission, but whose student is not known. */
  failures: { from: string; why: string }[];
  /** What is no submission. */
  skipped: string[];
  close(): void;
}

/** A file or folder that may be a submission. */
interface Item {
  name: string;
  file?: Entry;
  list?: () => Entry[];
}

interface Shelf {
  items: Item[];
  failures: Source["failures"];
  close(): void;
}

const ARCHIVE = /\.(rar|7z|tar|tgz|gz|bz2|xz)$/i;
const DEEPEST_ZIP = 3;

/**
 * Looks into a folder, or into a zip that holds what such a folder does.
 *
 * @throws Refusal when it is neither
 */
export async function findSubmissions(path: string, pattern?: RegExp): Promise<Source> {
  const shelf = await openShelf(path, pattern);
  const source: Source = { handed: [], failures: shelf.failures, skipped: [], close: shelf.close };
  const loose = new Map<string, Loose>();
  for (const item of shelf.items) {
    const naming = readName(item.name, !item.file, pattern);
    if ("refuse" in naming) source.failures.push({ from: item.name, why: naming.refuse });
    else if ("skip" in naming) source.skipped.push(`${item.name} (${naming.skip})`);
    else if (item.list) source.handed.push(...(await inFolder(naming.who, item.name, item.list)));
    else if (item.file) sortFile(source, loose, naming.who, item.name, item.file);
  }
  for (const { who, names, files } of loose.values()) {
    source.handed.push(...(await inFolder(who, names.join(", "), () => files)));
  }
  return source;
}

async function openShelf(path: string, pattern?: RegExp): Promise<Shelf> {
  const shelf = isFolder(path) ? folderShelf(path) : await zipShelf(fileOf(path));
  const [only] = shelf.items;
  if (shelf.items.length !== 1 || isSystems(readName(only.name, !only.file, pattern))) return shelf;
  // A class's download still packed, or unpacked into a folder of its own.
  const inner = only.file
    ? /\.zip$/i.test(only.name) && (await zipShelf(only.file).catch(() => undefined))
    : only.list && shelfOf(only.list(), () => {});
  if (!inner) return shelf;
  if (inner.items.some(({ name, file }) => isSystems(readName(name, !file, pattern)))) {
    return {
      ...inner,
      close: () => {
        inner.close();
        shelf.close();
      },
    };
  }
  inner.close();
  return shelf;
}

/** Whether a name has the form that a system gives, and not just any. */
function isSystems(naming: Naming): boolean {
  return "skip" in naming || ("who" in naming && naming.who.by !== "its name");
}

function fileOf(path: string): Entry {
  const entry = fileEntry(path, basename(path));
  if (!entry?.disk) throw new Refusal(`there is no folder and no zip ${path}`);
  return entry;
}

function folderShelf(folder: string): Shelf {
  const items = readdirSync(folder)
    .filter(isVisible)
    .sort()
    .map((name): Item => {
      const disk = join(folder, name);
      const file = fileEntry(disk, name);
      return file ? { name, file } : { name, list: () => listFolder(disk) };
    });
  if (items.some(({ name, list }) => list && name === "submitted")) {
    throw new Refusal(`${folder} is a whole course; name ${join(folder, "submitted")} instead`);
  }
  return { items, failures: [], close: () => {} };
}

async function zipShelf(file: Entry): Promise<Shelf> {
  const zip = await openZip(file, true);
  return shelfOf(zip.entries, zip.close);
}

/** What stands at the top of a tree of files. */
function shelfOf(entries: Entry[], close: () => void): Shelf {
  const shelf: Shelf = { items: [], failures: [], close };
  const folders = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (entry.unsafe) shelf.failures.push({ from: entry.path, why: entry.unsafe });
    const [name, ...rest] = entry.path.split("/").filter((part) => part !== "" && part !== ".");
    if (entry.unsafe || name === undefined || !isVisible(name)) continue;
    if (rest.length === 0) shelf.items.push({ name, file: entry });
    else {
      const inner = folders.get(name) ?? [];
      if (!folders.has(name)) shelf.items.push({ name, list: () => inner });
      folders.set(name, inner);
      inner.push({ ...entry, path: rest.join("/") });
    }
  }
  return shelf;
}

function isVisible(name: string): boolean {
  return !name.startsWith(".") && !isLeftOut(name);
}

/** Files that a student handed in one by one. */
interface Loose {
  who: Who;
  names: string[];
  files: Entry[];
}

function sortFile(
  source: Source,
  loose: Map<string, Loose>,
  who: Who,
  name: string,
  file: Entry,
): void {
  if (file.problem) source.handed.push(refused(who, name, new Refusal(`it ${file.problem}`)));
  else if (/\.zip$/i.test(name)) {
    source.handed.push({ who, from: name, load: () => loadZip(file, 1) });
  } else if (who.file === undefined) {
    if (ARCHIVE.test(name)) source.handed.push(refused(who, name, noWork([name])));
    else source.skipped.push(`${name} (no zip and no folder)`);
  } else {
    const group = loose.get(who.key) ?? { who, names: [], files: [] };
    loose.set(who.key, group);
    group.names.push(name);
    group.files.push({ ...file, path: asHandedIn(who.file) });
    group.who.order = Math.max(group.who.order ?? 0, who.order ?? 0);
    group.who.late ||= who.late;
  }
}

/** Canvas counts resubmissions of a file in its name: mlp-1.ts. */
function asHandedIn(file: string): string {
  return file.replace(/^(1-backpropagation|2-multilayer-perceptron|mlp)-\d+(\.[\w.]+)$/, "$1$2");
}

/** A folder is a submission, or holds zips each of which is one. */
async function inFolder(who: Who, name: string, list: () => Entry[]): Promise<Handed[]> {
  try {
    let entries = list();
    // nbgrader's: STUDENT/mlp/ beside other assignments, and the time that it wrote.
    if (who.key.startsWith("name ")) {
      const own = entries.filter(({ path }) => path.startsWith(`${ASSIGNMENT}/`));
      if (own.length > 0) entries = own;
      await readStamp(who, entries);
    }
    const { entries: kept, remarks } = keep(entries);
    if (hasWork(kept)) return [{ who, from: name, load: () => load(kept, remarks) }];
    const zips = kept.filter(({ path }) => /\.zip$/i.test(path));
    if (zips.length === 0) throw noWork(kept.map(({ path }) => path));
    return zips.map((zip) => ({ who, from: `${name}/${zip.path}`, load: () => loadZip(zip, 1) }));
  } catch (error) {
    return [refused(who, name, error as Error)];
  }
}

async function readStamp(who: Who, entries: Entry[]): Promise<void> {
  const at = [TIMESTAMP, `${ASSIGNMENT}/${TIMESTAMP}`];
  const stamp = entries.find(({ path, problem }) => at.includes(path) && !problem);
  if (!stamp || who.timestamp !== undefined) return;
  try {
    who.timestamp = readTimestamp(decode(await stamp.read()).text);
  } catch (error) {
    throw new Refusal(`its ${TIMESTAMP}: ${(error as Error).message}`);
  }
}

/** A zip, or the one zip in it. */
async function loadZip(file: Entry, depth: number): Promise<Loaded> {
  const zip = await openZip(file);
  try {
    const { entries, remarks } = keep(zip.entries);
    if (hasWork(entries)) return await load(entries, remarks);
    const zips = entries.filter(({ path }) => /\.zip$/i.test(path));
    if (zips.length === 1 && depth < DEEPEST_ZIP) return await loadZip(zips[0], depth + 1);
    throw noWork(entries.map(({ path }) => path));
  } finally {
    zip.close();
  }
}

async function load(kept: Entry[], remarks: string[]): Promise<Loaded> {
  const laid = layOut(kept);
  checkSizes(laid.entries);
  const files = new Map<string, Buffer>();
  let saved = 0;
  // The system's is written again; in a zip it would be the student's own word.
  for (const { path, time, read } of laid.entries.filter((entry) => entry.path !== TIMESTAMP)) {
    files.set(path, await read());
    saved = Math.max(saved, time?.getTime() ?? 0);
  }
  return {
    files,
    saved: saved > 0 ? new Date(saved) : undefined,
    remarks: [...remarks, ...laid.remarks],
  };
}

function refused(who: Who, from: string, error: Error): Handed {
  return { who, from, load: () => Promise.reject(error) };
}

function noWork(paths: string[]): Refusal {
  const what = listed("no notebook and no mlp.ts in it", paths)[0] ?? "it is empty";
  const archive = paths.some((path) => ARCHIVE.test(path));
  return new Refusal(
    archive ? `${what} (no zip: ask for one, or unpack it into a folder by hand)` : what,
  );
}
