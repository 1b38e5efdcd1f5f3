// The page: what was measured, on what, and what is not the same on both sides.

import { poolFlags } from "../kernel/install";
import { PAIR } from "../lib/matrix/pair";
import { goals } from "./goals";
import type { Job } from "./job";
import { kernelSection } from "./kernels";
import { describeMachine } from "./machine";
import type { Options } from "./options";
import * as report from "./report";
import { TORCH, TORCH_ONE } from "./sides";

export function results(
  found: report.Found,
  options: Options,
  job: Job,
  source: string,
  python: string,
): string {
  const { runs, epochs } = options;
  const page = [
    "# The MNIST run, timed beside its peers",
    "Written by `npm run bench`, not by hand.",
    [`${new Date().toISOString().slice(0, 10)}`, ...describeMachine(python), source]
      .map((line) => `- ${line}`)
      .join("\n"),
    "## Against the goals",
    goals(found, [TORCH_ONE, TORCH]),
    `Bold: reached. "Flags": those that kernels have, ${["node", PAIR, ...poolFlags()].join(" ")}. With the first V8 pairs neighbouring operations, to the same results; the command line has that by itself as well. The second, on fewer than five processors, leaves V8 no more threads of its own than there are other processors. Ratios below 1 are in Gradbook's favour. A ratio is the median of those of neighbouring runs.`,
    "## Seconds an epoch",
    `784 inputs, ${job.hidden} hidden units, 10 classes, ReLU; ${runs} runs of ${epochs} epochs, one side after the other in turn: median (least to most). The norm of W1's gradient in every update, validation after every epoch; loading is not counted. A process of its own each, so that what a library does when it first runs, such as compiling, weighs more here than in the full run below.`,
    report.shortSection(found.short, epochs),
    notes(options),
    "## One step",
    `A batch of ${job.batch} on one thread; rest is taking the batch's rows, and the norm.`,
    report.phaseSection(found.phases),
    "## How cost grows",
    "One epoch on one thread, the first, compilation included. Hidden units, with at most 10,000 examples:",
    report.growthSection("hidden units", found.hidden, found.engines),
    `Examples, with ${job.hidden} hidden units, validated with a fifth as many images${job.train === 50_000 ? " (with 60,000, by 10,000 of them)" : ""}:`,
    report.growthSection("examples", found.examples, found.engines),
    "The 10,000 digits of the course, 8,000 of them to train on, in batches of 16:",
    report.growthSection("digits", found.digits, found.engines),
    "## Where memory goes, and the whole process",
    `The short runs again, from the process's start to its end. The NumPy side holds the images as float64, ${Math.round((job.train * 784 * 8) / 1e6)} MB of them; Gradbook holds their bytes.`,
    report.memorySection(found.short),
  ];
  if (found.full) {
    page.push("## The full run", "20 epochs, once. ReLU:", report.fullSection(found.full.relu));
    page.push(
      "Sigmoid:",
      report.fullSection(found.full.sigmoid),
      report.agreement(found.full.sigmoid, found.engines[0].one),
    );
  }
  page.push(
    "## Notebook 2, start to end",
    "On the 10,000 digits, by nbconvert, the kernel's start included. The twin does the same in Python with NumPy, scikit-learn's `fetch_openml` and matplotlib; its loader finds these digits as an ARFF file in its cache, where the real one keeps the 70,000 of mnist_784 after a download.",
    report.notebookSection(found.notebooks),
    "## Loading the images",
    "In the short runs; Gradbook keeps bytes, the others numbers less the mean.",
    report.loadSection(found.short),
  );
  page.push(
    "## The kernel",
    "Beside ipykernel, each in turn, by jupyter_client. Medians of 25 lines; a run is a kernel of its own.",
    kernelSection(found.kernels),
  );
  return `${page.join("\n\n")}\n`;
}

function notes({ all }: Options): string {
  const lines = [
    "Gradbook takes two threads by default, PyTorch, JAX and the BLAS of NumPy and scikit-learn as many as there are processors. Every side starts from the same weights. NumPy's takes the same batches in the same order; scikit-learn draws its own order, and gives no gradient norms.",
  ];
  if (all) {
    lines.push(
      "PyTorch, JAX, jax-js and TensorFlow.js compute in float32, as they do by default; jax-js has one thread in Node. TensorFlow.js, numpy-ts and plain ml-matrix are so slow that they ran one epoch, once; theirs is the accuracy after that. numpy-ts had 2 GB for its arrays and, as textbook code disposes of none, ran on in JavaScript when they were full.",
    );
  }
  return lines.join(" ");
}
