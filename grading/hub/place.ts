// Where an installation goes: a folder for Jupyter's data, with kernels/tslab, which Jupyter
// reads, and gradbook/VERSION, which the kernel is started from.

import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { UserError } from "../../cli/user-error";
import { findJupyter } from "../../scripts/find-jupyter";

export interface Place {
  /** As the user knows it. */
  name: string;
  /** DIR/share/jupyter, or the user's own. */
  data: string;
  /** Whether others are to use it. */
  shared: boolean;
}

export const kernelFolder = ({ data }: Place) => join(data, "kernels", "tslab");
export const versionsFolder = ({ data }: Place) => join(data, "gradbook");

/** DIR as Jupyter's own commands have it. */
export function placeAt(prefix: string): Place {
  const name = resolve(prefix);
  return { name, data: join(name, "share", "jupyter"), shared: true };
}

/**
 * The environment that Jupyter runs in.
 *
 * @throws UserError when there is none
 */
export function placeOfPython(): Place {
  const jupyter = findJupyter();
  if (jupyter) return placeAt(jupyter.prefix);
  throw new UserError(
    "No Python with Jupyter was found, so there is no sys.prefix to install into. Activate its environment, name its interpreter (PYTHON=/path/to/python), or give --prefix DIR.",
  );
}

/** The user's own folder, of which Jupyter itself is asked where it is there. */
export function placeOfUser(): Place {
  const data = findJupyter()?.data ?? usualData();
  return { name: data, data, shared: false };
}

function usualData(): string {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME, APPDATA } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(APPDATA ?? homedir(), "jupyter");
  return join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "jupyter");
}
