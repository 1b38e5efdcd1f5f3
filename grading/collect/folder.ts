// What is in a folder on the disk. No link is followed.

import { constants, lstatSync, readdirSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { type Entry, isLeftOut, LIMITS } from "./entries";
import { Refusal } from "./refusal";

/** The files below a folder; what is left out anyway is not looked into. */
export function listFolder(folder: string): Entry[] {
  const entries: Entry[] = [];
  const look = (path: string, depth: number) => {
    if (depth > LIMITS.depth) throw new Refusal(`it has folders ${depth} deep`);
    for (const name of readdirSync(join(folder, path)).sort()) {
      const inner = path === "" ? name : `${path}/${name}`;
      if (entries.length >= LIMITS.listed) {
        throw new Refusal(`it has more than ${LIMITS.listed} files`);
      }
      const entry = fileEntry(join(folder, inner), inner);
      if (entry) entries.push(entry);
      else if (isLeftOut(name)) entries.push(noFile(inner));
      else look(inner, depth + 1);
    }
  };
  look("", 0);
  return entries;
}

/** An entry for anything but a folder. */
export function fileEntry(disk: string, path: string): Entry | undefined {
  const stat = lstatSync(disk, { throwIfNoEntry: false });
  if (!stat) return noFile(path, "has a name that can't be read");
  if (stat.isDirectory()) return undefined;
  if (stat.isSymbolicLink()) return noFile(path, "is a symbolic link");
  if (!stat.isFile()) return noFile(path, "is a device, a pipe or a socket");
  const { size, mtime: time } = stat;
  return { path, size, packed: size, time, disk, read: () => contentOf(disk, size) };
}

function noFile(path: string, problem?: string): Entry {
  const read = () => Promise.reject(new Refusal(`${path} is not a file`));
  return { path, size: 0, packed: 0, problem, read };
}

async function contentOf(disk: string, size: number): Promise<Buffer> {
  const file = await open(disk, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    const content = Buffer.alloc(size);
    const { bytesRead } = await file.read(content, 0, size, 0);
    if (bytesRead < size) throw new Refusal(`"${disk}" changed while it was read`);
    return content;
  } finally {
    await file.close();
  }
}

/** Whether it is a folder, links followed: for what the instructor names. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
