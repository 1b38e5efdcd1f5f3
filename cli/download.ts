// Gzipped files from several mirrors, each checked before it takes its place.

import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import { DownloadError } from "./download-error";
import { fetchFile } from "./fetch-file";

/** A file by its name without ".gz", and the MD5 of its uncompressed content. */
export interface RemoteFile {
  name: string;
  md5: string;
}

export interface Progress {
  name: string;
  /** Bytes, compressed. */
  received: number;
  /** Bytes, as the server says; undefined if it does not. */
  total?: number;
}

export interface DownloadOptions {
  /** Where to; made if need be. */
  dir: string;
  /** Addresses of folders, tried in turn. */
  mirrors: readonly string[];
  onProgress?: (progress: Progress) => void;
  /** Told in a sentence what is happening. */
  onEvent?: (text: string) => void;
  /** Milliseconds without a byte that are a failure. */
  stallTime?: number;
  /** Waits so many milliseconds between rounds over the mirrors. */
  wait?: (milliseconds: number) => Promise<unknown>;
}

/** Waits of 1, 2, 4 and 8 seconds between them. */
const ROUNDS = 5;
/** Seconds that a mirror may ask to be left alone for. */
const LONGEST_WAIT = 120;
const MAX_BYTES = 100e6;

/**
 * Downloads those of the files that are not there yet, as NAME.gz.
 *
 * @throws DownloadError with what each mirror did, when a file can't be had
 * @throws Error when the folder can't be written, or holds another file of that name
 */
export async function download(
  files: readonly RemoteFile[],
  options: DownloadOptions,
): Promise<void> {
  mkdirSync(options.dir, { recursive: true });
  for (const file of files) {
    const plain = join(options.dir, file.name);
    const zipped = `${plain}.gz`;
    if (existsSync(plain)) {
      const md5 = await contentMd5(plain);
      if (md5 === file.md5) continue;
      // It would be read instead of the one that is downloaded.
      throw new Error(`${plain} is another file (MD5 ${md5}, expected ${file.md5}): move it away`);
    }
    if (existsSync(zipped)) {
      if ((await contentMd5(zipped)) === file.md5) continue;
      options.onEvent?.(`${zipped} is damaged: downloading it again.`);
    }
    await downloadOne(file, zipped, options);
  }
}

async function downloadOne(
  { name, md5 }: RemoteFile,
  path: string,
  { mirrors, onProgress, onEvent, stallTime = 30_000, wait = sleep }: DownloadOptions,
): Promise<void> {
  const part = `${path}.part`;
  const left = new Set(mirrors);
  const failures = new Map<string, string>();
  let after = 0; // seconds, as the mirrors ask
  for (let round = 0; round < ROUNDS && left.size > 0; round++) {
    if (round > 0) {
      const seconds = Math.max(2 ** (round - 1), after);
      onEvent?.(`Trying again in ${Math.ceil(seconds)} s.`);
      await wait(1000 * seconds);
    }
    after = 0;
    for (const mirror of left) {
      const url = `${mirror.replace(/\/*$/, "/")}${name}.gz`;
      onEvent?.(`Downloading ${url}`);
      try {
        await fetchFile(url, part, {
          stallTime,
          maxBytes: MAX_BYTES,
          onProgress: (received, total) => onProgress?.({ name, received, total }),
        });
        const found = await contentMd5(part);
        if (found === md5) return renameSync(part, path);
        rmSync(part);
        throw new DownloadError(
          found === undefined
            ? "it gave no whole gzip file"
            : `it gave another file (MD5 ${found}, expected ${md5})`,
        );
      } catch (error) {
        if (!(error instanceof DownloadError)) throw error;
        failures.set(url, error.message);
        onEvent?.(`Failed: ${error.message}.`);
        if (!error.again || error.after > LONGEST_WAIT) left.delete(mirror);
        else after = Math.max(after, error.after);
      }
    }
  }
  const said = [...failures].map(([url, why]) => `  ${url}: ${why}`);
  throw new DownloadError(`${name}.gz could not be downloaded:\n${said.join("\n")}`);
}

/** The MD5 of what is in a file, unzipped if its name has ".gz"; undefined if it can't be. */
async function contentMd5(path: string): Promise<string | undefined> {
  const hash = createHash("md5");
  if (!/\.gz(\.part)?$/.test(path)) {
    await pipeline(createReadStream(path), hash);
    return hash.digest("hex");
  }
  try {
    await pipeline(createReadStream(path), createGunzip(), hash);
    return hash.digest("hex");
  } catch (error) {
    if (/^Z_/.test((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
