// The files of a submission, whatever folder of it they are in. No link is followed.

import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decode, type Text } from "../assignment/text";
import type { Findings } from "./findings";

/** Larger ones are not read; what collecting takes as well. */
export const LARGEST = 100 * 2 ** 20;
const DEEPEST = 30;
const MOST = 20_000;
const LEFT_OUT = /^(\..*|node_modules|venv|dist|__MACOSX|__pycache__)$/;

/** A plain file. */
export interface HandedIn {
  /** From the submission's folder, with slashes, in NFC. */
  path: string;
  /** Its name without folders, in lower case. */
  name: string;
  disk: string;
  size: number;
}

/** Plain files below the folder, the ones nearest to it first. */
export function filesIn(folder: string, { remark }: Findings): HandedIn[] {
  const files: HandedIn[] = [];
  const links: string[] = [];
  if (!existsSync(folder)) {
    throw new Error("its folder has a name that is not UTF-8: give it another");
  }
  let level = [""];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const next: string[] = [];
    for (const parent of level) {
      const entries = readdirSync(join(folder, parent), { withFileTypes: true });
      for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const inner = parent === "" ? entry.name : `${parent}/${entry.name}`;
        if (LEFT_OUT.test(entry.name)) continue;
        if (entry.isDirectory()) next.push(inner);
        else if (!entry.isFile()) links.push(inner);
        else if (files.length < MOST) files.push(describe(folder, inner));
      }
    }
    level = next;
  }
  if (level.length > 0) remark(`${level[0]} is too deep in folders: not looked into`, "unclear");
  if (files.length === MOST) remark(`it has more than ${MOST} files: not all are used`, "unclear");
  for (const path of links) remark(`${path} is a link or no file: not used`);
  return files;
}

function describe(folder: string, inner: string): HandedIn {
  const disk = join(folder, inner);
  const path = inner.normalize("NFC");
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return { path, name, disk, size: lstatSync(disk).size };
}

/**
 * A file's text.
 *
 * @throws Error when it is too large
 */
export function readText({ disk, size }: HandedIn, largest = LARGEST): Text {
  if (size > largest) {
    throw new Error(`it has ${size} bytes, and at most ${largest} are read`);
  }
  return decode(readFileSync(disk));
}

/** The folder that a file is in; "" is the submission's own. */
export function folderOf({ path }: HandedIn): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
