// npm run bench: installs, builds, runs all of it, prints and writes what came out.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Tools } from "../grading/handout/course";
import { build } from "./build";
import { benchClass } from "./class";
import { EMBEDDED, writeDigits } from "./digits";
import { enginesOf } from "./engines";
import {
  type Bench,
  EXAMPLES,
  expectedSeconds,
  fullRuns,
  growth,
  HIDDEN,
  NOTEBOOK_SECONDS,
  notebookPairs,
  phases,
  shortRuns,
} from "./experiments";
import { benchHub } from "./hub";
import { install } from "./install";
import type { Job } from "./job";
import { KERNEL_SECONDS, kernelRuns, kernelSection } from "./kernels";
import { benchNaming } from "./naming";
import { prepareNotebooks } from "./notebooks";
import { type Options, readOptions } from "./options";
import { Progress } from "./progress";
import type { Found } from "./report";
import { results } from "./results";
import { benchSubmission } from "./submission";
import { benchWorkers } from "./workers";

export async function main(args: string[], tools: Tools): Promise<void> {
  const options = readOptions(args);
  if (!options) return;
  if (options.class) {
    console.log(await benchClass(tools, options.quick));
    return;
  }
  if (options.submission) {
    console.log(benchSubmission());
    return;
  }
  if (options.workers) {
    console.log(await benchWorkers());
    return;
  }
  if (options.naming) {
    console.log(await benchNaming(tools, options.runs));
    return;
  }
  const { python: ours } = tools;
  const peers = await install(options.all);
  if (options.kernel) {
    const { runs } = options;
    const progress = new Progress(2 * runs * KERNEL_SECONDS);
    console.log(kernelSection(await kernelRuns(runs, progress, { ours, peers })));
    return;
  }
  if (options.hub) {
    const page = await benchHub({ ours, peers });
    console.log(page);
    writeFileSync(join(__dirname, "HUB.md"), page);
    return;
  }
  build();
  const folder = mkdtempSync(join(tmpdir(), "gradbook-bench-"));
  try {
    const text = await measure(options, { ours, peers }, folder);
    console.log(text);
    if (options.quick) return;
    writeFileSync(join(__dirname, "RESULTS.md"), text);
    console.error("Written to bench/RESULTS.md.");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(
  options: Options,
  python: { ours: string; peers: string },
  folder: string,
): Promise<string> {
  const { job, source } = findData(options, folder);
  console.error(source);
  const engines = await enginesOf(options.node);
  const progress = new Progress(expectedSeconds(options, engines));
  const bench: Bench = { options, engines, job, progress, python: python.peers };
  const found: Found = {
    engines,
    short: await shortRuns(bench),
    phases: await phases(bench),
    hidden: await growth(bench, "hidden units", hiddenJobs(job)),
    examples: await growth(bench, "examples", exampleJobs(job)),
    digits: await growth(bench, "digits", digitsJobs(job, join(folder, "course"))),
    notebooks: await notebookRuns(bench, python, join(folder, "notebooks")),
    kernels: await kernelRuns(notebookPairs(options), progress, python),
    full: options.quick
      ? undefined
      : { sigmoid: await fullRuns(bench, "sigmoid"), relu: await fullRuns(bench, "relu") },
  };
  progress.end();
  return results(found, options, job, source, python.peers);
}

/** The full MNIST, else the embedded digits. */
function findData(options: Options, folder: string): { job: Job; source: string } {
  const usual = join("data", "mnist");
  // An empty one stands for the embedded digits, as it does to loadMnist.
  const given = process.env.MNIST_DIR ?? (existsSync(usual) ? usual : "");
  const common = { epochs: options.epochs, hidden: 64, activation: "relu", reg: 0.5, rate: 1e-3 };
  const rest = { ...common, decay: 0.95, threads: 0, losses: 0 } as const;
  if (given) {
    const job: Job = {
      ...rest,
      activation: "relu",
      data: resolve(given),
      train: 50_000,
      validation: 10_000,
      batch: 100,
    };
    return {
      job,
      source:
        "The full MNIST: 50,000 training, 10,000 validation and 10,000 test images, batches of 100.",
    };
  }
  const data = join(folder, "digits");
  writeDigits(data);
  const { train, validation } = EMBEDDED;
  return {
    job: { ...rest, activation: "relu", data, train, validation, batch: 16 },
    source:
      "The full MNIST is not here (MNIST_DIR, or data/mnist): the 10,000 digits that come with Gradbook, 8,000 to train on, 1,000 to validate with and 1,000 to test, batches of 16.",
  };
}

/** 10,000 examples, or all there are, and one epoch. */
function hiddenJobs(job: Job) {
  const part = { ...job, train: Math.min(job.train, 10_000), validation: 1_000, epochs: 1 };
  return HIDDEN.map((hidden) => ({ size: hidden, job: { ...part, hidden } }));
}

/** One epoch of notebook 2's training. */
function digitsJobs(job: Job, data: string) {
  writeDigits(data);
  const { train, validation } = EMBEDDED;
  return [{ size: 10_000, job: { ...job, data, train, validation, batch: 16, epochs: 1 } }];
}

/** One epoch, validated with a fifth as many images. */
function exampleJobs(job: Job) {
  return EXAMPLES.filter((train) => train <= job.train + job.validation).map((train) => ({
    size: train,
    job: { ...job, train, validation: Math.min(train / 5, job.validation), epochs: 1 },
  }));
}

async function notebookRuns(
  { options, progress }: Bench,
  python: { ours: string; peers: string },
  folder: string,
): Promise<Found["notebooks"]> {
  const run = prepareNotebooks(python, folder);
  const seconds: Found["notebooks"] = {
    ours: [],
    twin: [],
    twinOne: [],
    figures: { ours: [], twin: [], twinOne: [] },
  };
  for (let i = 1; i <= notebookPairs(options); i++) {
    for (const key of ["ours", "twin", "twinOne"] as const) {
      const name = `Notebook 2, run ${i} of ${notebookPairs(options)}: ${key}`;
      const task = progress.task(name, NOTEBOOK_SECONDS, async () => run[key]());
      const { whole, figure } = await task;
      seconds[key].push(whole);
      seconds.figures[key].push(figure);
    }
  }
  return seconds;
}
