// A folder laid out as a cage would be, for programs that see the host's own files.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Prepared, WORK } from "./program";

/** Copies files, and links to what is mounted. Returns the folder that stands for "/". */
export function layOut({ files, mounts }: Prepared): string {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "gradbook-program-"));
  const work = root + WORK;
  fs.mkdirSync(work, { recursive: true });
  if (files !== null) fs.cpSync(files, work, { recursive: true, verbatimSymlinks: true });
  for (const { source, target } of mounts) {
    fs.mkdirSync(path.dirname(root + target), { recursive: true });
    fs.symlinkSync(path.resolve(source), root + target, "junction");
  }
  return root;
}

/** The program's command with the paths that it has there. */
export function commandIn(root: string, { command, mounts }: Prepared): string[] {
  const places = [WORK, ...mounts.map(({ target }) => target)];
  const there = command.map((argument) => {
    const inside = places.some((place) => `${argument}/`.startsWith(`${place}/`));
    return inside ? root + argument : argument;
  });
  if (there[0] === "node") there[0] = process.execPath;
  return there;
}
