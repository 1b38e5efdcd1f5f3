// The IDX files that MNIST is distributed in: a big-endian header, then bytes.

import { existsSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { gunzipSync } from "node:zlib";
import { Ahead } from "./ahead";

const GZIP_MAGIC = 0x1f8b;
/** How many times its size a gzip file's content has at most. */
const GZIP_MOST = 1032;

/** A file that was found and read. */
export interface Found {
  file: string;
  bytes: Buffer;
  /** What another thread may unzip; undefined for a file that is not gzipped. */
  ahead?: Ahead;
}

/**
 * Reads an IDX file without unzipping it, which another thread may do.
 *
 * @param directory as for readIdx
 * @param name as for readIdx
 * @throws Error when there is no such file
 */
export function findIdx(directory: string, name: string): Found {
  const file = findFile(directory, name);
  const bytes = readFileSync(file);
  const length = statedLength(bytes);
  return { file, bytes, ahead: length >= 64 ? new Ahead(bytes, length) : undefined };
}

/**
 * The bytes of an IDX file of unsigned bytes, gzipped or not.
 *
 * @param directory where the file is, or in MNIST/raw or raw below it, where
 *   torchvision puts it
 * @param name its name without ".gz", such as "train-images-idx3-ubyte";
 *   "train-images.idx3-ubyte" is looked for as well, and either in a folder of
 *   one of these names, as Kaggle's archive has it
 * @param shape the sizes its header must state, such as [60000, 28, 28];
 *   undefined for a size that may be any
 * @returns the data after the header, in file order
 * @throws Error naming the file and what was expected: no such file, damaged
 *   gzip, wrong magic number, wrong sizes, wrong length
 */
export function readIdx(
  directory: string,
  name: string,
  shape: readonly (number | undefined)[],
): Uint8Array {
  const file = findFile(directory, name);
  return parseIdx({ file, bytes: readFileSync(file) }, shape);
}

/**
 * The same of a file that was found before.
 *
 * @throws Error as readIdx does
 */
export function parseIdx(found: Found, shape: readonly (number | undefined)[]): Uint8Array {
  const { file } = found;
  const bytes = found.ahead?.take() ?? unzip(file, found.bytes);
  const headerLength = 4 + 4 * shape.length;
  const magic = 0x0800 + shape.length; // unsigned bytes, then the number of dimensions
  if (bytes.length < headerLength) {
    throw new Error(
      `${file} has ${bytes.length} bytes, too few for an IDX header of ${headerLength}`,
    );
  }
  if (bytes.readUInt32BE(0) !== magic) {
    throw new Error(
      `${file} starts with the magic number ${bytes.readUInt32BE(0)}, expected ${magic}: it is not an IDX file of unsigned bytes with ${shape.length} dimensions`,
    );
  }
  const stated = shape.map((_, dimension) => bytes.readUInt32BE(4 + 4 * dimension));
  if (stated.some((size, dimension) => size !== (shape[dimension] ?? size))) {
    throw new Error(
      `${file} says its size is ${stated.join("×")}, expected ${shape.map((size) => size ?? "any").join("×")}`,
    );
  }
  const expected = headerLength + stated.reduce((product, size) => product * size, 1);
  if (bytes.length !== expected) {
    throw new Error(
      `${file} has ${bytes.length} bytes${file.endsWith(".gz") ? " uncompressed" : ""}, expected ${expected} for ${stated.join("×")}`,
    );
  }
  return bytes.subarray(headerLength);
}

/** Below the directory that is named, nearest first. */
const FOLDERS = ["", "raw", join("MNIST", "raw")];

function findFile(directory: string, name: string): string {
  const names = [name, name.replace("-idx", ".idx")].flatMap((plain) => [plain, `${plain}.gz`]);
  const paths = FOLDERS.flatMap((folder) => names.map((plain) => join(directory, folder, plain)));
  for (const path of paths) {
    const kind = kindOf(path);
    if (kind === "file") return path;
    const inside = names.map((plain) => join(path, plain));
    const found = kind === "folder" && inside.find((file) => kindOf(file) === "file");
    if (found) return found;
  }
  const folder = paths.find((path) => kindOf(path) === "folder");
  throw new Error(
    folder
      ? `${folder} is a folder, and there is no ${name} in it, with .gz or without`
      : `${join(directory, name)} is missing, with .gz and without, and so it is in MNIST${sep}raw`,
  );
}

function kindOf(path: string): "file" | "folder" | "none" {
  if (!existsSync(path)) return "none"; // nor where what should be its folder is a file
  return statSync(path).isDirectory() ? "folder" : "file";
}

/** How long a gzip file says its content is; 0 for another file. */
function statedLength(bytes: Buffer): number {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== GZIP_MAGIC) return 0;
  return Math.min(bytes.readUInt32LE(bytes.length - 4), bytes.length * GZIP_MOST);
}

function unzip(file: string, bytes: Buffer): Buffer {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== GZIP_MAGIC) return bytes;
  // Room for the content in one piece saves putting it together; one byte more, as a
  // full piece asks for another.
  const chunkSize = Math.max(64, statedLength(bytes) + 1);
  try {
    return gunzipSync(bytes, { chunkSize });
  } catch (error) {
    throw new Error(
      `${file} cannot be unzipped (${(error as Error).message}): expected a whole gzip file`,
      { cause: error },
    );
  }
}
