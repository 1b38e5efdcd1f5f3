// What is to run in a cage.
import fs from "node:fs";
import path from "node:path";
import { type Limits, size } from "./limits";

/** A host file or folder that the program sees, but cannot change. */
export interface Mount {
  /** Where it is. */
  source: string;
  /** Where the program sees it: an absolute path. */
  target: string;
}

/** A program to be started in a cage. */
export interface Program {
  /** A folder whose content is copied to /mlp, where the program works; none if absent. */
  files?: string;
  mounts?: Mount[];
  /** The command and its arguments; "node" is the Node that runs this. */
  command: string[];
  /** All there is in its environment, beside the cage's own PATH, HOME, TMPDIR, LANG and TZ. */
  env?: Record<string, string>;
  /** In place of some of LIMITS. */
  limits?: Partial<Limits>;
  /** Called for each line that the program writes to file descriptor 3. */
  onLine?: (line: string) => void;
  /** Called for each line that is longer than the limit: it is dropped. */
  onLongLine?: () => void;
}

/** A program with everything filled in. */
export interface Prepared {
  files: string | null;
  mounts: Mount[];
  command: string[];
  env: Record<string, string>;
  limits: Limits;
}

/** The folder the program works in, and the only one it can write to beside /tmp. */
export const WORK = "/mlp";

/**
 * Looks at the files a program is to get.
 *
 * @returns what of them is over a limit, or null
 * @throws Error when a file cannot be read, is not a file, folder or link, or lies where
 *   something is mounted, or when what is to be mounted is not there
 */
export function checkFiles({ files, mounts, limits }: Prepared): string | null {
  for (const { source } of mounts) {
    if (!fs.existsSync(source)) throw new Error(`${source} is to be mounted, but is not there`);
  }
  if (files === null) return null;
  let bytes = 0;
  let count = 0;
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of fs.readdirSync(path.join(files, folder), { withFileTypes: true })) {
      const name = path.posix.join(folder, entry.name);
      const file = path.join(files, name);
      if (mounts.some(({ target }) => target === path.posix.join(WORK, name))) {
        throw new Error(`${file} lies where ${name} is mounted: leave it out`);
      }
      if (++count > limits.files) return `more than ${limits.files} files`;
      if (entry.isDirectory()) folders.push(name);
      else if (entry.isFile()) {
        fs.accessSync(file, fs.constants.R_OK);
        bytes += fs.lstatSync(file).size;
        if (bytes > limits.disk) return `files of more than ${size(limits.disk)}`;
      } else if (!entry.isSymbolicLink()) {
        throw new Error(`${file} is not a file, folder or link`);
      }
    }
  }
  return null;
}
