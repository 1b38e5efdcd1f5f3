// The file system, as the compiler reads it.
import fs from "node:fs";
import path from "node:path";
import type { Files } from "../compile/host";
import { located } from "./node-path";

/** A path as the kernel writes it. */
export const slashes = (file: string) => (path.sep === "/" ? file : file.replace(/\\/g, "/"));

const stat = (file: string) => fs.statSync(located(file), { throwIfNoEntry: false });

/** A file written within the clock's last ticks may be written again unnoticed. */
const TICK = 100;

/** The files of this machine, but for where TypeScript is. */
const files: Omit<Files, "libFolder"> = {
  read(file) {
    try {
      return decode(fs.readFileSync(located(file)));
    } catch {
      return undefined;
    }
  },
  isFile: (file) => attempt(() => stat(file)?.isFile()) ?? false,
  isFolder: (file) => attempt(() => stat(file)?.isDirectory()) ?? false,
  list(folder) {
    const found = { files: [] as string[], folders: [] as string[] };
    const entries = attempt(() => fs.readdirSync(located(folder), { withFileTypes: true })) ?? [];
    for (const entry of entries) {
      const isFolder = entry.isSymbolicLink()
        ? files.isFolder(`${folder}/${entry.name}`)
        : entry.isDirectory();
      found[isFolder ? "folders" : "files"].push(entry.name);
    }
    return found;
  },
  realPath: (file) => slashes(attempt(() => fs.realpathSync.native(located(file))) ?? file),
  stamp(file) {
    const status = attempt(() =>
      fs.statSync(located(file), { bigint: true, throwIfNoEntry: false }),
    );
    if (!status?.isFile()) return null;
    const stamp = `${status.ino} ${status.size} ${status.mtimeNs} ${status.ctimeNs}`;
    return Date.now() - Number(status.ctimeMs) < TICK ? `${stamp} ${Math.random()}` : stamp;
  },
  packageStamp(file) {
    const status = attempt(() => stat(file));
    return status?.isFile() ? `${status.size} ${Math.floor(status.mtimeMs / 1000)}` : null;
  },
  caseSensitive: process.platform !== "win32" && process.platform !== "darwin",
};

/** The files of this machine, with TypeScript's libraries in a folder. */
export function filesWith(libFolder: string): Files {
  return { ...files, libFolder };
}

/** Where folders are to be, and where they are as yet. */
export type Places = [seen: string, real: string][];

/** The same, with folders seen at other places for as long as `places` has them. */
export function filesAt(places: Places, libFolder: string): Files {
  const real = (file: string) => moved(file, places, 0, 1);
  return {
    ...files,
    read: (file) => files.read(real(file)),
    isFile: (file) => files.isFile(real(file)),
    isFolder: (file) => files.isFolder(real(file)),
    list: (folder) => files.list(real(folder)),
    realPath: (file) => moved(files.realPath(real(file)), places, 1, 0),
    stamp: (file) => files.stamp(real(file)),
    packageStamp: (file) => files.packageStamp(real(file)),
    libFolder,
  };
}

function moved(file: string, places: Places, from: 0 | 1, to: 0 | 1): string {
  const place = places.find((each) => `${file}/`.startsWith(`${each[from]}/`));
  return place ? place[to] + file.slice(place[from].length) : file;
}

/** The folder of TypeScript's libraries, as those find it who `require` by a function. */
export function findLibraries(require: NodeJS.Require): string {
  return `${slashes(path.dirname(require.resolve("typescript/package.json")))}/lib`;
}

/** Text in UTF-8, or in what a byte order mark says. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le", 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return bytes.swap16().toString("utf16le", 2);
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    ? bytes.toString("utf8", 3)
    : bytes.toString("utf8");
}

function attempt<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch {
    return undefined;
  }
}
