// What is installed: the kernel as built, and the packages that notebooks run with.

import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { UserError } from "../../cli/user-error";
import { DRAWS, MINIFIED } from "../../lib/display/svg/plotly";
import { root } from "../../scripts/paths";
import { runtimePackages, standIn, TSLAB_COMPILER } from "../handout/package";

/** The kernel's programs; pipe.js is grading's. */
const KERNEL = ["main.js", "control.js", "cells.d.ts"];

/** For which TypeScript stands in, as in the handout. */
const COMPILER = `node_modules/${TSLAB_COMPILER}`;

/** Read by nobody. */
const LEFT_OUT = /\.map$|\/zeromq\/(src|script|vcpkg)/;

/** Lays all but the snapshot into a folder. */
export async function layContents(folder: string): Promise<void> {
  await mkdir(join(folder, "kernel"), { recursive: true });
  for (const name of KERNEL) {
    await cp(join(root, "kernel", "dist", name), join(folder, "kernel", name));
  }
  for (const [path, optional] of runtimePackages(root)) {
    if (path !== COMPILER) await copyPackage(path, optional, folder);
  }
  mkdirSync(join(folder, COMPILER), { recursive: true });
  for (const [name, text] of standIn(root)) {
    writeFileSync(join(folder, COMPILER, basename(name)), text);
  }
  // Plotly minified, and for SVGs, with V8's code for that where Node has made it.
  const plotly = join(folder, "node_modules", "plotly.js-dist");
  await rm(join(plotly, "plotly.js"), { force: true });
  await cp(MINIFIED, join(plotly, "plotly.js"));
  for (const name of readdirSync(dirname(MINIFIED))) {
    if (name === DRAWS || /^plotly-svg\..*cache$/.test(name))
      await cp(join(dirname(MINIFIED), name), join(plotly, name));
  }
}

/** Copies a package; those inside it are packages of their own. */
async function copyPackage(path: string, optional: boolean, folder: string): Promise<void> {
  const from = join(root, path);
  if (!existsSync(from)) {
    if (optional) return;
    throw new UserError(`${path} is missing: run \`npm ci\`, then this command again.`);
  }
  const inside = (file: string) => relative(from, file).split(sep).join("/");
  await cp(from, join(folder, path), {
    recursive: true,
    filter: (file) =>
      !/^node_modules(\/|$)/.test(inside(file)) && !LEFT_OUT.test(`/${path}/${inside(file)}`),
  });
}

/** Makes a folder readable for all, and its files writable for nobody. */
export function protect(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.path, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o555 : 0o444);
  }
  chmodSync(folder, 0o755);
}
