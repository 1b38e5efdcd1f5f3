// The files of a folder that was handed in, whatever folder of it they are in. No link is
// followed.

import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { handedIn, isLeftOut, type Listing } from "./files";
import { Findings } from "./findings";

const DEEPEST = 30;
const MOST = 20_000;

/** @throws Error when there is no such folder */
export function filesIn(folder: string): Listing {
  const findings = new Findings();
  const { remark } = findings;
  const files: Listing["files"] = [];
  const links: string[] = [];
  if (!existsSync(folder)) {
    throw new Error("its folder has a name that is not UTF-8: give it another");
  }
  let level = [""];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const next: string[] = [];
    for (const parent of level) {
      const entries = readdirSync(join(folder, parent), { withFileTypes: true });
      for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const inner = parent === "" ? entry.name : `${parent}/${entry.name}`;
        if (isLeftOut(entry.name)) continue;
        if (entry.isDirectory()) next.push(inner);
        else if (!entry.isFile()) links.push(inner);
        else if (files.length < MOST) {
          const disk = join(folder, inner);
          files.push(handedIn(inner, lstatSync(disk).size, () => readFileSync(disk)));
        }
      }
    }
    level = next;
  }
  if (level.length > 0) remark(`${level[0]} is too deep in folders: not looked into`, "unclear");
  if (files.length === MOST) remark(`it has more than ${MOST} files: not all are used`, "unclear");
  for (const path of links) remark(`${path} is a link or no file: not used`);
  return { files, findings };
}
