// The files of a submission, wherever they are: on disk, or in a browser's storage.

import { decode, type Text } from "../assignment/text";
import type { Findings } from "./findings";

/** Larger ones are not read; what collecting takes as well. */
export const LARGEST = 100 * 2 ** 20;
const LEFT_OUT = /^(\..*|node_modules|venv|dist|__MACOSX|__pycache__)$/;

/** A plain file. */
export interface HandedIn {
  /** From the submission's folder, with slashes, in NFC. */
  path: string;
  /** Its name without folders, in lower case. */
  name: string;
  /** In bytes. */
  size: number;
  read(): Uint8Array;
}

/** What there is to be read. */
export interface Listing {
  /** The ones nearest to the submission's folder first. */
  files: HandedIn[];
  /** What is odd about them. */
  findings: Findings;
}

/** @param path from the submission's folder, with slashes */
export function handedIn(path: string, size: number, read: () => Uint8Array): HandedIn {
  const normal = path.normalize("NFC");
  const name = normal.slice(normal.lastIndexOf("/") + 1).toLowerCase();
  return { path: normal, name, size, read };
}

/** Whether a file or folder of this name is no student's work, whatever is in it. */
export function isLeftOut(name: string): boolean {
  return LEFT_OUT.test(name);
}

/**
 * A file's text.
 *
 * @throws Error when it is too large
 */
export function readText({ size, read }: HandedIn, largest = LARGEST): Text {
  if (size > largest) {
    throw new Error(`it has ${size} bytes, and at most ${largest} are read`);
  }
  return decode(read());
}

/** The folder that a file is in; "" is the submission's own. */
export function folderOf({ path }: HandedIn): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
