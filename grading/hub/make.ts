// Installs: all of it is made in a folder beside, which takes its name when it is there;
// Jupyter is told of the kernel last.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../cli/user-error";
import { FLAGS, kernelspec, makeSnapshot } from "../../kernel/install";
import { removeLeft } from "../../scripts/is-running";
import { layContents, protect } from "./contents";
import { alone } from "./lock";
import { kernelFolder, type Place, versionsFolder } from "./place";
import {
  countFiles,
  type Installation,
  isWhole,
  RECORD,
  readRecord,
  version,
  versionName,
  versionsAt,
} from "./version";

/**
 * Installs this project's kernel at a place, unless that is there and whole already, and
 * registers it.
 *
 * @param say is told what is being done
 * @returns the version's folder
 * @throws UserError saying what could not be written, or that another command is at work;
 *   what was there before is as it was
 */
export async function install(place: Place, say: (line: string) => void): Promise<string> {
  const versions = versionsFolder(place);
  const folder = join(versions, versionName());
  try {
    makeFolder(versions);
    await alone(place, async () => {
      removeLeftovers(place);
      if (isWhole(folder)) say(`${folder} is there and whole.`);
      else await make(folder, versions, say);
      register(place, folder, say);
    });
  } catch (error) {
    throw explained(error, place);
  }
  const others = versionsAt(place).filter((name) => join(versions, name) !== folder);
  if (others.length > 0) {
    const paths = others.map((name) => join(versions, name)).join(", ");
    say(`Older ones stay for the kernels that run from them: ${paths}. Delete them when you like.`);
  }
  return folder;
}

/** Step by step: all at once, Node tries for ever where the system denies that a folder is. */
function makeFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder);
  chmodSync(folder, 0o755);
}

async function make(folder: string, versions: string, say: (line: string) => void) {
  const work = join(versions, `.new-${process.pid}`);
  try {
    say("Copying the kernel and its packages …");
    mkdirSync(work);
    await layContents(work);
    if (existsSync(folder)) {
      say(`${folder} is damaged: it is replaced.`);
      renameSync(folder, join(versions, `.old-${process.pid}`));
    }
    renameSync(work, folder);
    say("Making the snapshot that kernels start from …");
    // In its place: it holds the paths of the types that it has read.
    makeSnapshot(blobIn(folder), folder, undefined, join(folder, "node_modules"));
    protect(folder);
    const record: Installation = { version, node: process.version, ...countFiles(folder) };
    writeFileSync(join(folder, RECORD), `${JSON.stringify(record, null, 2)}\n`);
    chmodSync(join(folder, RECORD), 0o444);
  } catch (error) {
    if (!readRecord(folder)) rmSync(folder, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
    rmSync(join(versions, `.old-${process.pid}`), { recursive: true, force: true });
  }
}

const blobIn = (folder: string) => join(folder, "kernel", "kernel.blob");

/** What commands that were killed have left. */
function removeLeftovers(place: Place): void {
  const versions = versionsFolder(place);
  removeLeft(versions, /^\.(?:new|old|lock)-(\d+)/);
  for (const name of versionsAt(place)) {
    const folder = join(versions, name);
    if (!readRecord(folder)) rmSync(folder, { recursive: true });
  }
}

/** Writes the kernelspec, whose `NODE_PATH` is where code finds packages that it has not itself. */
function register(place: Place, folder: string, say: (line: string) => void): void {
  const blob = existsSync(blobIn(folder)) ? ["--snapshot-blob", blobIn(folder)] : [];
  const spec = kernelspec(join(folder, "kernel"), [...FLAGS, ...blob]);
  const env = { ...spec.env, NODE_PATH: join(folder, "node_modules") };
  const metadata = { ...spec.metadata, gradbook: { installation: folder, version } };
  const target = kernelFolder(place);
  const file = join(target, "kernel.json");
  const before = registered(place);
  if (before && !before.metadata?.gradbook) {
    say(`Another kernel was registered as tslab, and no longer is: ${before.argv?.join(" ")}`);
  }
  makeFolder(target);
  const written = `${file}.${process.pid}`;
  try {
    writeFileSync(written, `${JSON.stringify({ ...spec, env, metadata }, null, 2)}\n`);
    chmodSync(written, 0o644);
    renameSync(written, file);
  } finally {
    rmSync(written, { force: true });
  }
}

/** The kernelspec at a place, as far as it can be read. */
export function registered(place: Place): {
  argv?: string[];
  metadata?: { gradbook?: { installation: string } };
} | null {
  try {
    return JSON.parse(readFileSync(join(kernelFolder(place), "kernel.json"), "utf8"));
  } catch {
    return null;
  }
}

const REASONS: Record<string, string> = {
  EACCES: "you may not write there",
  EPERM: "you may not write there",
  EROFS: "it is read-only",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "a part of the path is a file",
  ENOENT: "it is in a folder that cannot be made",
  ENOSPC: "the disk is full: about 250 MB are needed",
  EDQUOT: "your share of the disk is full: about 250 MB are needed",
};

/** An error of the file system's in a user's words. */
export function explained(
  error: unknown,
  { name }: Place,
  what = "Nothing was installed in",
): unknown {
  const { code = "", path = "" } = error as NodeJS.ErrnoException;
  const reason = REASONS[code];
  if (!reason) return error;
  return new UserError(
    `${what} ${name}: ${reason}${path ? ` (${path})` : ""}.\nName another folder with --prefix DIR, install for yourself with --user, or run the command as a user who may write there.`,
  );
}
