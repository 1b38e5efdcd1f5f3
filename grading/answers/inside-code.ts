// The program that runs in the cage, made of inside/, and the cells that call it.

import { join } from "node:path";
import { buildSync } from "esbuild";

/** Where it is, from the folder that programs in the cage work in. */
export const INSIDE = ".gradbook";

/** Bundles inside/ into a folder, which is to be shown at INSIDE. */
export function buildInside(folder: string): void {
  buildSync({
    entryPoints: ["main.ts", "read.ts", "draw.ts"].map((name) => join(__dirname, "inside", name)),
    outdir: folder,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "error",
  });
}

/** A cell that puts out the values of variables. */
export const readCell = (variables: string[]) =>
  `require("./${INSIDE}/read.js").read(exports, ${JSON.stringify(variables)});`;
