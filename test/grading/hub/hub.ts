// An installation for a hub in a folder of the tests' own, and handouts beside it.

import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../scripts/paths";
import { python } from "../../python";

/** Node's arguments for the command. */
export const INSTALL = ["scripts/run-typescript.js", "--set-up-later", "grading/hub/main"];

/** `npm run install-kernel -- ARGS`, in a terminal in which Jupyter is on the path. */
export function installKernel(args: string[], options: { env?: object; uid?: number } = {}) {
  const { env, ...others } = options;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...INSTALL, ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, PYTHON: python, ...env },
    timeout: 120_000,
    ...others,
  });
  return { status, stdout, stderr };
}

/** Where Jupyter looks for what is below a prefix, before anything else. */
export const seeing = (prefix: string) => ({ JUPYTER_PATH: join(prefix, "share", "jupyter") });

/** The installed versions' folders. */
export function versionsIn(prefix: string): string[] {
  const folder = join(prefix, "share", "jupyter", "gradbook");
  return readdirSync(folder).map((name) => join(folder, name));
}

/** All files below a folder with what is in them, and when they were written. */
export function contentsOf(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return new Map(
    names.map((name) => {
      const path = join(folder, name);
      const status = statSync(path);
      return [name, status.isFile() ? `${status.mtimeMs} ${readFileSync(path, "base64")}` : ""];
    }),
  );
}

/** Mounts a small disk; says why not where that is not allowed. */
export function smallDisk(folder: string, size: string): string {
  const { status, stderr, error } = spawnSync(
    "mount",
    ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder],
    { encoding: "utf8" },
  );
  return status === 0 ? "" : (error?.message ?? stderr.trim());
}

export function unmount(folder: string): void {
  execFileSync("umount", [folder]);
}
