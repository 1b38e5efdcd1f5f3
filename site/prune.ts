// Takes out of JupyterLite's files what no page of the site asks for.

import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const UNUSED = [
  "doc",
  "jupyterlite.schema.v0.json",
  "package.json",
  "rspack.config.analyze.js",
  "rspack.config.js",
  "rspack.config.watch.js",
  "service-worker.js",
];
/** Fonts in formats that only browsers from before WebAssembly take. */
const OLD_FONTS = /^fa-.*\.(eot|svg|ttf|woff)$/;

export function prune(site: string): void {
  for (const path of UNUSED) rmSync(join(site, path), { recursive: true, force: true });
  for (const name of readdirSync(join(site, "build"))) {
    if (OLD_FONTS.test(name)) rmSync(join(site, "build", name));
  }
}
