// What the kernel in the browser reads: lib, the declarations that cells are checked
// by, and the packages that lib imports.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bundle } from "../kernel/browser/bundle-format";

/** Of each package, the files that the kernel reads. */
const PACKAGES: Record<string, RegExp> = {
  "@types/node": /(\.d\.ts|package\.json)$/,
  "undici-types": /(\.d\.ts|package\.json)$/,
  "ml-matrix": /^(matrix\.(d\.ts|js)|package\.json)$/,
  tslab: /^(dist\/public\.(d\.ts|js)|package\.json)$/,
  typescript: /^(lib\/lib\.(es|decorators).*\.d\.ts|package\.json)$/,
};
const DIGITS = "lib/digits/built";

/**
 * The bundle of a project, whose lib and tsconfig.json are in `folder`, with the
 * packages of `root`. @returns it, and the files that are fetched apart, by their names
 */
export function makeBundle(root: string, folder: string): { bundle: Bundle; apart: Files } {
  const packages = join(root, "node_modules");
  const texts: Record<string, string> = {};
  for (const path of listed(join(folder, "lib"), /\.ts$/)) {
    texts[`lib/${path}`] = readFileSync(join(folder, "lib", path), "utf8");
  }
  for (const name of ["package.json", "tsconfig.json"]) {
    texts[name] = readFileSync(join(folder, name), "utf8");
  }
  for (const [name, wanted] of Object.entries(PACKAGES)) {
    for (const path of listed(join(packages, name), wanted)) {
      texts[`node_modules/${name}/${path}`] = readFileSync(join(packages, name, path), "utf8");
    }
  }
  const kernels = readFileSync(join(root, "lib", "matrix", "built", "kernels.wasm"));
  const apart: Files = new Map();
  const remote: Bundle["remote"] = {};
  for (const name of readdirSync(join(root, DIGITS))) {
    apart.set(name, readFileSync(join(root, DIGITS, name)));
    remote[`${DIGITS}/${name}`] = name;
  }
  const { version } = JSON.parse(texts["node_modules/tslab/package.json"]);
  const binaries = { "lib/matrix/built/kernels.wasm": kernels.toString("base64") };
  const globals = readFileSync(join(root, "kernel", "cells.d.ts"), "utf8");
  return { bundle: { texts, binaries, remote, tslabVersion: version, globals }, apart };
}

type Files = Map<string, Buffer>;

function listed(folder: string, wanted: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => wanted.test(path) && !/(^|\/)(node_modules|dist\/.*\/|assembly)\//.test(path))
    .sort();
}
