// Our side as users run it: compiled by TypeScript, the kernels beside it.

import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../scripts/paths";

/** @throws Error with the compiler's words when it finds an error */
export function build(): void {
  require("../lib/matrix/build");
  require("../lib/digits/build");
  const out = join(__dirname, "dist");
  rmSync(out, { recursive: true, force: true });
  const tsc = require.resolve("typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", __dirname], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`bench does not compile:\n${stdout}`);
  const kernels = join("lib", "matrix", "built");
  cpSync(join(root, kernels), join(out, kernels), { recursive: true });
}
