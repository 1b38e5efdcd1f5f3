// What npm run bench is asked for.

import { parseArgs } from "node:util";

export interface Options {
  /** Epochs of the short runs. */
  epochs: number;
  /** Times each short run is made, in turn with its peers. */
  runs: number;
  /** One short run of each, no full one; RESULTS.md stays as it is. */
  quick: boolean;
  /** PyTorch, JAX, TensorFlow.js, numpy-ts and plain ml-matrix as well. */
  all: boolean;
}

export const HELP = `npm run bench -- [options]

Times the MNIST run of the problem set beside the same run in NumPy and
scikit-learn, one after the other in turn, and writes bench/RESULTS.md.

  --all         PyTorch, JAX, TensorFlow.js (WebAssembly), numpy-ts and plain
                ml-matrix as well; on Linux PyTorch and the CUDA libraries it
                brings along take 7 GB of disk
  --runs N      short runs of each, of which the median counts (5)
  --epochs N    epochs of a short run (3)
  --quick       one short run of one epoch, no full runs, RESULTS.md not written
  --help        this text

The data are the full MNIST in the folder MNIST_DIR names or in data/mnist,
else the 10,000 digits that come with Gradbook. The peers are installed in
bench/.venv and bench/node_modules, at the versions of bench/package.json.`;

/** @throws Error for an option that is none, or a number that is not a positive integer */
export function readOptions(args: string[]): Options | "help" {
  const { values } = parseArgs({
    args,
    options: {
      epochs: { type: "string" },
      runs: { type: "string" },
      quick: { type: "boolean", default: false },
      all: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help";
  const { quick = false, all = false } = values;
  const count = (name: "epochs" | "runs", otherwise: number) => {
    const text = values[name];
    if (text === undefined) return otherwise;
    if (!/^[1-9]\d{0,3}$/.test(text)) {
      throw new Error(`--${name} is ${text}, but must be a number from 1 to 9999`);
    }
    return Number(text);
  };
  return { epochs: count("epochs", quick ? 1 : 3), runs: count("runs", quick ? 1 : 5), quick, all };
}
