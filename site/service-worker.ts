// Writes the site's service worker, which knows the site's files by their hashes.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { ISOLATION } from "./serve";
import { filesOf } from "./sizes";

/** To be called when all other files are there. */
export function writeServiceWorker(site: string): void {
  const hash = (bytes: Buffer | string) =>
    createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const files = Object.fromEntries(
    filesOf(site).map((path) => [path, hash(readFileSync(join(site, path)))]),
  );
  const constants = {
    FILES: JSON.stringify(files),
    VERSION: JSON.stringify(hash(JSON.stringify(files))),
    ISOLATION: JSON.stringify(ISOLATION),
  };
  let source = readFileSync(join(__dirname, "page", "service-worker.js"), "utf8");
  for (const [name, value] of Object.entries(constants)) {
    source = source.replace(`const ${name} = "${name}"`, () => `const ${name} = ${value}`);
  }
  const { code } = transformSync(source, { minify: true, format: "esm" });
  writeFileSync(join(site, "service-worker.js"), code);
}
