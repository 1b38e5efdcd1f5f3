// The page of `npm run bench -- --hub`: what was measured, and how many students fit.

import { cpus, loadavg, totalmem } from "node:os";
import { median } from "./statistics";
import { medianAndSpread, number, table } from "./tables";

/** Kernels that start together, and students that run notebook 2 together. */
export const TOGETHER = 20;
export const CLASS = 8;

export interface Memories {
  own: number[];
  shared: number;
}

/** What hub.py finds. */
export interface Kernels {
  first: number[];
  idle: Memories;
}

export interface Notebooks extends Kernels {
  ran: number[];
  cpu: number;
  peak: number[];
  rested: Memories;
}

/** What a student's processes take, in MB. */
export interface Needs {
  /** JupyterLab's server: its own, and what all of them share. */
  server: number;
  serverShared: number;
  /** A kernel's own: at rest after the notebook, and at most while it runs. */
  resting: number;
  training: number;
  kernelShared: number;
}

/** For the system, JupyterHub and its proxy, in MB. */
export const SYSTEM = 1500;

const SIZES = [8, 32, 128];

/** Of the students, those whose kernel trains at the same time. */
const SHARES: [name: string, share: number][] = [
  ["one in ten trains", 0.1],
  ["one in four trains", 0.25],
  ["all train", 1],
];

/** Students on a machine of so many GB, of whom a share trains at a time. */
export function students(gigabytes: number, share: number, needs: Needs): number {
  const { server, serverShared, resting, training, kernelShared } = needs;
  const room = gigabytes * 1024 - SYSTEM - serverShared - kernelShared;
  const each = server + resting + share * Math.max(training - resting, 0);
  return Math.max(Math.floor(room / each), 0);
}

export function studentsTable(needs: Needs): string {
  return table(
    ["memory", ...SHARES.map(([name]) => name)],
    SIZES.map((size) => [`${size} GB`, ...SHARES.map(([, share]) => students(size, share, needs))]),
  );
}

/** All that is measured. */
interface Found {
  many: Kernels;
  manyPython: Kernels;
  alone: Notebooks;
  class: Notebooks;
  classPython: Notebooks;
  servers: Memories;
}

/** bench/HUB.md. */
export function page(found: Found): string {
  const { many, manyPython, alone, servers } = found;
  const [own, python] = [found.class, found.classPython];
  const rows: [string, number[]][] = [
    ["idle after `1 + 1`, own", [many, manyPython].map(({ idle }) => median(idle.own))],
    ["after notebook 2 and a minute, own", [own, python].map(({ rested }) => median(rested.own))],
    ["at most while notebook 2 runs, own", [own, python].map(({ peak }) => median(peak))],
    ["shared by all kernels, once", [own, python].map(({ rested }) => rested.shared)],
  ];
  const needs = {
    server: median(servers.own),
    serverShared: servers.shared,
    resting: median(own.rested.own),
    training: median(own.peak),
    kernelShared: own.rested.shared,
  };
  return `${[
    "# Kernels on a hub",
    "Written by `npm run bench -- --hub`, not by hand.",
    `- ${new Date().toISOString().slice(0, 10)}
- ${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB of memory
- Node ${process.versions.node}; kernels of one installation by \`npm run install-kernel\`
- load average ${loadavg()[2].toFixed(0)} at the end: what is above the number of kernels here is other programs', which slow the times`,
    "## Memory of a kernel",
    `MB. Own is what no other process shares, of the kernel and the processes it has started; medians of ${TOGETHER} kernels at once for the first row and of ${CLASS} for the others. Beside it ipykernel, with notebook 2's Python twin (NumPy on one thread, scikit-learn, matplotlib).`,
    table(
      ["MB", "tslab", "ipykernel"],
      rows.map(([name, values]) => [name, ...values.map((value) => value.toFixed(0))]),
    ),
    `JupyterLab's server: ${needs.server.toFixed(0)} MB of its own, ${needs.serverShared.toFixed(0)} MB that all share.`,
    "## Times",
    "Seconds: median (least to most).",
    table(
      ["s", "tslab", "ipykernel"],
      [
        [
          `${TOGETHER} kernels start together: to the first result`,
          medianAndSpread(many.first),
          medianAndSpread(manyPython.first),
        ],
        ["notebook 2 alone", medianAndSpread(alone.ran), "–"],
        [`notebook 2 by ${CLASS} at once`, medianAndSpread(own.ran), medianAndSpread(python.ran)],
        ["CPU seconds of notebook 2, each of the latter", number(own.cpu), number(python.cpu)],
      ],
    ),
    "## How many fit",
    `Students, each with JupyterLab's server and one kernel that has run notebook 2: by memory, with ${SYSTEM} MB for the system and the hub. Who trains takes ${needs.training.toFixed(0)} MB, who reads or writes ${needs.resting.toFixed(0)}.`,
    studentsTable(needs),
    `Time is the other limit: notebook 2 takes ${number(own.cpu)} CPU seconds, so ten students who run all of it at the same moment wait ${number((10 * own.cpu) / 4)} s on four processors.`,
  ].join("\n\n")}\n`;
}
