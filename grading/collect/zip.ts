// What is in a zip. yauzl reads it; here its entries are named, and the ones that are no
// plain files told apart.

import { statSync } from "node:fs";
import * as zlib from "node:zlib";
import * as yauzl from "yauzl";
import { type Entry, LIMITS, megabytes } from "./entries";
import { Refusal } from "./refusal";

/** The kinds of a Unix mode that a zip can hold. */
const KINDS = new Map([
  [0o010000, "is a named pipe"],
  [0o020000, "is a device"],
  [0o060000, "is a device"],
  [0o120000, "is a symbolic link"],
  [0o140000, "is a socket"],
]);

/** Of Node 20.15 and newer; without it damage inside a file that unpacks goes unseen. */
const { crc32 } = zlib as { crc32?: (data: Buffer) => number };

export interface Zip {
  entries: Entry[];
  close(): void;
}

/**
 * Opens a zip, from the disk where it lies there.
 *
 * @param own whether it is the instructor's, of a whole class, and may be any size
 * @throws Refusal when it is none, damaged, or holds too much
 */
export async function openZip(source: Entry, own = false): Promise<Zip> {
  const size = source.disk ? statSync(source.disk).size : source.size;
  if (!own && size > LIMITS.zip) {
    throw new Refusal(`the zip has ${megabytes(size)}; at most ${megabytes(LIMITS.zip)} are taken`);
  }
  const data = source.disk ? undefined : await source.read();
  const options = { autoClose: false, decodeStrings: false };
  try {
    const zip = await (data
      ? yauzl.fromBufferPromise(data, options)
      : yauzl.openPromise(`${source.disk}`, options));
    try {
      return { entries: await list(zip, size, own), close: () => zip.close() };
    } catch (error) {
      zip.close();
      throw error;
    }
  } catch (error) {
    throw refusal(error);
  }
}

async function list(zip: yauzl.ZipFile, size: number, own: boolean): Promise<Entry[]> {
  if (!own && zip.entryCount > LIMITS.listed) {
    throw new Refusal(`it has ${zip.entryCount} entries; at most ${LIMITS.listed} are read`);
  }
  const entries: Entry[] = [];
  let packed = 0;
  for await (const entry of zip.eachEntry()) {
    packed += entry.compressedSize;
    const path = pathOf(entry);
    if (!path.endsWith("/")) entries.push(read(zip, entry, path));
    else if (yauzl.validateFileName(path)) entries.push({ ...read(zip, entry, path), size: 0 });
  }
  // Entries that share their bytes: a small zip that unpacks to a large one.
  if (packed > size) throw new Refusal("its entries overlap: it holds less than it says");
  return entries;
}

/** In UTF-8 where it is that, whatever the entry's flag says; else as yauzl reads it. */
function pathOf(entry: yauzl.Entry): string {
  const { generalPurposeBitFlag: flags, fileNameRaw, extraFields } = entry;
  const utf8 = fileNameRaw.toString("utf8");
  if (!utf8.includes("\ufffd")) return utf8.replaceAll("\\", "/");
  return yauzl.getFileNameLowLevel(flags, fileNameRaw, extraFields, false);
}

function read(zip: yauzl.ZipFile, entry: yauzl.Entry, path: string): Entry {
  const time = entry.getLastModDate();
  return {
    path,
    size: entry.uncompressedSize,
    packed: entry.compressedSize,
    time: Number.isNaN(time.getTime()) ? undefined : time,
    unsafe: yauzl.validateFileName(path) ? "a path leads out of the submission" : undefined,
    problem: problemOf(entry),
    read: () => contentOf(zip, entry),
  };
}

function problemOf(entry: yauzl.Entry): string | undefined {
  if (entry.isEncrypted()) return "is encrypted";
  if (!entry.canDecodeFileData()) {
    return `is compressed in a way that is not read (method ${entry.compressionMethod})`;
  }
  return KINDS.get((entry.externalFileAttributes >>> 16) & 0o170000);
}

async function contentOf(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
  } catch (error) {
    throw refusal(error);
  }
  const content = Buffer.concat(chunks);
  if (crc32 && crc32(content) !== entry.crc32) {
    throw new Refusal("the zip is damaged: a checksum does not match");
  }
  return content;
}

function refusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { message } = error as Error;
  if (/End of central directory/.test(message)) {
    return new Refusal("it is no zip, or one that was cut off");
  }
  return new Refusal(`the zip can't be read: ${message}`);
}
