// The folder the kernel works in: Jupyter starts a kernel in its notebook's
// folder, but imports are meant from the project's root.
import fs from "node:fs";
import path from "node:path";

/**
 * The folder of the nearest package.json at or above `start`, or `start` itself if
 * there is none. While nbgrader grades it stays at `start`: climbing out of a
 * submission would find the instructor's files.
 */
export function workingDirectory(start: string, env: NodeJS.ProcessEnv): string {
  if (env.NBGRADER_EXECUTION === "autograde") return start;
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, "package.json"))) return folder;
    if (folder === path.dirname(folder)) return start;
  }
}
