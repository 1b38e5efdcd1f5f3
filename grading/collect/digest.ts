// By what two submissions are known to be the same.

import { createHash } from "node:crypto";

/** The same for the same files. */
export function digestOf(files: Map<string, Buffer>): string {
  const sum = (content: Buffer | string) => createHash("sha256").update(content).digest("hex");
  const paths = [...files.keys()].sort();
  return sum(paths.map((path) => `${sum(files.get(path) ?? "")} ${path}\n`).join(""));
}
