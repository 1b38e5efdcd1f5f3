// In a process that started from a snapshot, the package typescript is the one in there.
// Imported first, before anything loads that package.
import { createRequire, Module } from "node:module";
import { seePrepared } from "../compile/prepared";

const prepared = seePrepared();
if (prepared) {
  const load = createRequire(__filename);
  try {
    const filename = load.resolve("typescript");
    const module = new Module(filename);
    load.cache[filename] = Object.assign(module, {
      filename,
      exports: prepared.typescript,
      loaded: true,
    });
  } catch {
    // The package is missing: whoever loads it will say so.
  }
}
