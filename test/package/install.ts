// The package as its users get it: packed, and installed into an empty project.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, windows } from "../../scripts/paths";

const npm = process.env.npm_execpath?.endsWith(".js")
  ? [process.execPath, process.env.npm_execpath]
  : [windows ? "npm.cmd" : "npm"];

/** Runs npm in a folder; gives its stdout. */
export function runNpm(folder: string, ...args: string[]): string {
  const [command, ...first] = npm;
  // What npm run hands to its scripts would be taken for settings.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|command)/.test(name)),
  );
  const options = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  return execFileSync(command, [...first, ...args, ...options], {
    cwd: folder,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

export interface Installation {
  /** A project with nothing but the package in it. */
  project: string;
  tarball: string;
  /** The paths in the tarball. */
  files: string[];
  remove(): void;
}

export function packAndInstall(): Installation {
  const folder = mkdtempSync(join(tmpdir(), "gradbook-package-"));
  const packed = runNpm(root, "pack", "--json", "--pack-destination", folder);
  // Other versions of npm say something of the prepack script first.
  const [{ filename, files }] = Object.values<{ filename: string; files: { path: string }[] }>(
    JSON.parse(packed.slice(packed.search(/^[[{]/m))),
  );
  const tarball = join(folder, filename);
  const project = join(folder, "a project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "private": true }');
  runNpm(project, "install", tarball);
  return {
    project,
    tarball,
    files: files.map(({ path }) => path),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
