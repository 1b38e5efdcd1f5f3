// What npm run bench is asked for.

import type { Arguments, CommandLine } from "../cli/command";
import { readArguments } from "../cli/help";
import { UsageError } from "../cli/usage-error";
import { VERSIONS } from "../scripts/node-versions";

export interface Options {
  /** Epochs of the short runs. */
  epochs: number;
  /** Times each short run is made, in turn with its peers. */
  runs: number;
  /** One short run of each, no full one; RESULTS.md stays as it is. */
  quick: boolean;
  /** PyTorch, JAX, jax-js, TensorFlow.js, numpy-ts and plain ml-matrix as well. */
  all: boolean;
  /** Other versions of Node that ours runs on as well, such as "24". */
  node: string[];
  /** What the head of a cluster spends on a submission, and nothing else. */
  class: boolean;
  /** The CPU time of a whole submission, and nothing else. */
  submission: boolean;
  /** A class's time on 1, 2 and 4 workers, and nothing else. */
  workers: boolean;
  /** What naming mistakes adds to grading, and nothing else. */
  naming: boolean;
  /** The kernel beside ipykernel, and nothing else. */
  kernel: boolean;
  /** Kernels of an installation on a hub, and nothing else. */
  hub: boolean;
}

const command: CommandLine = {
  usage: "-- [options]",
  summary: `Times the MNIST run of the problem set beside the same run in NumPy and
scikit-learn, one after the other in turn, and writes bench/RESULTS.md.`,
  options: {
    all: {
      help: "PyTorch, JAX, jax-js and TensorFlow.js (both on WebAssembly), numpy-ts and plain ml-matrix as well; on Linux PyTorch and the CUDA libraries it brings along take 7 GB of disk",
    },
    runs: { value: "N", help: "short runs of each, of which the median counts (default 5)" },
    epochs: { value: "N", help: "epochs of a short run (default 3)" },
    node: {
      value: "LIST",
      help: "ours on other versions of Node as well, such as 22,24,26, each fetched from npm",
    },
    class: { help: "measure the head of a cluster that grades a class, and nothing else" },
    submission: { help: "measure the CPU time that grading a right submission takes as a whole" },
    workers: { help: "time a class of 8 on a cluster of 1, 2 and 4 workers on this machine" },
    naming: {
      help: "measure what naming mistakes adds to grading a submission, and nothing else",
    },
    kernel: { help: "time the kernel beside ipykernel, and nothing else" },
    hub: {
      help: "measure many kernels of an installation at once, and nothing else; writes bench/HUB.md (Linux)",
    },
    quick: { help: "one short run of one epoch, no full runs, RESULTS.md not written" },
  },
  details: `
With --class: what \`npm run grade -- --scheduler\` spends on a submission, with classes of
20, 200 and 2,000 made from few by a stand-in for the grading itself, and how many workers
it can so keep busy; written to bench/CLASS.md, and the hours to grading/README.md.

With --naming: the CPU time that grading takes of a right submission and of one that is
wrong in every question, by turns with the known mistakes and without any.

The data are the full MNIST in the folder MNIST_DIR names or in data/mnist,
else the 10,000 digits that come with Gradbook. The peers are installed in
bench/.venv and bench/node_modules, at the versions of bench/package.json.
`,
};

/**
 * What the user asks for; null when that was the help, which has been given.
 *
 * @throws UsageError for an unknown option, or a number that is not from 1 to 9999
 */
export function readOptions(args: string[]): Options | null {
  return readArguments(command, "npm run bench", args, optionsOf);
}

function optionsOf(args: Arguments): Options {
  args.optionsOnly("bench");
  const [quick, all] = [args.flag("quick"), args.flag("all")];
  const count = (name: "epochs" | "runs", otherwise: number) =>
    args.text(name) === undefined ? otherwise : args.count(name, 1, 9999);
  return {
    epochs: count("epochs", quick ? 1 : 3),
    runs: count("runs", quick ? 1 : 5),
    quick,
    all,
    class: args.flag("class"),
    submission: args.flag("submission"),
    workers: args.flag("workers"),
    node: nodesOf(args.text("node")),
    naming: args.flag("naming"),
    kernel: args.flag("kernel"),
    hub: args.flag("hub"),
  };
}

function nodesOf(list: string | undefined): string[] {
  const majors = list?.split(",") ?? [];
  for (const major of majors) {
    if (Object.hasOwn(VERSIONS, major)) continue;
    const known = Object.keys(VERSIONS).join(", ");
    throw new UsageError(`--node is "${list}", but must be versions among ${known}, with commas`);
  }
  return majors;
}
