// What ours runs on: this Node, and others.

import { join } from "node:path";
import { pairFlags, poolFlags } from "../kernel/install";
import { fetchNode, VERSIONS } from "../scripts/node-versions";
import { both, type Side } from "./sides";

/** A version of Node, with the flags that it is given. */
export interface Engine {
  /** Such as "Node 24.21.0, flags". */
  name: string;
  one: Side;
  usual: Side;
}

const program = join(__dirname, "dist", "bench", "peers", "gradbook.js");

/** This Node and those of these major versions; from 24 on with a kernel's flags, and without. */
export async function enginesOf(majors: string[]): Promise<Engine[]> {
  const engines = flagged(process.execPath, process.versions.node);
  for (const major of majors) {
    engines.push(...flagged(await fetchNode(VERSIONS[major]), VERSIONS[major]));
  }
  return engines;
}

function flagged(node: string, version: string): Engine[] {
  const plain = engineOf(node, [], `Node ${version}`);
  const pair = pairFlags(node, version);
  if (pair.length === 0) return [plain];
  return [plain, engineOf(node, [...pair, ...poolFlags()], `Node ${version}, flags`)];
}

function engineOf(node: string, flags: string[], name: string): Engine {
  const command = () => [node, ...flags, program];
  const [one, usual] = both({ name: `Gradbook on ${name}`, numbers: "float64", command });
  return { name, one, usual };
}
