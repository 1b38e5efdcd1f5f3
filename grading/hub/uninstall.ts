// Takes an installation away, and whatever folders it leaves empty.

import { existsSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { alone } from "./lock";
import { explained, registered } from "./make";
import { kernelFolder, type Place, versionsFolder } from "./place";

/**
 * Removes all versions at a place and the kernel that Jupyter has been told of. A kernel
 * tslab that was not installed by this command stays.
 *
 * @returns what has been removed
 * @throws UserError saying what could not be removed, or that another command is at work
 */
export async function uninstall(place: Place): Promise<string[]> {
  const removed: string[] = [];
  const remove = (folder: string) => {
    if (!existsSync(folder)) return;
    rmSync(folder, { recursive: true });
    removed.push(folder);
  };
  try {
    const removeAll = () => {
      // The kernelspec first: from then on no kernel starts.
      if (registered(place)?.metadata?.gradbook) remove(kernelFolder(place));
      remove(versionsFolder(place));
    };
    if (existsSync(versionsFolder(place))) await alone(place, removeAll);
    else removeAll();
  } catch (error) {
    throw explained(error, place, "All of it could not be removed from");
  }
  if (removed.length > 0) {
    const { data } = place;
    for (const folder of [join(data, "kernels"), data, dirname(data)]) removeIfEmpty(folder);
  }
  return removed;
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Others have something in it.
  }
}
