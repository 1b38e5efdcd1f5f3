// What ours runs on: this Node, and others.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fetchNode, VERSIONS } from "../scripts/node-versions";
import { both, type Side } from "./sides";

/** A version of Node, with the flags that it is given. */
export interface Engine {
  /** Such as "Node 24.21.0 with the flag". */
  name: string;
  one: Side;
  usual: Side;
}

/** Has V8 pair neighbouring operations of the kernels, with the same results. */
export const FLAG = "--experimental-wasm-revectorize";

const program = join(__dirname, "dist", "bench", "peers", "gradbook.js");

/** This Node and those of these major versions; from 24 on with the flag, and without it. */
export async function enginesOf(majors: string[]): Promise<Engine[]> {
  const engines = flagged(process.execPath, process.versions.node);
  for (const major of majors) {
    engines.push(...flagged(await fetchNode(VERSIONS[major]), VERSIONS[major]));
  }
  return engines;
}

function flagged(node: string, version: string): Engine[] {
  const plain = engineOf(node, [], `Node ${version}`);
  if (Number.parseInt(version, 10) < 24) return [plain];
  const known = execFileSync(node, ["--v8-options"], { encoding: "utf8" }).includes(FLAG);
  return known ? [plain, engineOf(node, [FLAG], `Node ${version}, flag`)] : [plain];
}

function engineOf(node: string, flags: string[], name: string): Engine {
  const command = () => [node, ...flags, program];
  const [one, usual] = both({ name: `Gradbook on ${name}`, numbers: "float64", command });
  return { name, one, usual };
}
