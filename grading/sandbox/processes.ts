// What processes use, from Linux's /proc.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import type { Usage } from "./limits";

/** One process. */
export interface Process {
  pid: number;
  parent: number;
  /** Ended, but not yet taken note of by its parent. */
  dead: boolean;
  /** Its own CPU time and that of its children that have ended. */
  cpuSeconds: number;
  /** Seconds that its first thread was ready to run and had no processor. */
  waited: number;
  threads: number;
  /** Resident, in bytes. */
  memory: number;
}

/** The kernel tells times in hundredths of a second, on every architecture. */
const TICKS = 100;
let pageSize = 0;

/** The processes of a mounted /proc. */
export function processesIn(proc: string): Process[] {
  pageSize ||= Number(execFileSync("getconf", ["PAGESIZE"], { encoding: "utf8" }));
  const found: Process[] = [];
  for (const name of fs.readdirSync(proc)) {
    if (!/^\d+$/.test(name)) continue;
    try {
      found.push({
        ...parse(fs.readFileSync(`${proc}/${name}/stat`, "latin1")),
        waited: waitedOf(`${proc}/${name}`),
      });
    } catch {
      // It has ended since.
    }
  }
  return found;
}

/** Zero where Linux does not tell. */
function waitedOf(folder: string): number {
  try {
    // Nanoseconds on a processor, and waiting for one.
    return Number(fs.readFileSync(`${folder}/schedstat`, "latin1").split(" ")[1]) / 1e9;
  } catch {
    return 0;
  }
}

/** Reads a line such as "42 (node) S 1 …": man 5 proc. */
function parse(stat: string): Omit<Process, "waited"> {
  // The name may hold anything, parentheses too.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [parent, , , , , , , , , , utime, stime, cutime, cstime, , , threads, , , , rss] =
    fields.map(Number);
  return {
    pid: Number.parseInt(stat, 10),
    parent,
    dead: state === "Z" || state === "X",
    cpuSeconds: (utime + stime + cutime + cstime) / TICKS,
    threads,
    memory: rss * pageSize,
  };
}

/** Whether a process is there, and more than a zombie. */
export function lives(pid: number): boolean {
  try {
    return !parse(fs.readFileSync(`/proc/${pid}/stat`, "latin1")).dead;
  } catch {
    return false;
  }
}

/** What processes use together. */
export function total(processes: Process[]): Usage {
  const usage = { memory: 0, cpuSeconds: 0, waited: 0, processes: 0, threads: 0, files: 0 };
  for (const { memory, cpuSeconds, waited, threads } of processes) {
    usage.waited = Math.max(usage.waited, waited);
    usage.memory += memory;
    usage.cpuSeconds += cpuSeconds;
    usage.threads += threads;
    usage.processes++;
  }
  return usage;
}

/** `root` and its descendants. */
export function treeOf(root: number, processes: Process[]): Process[] {
  const tree = processes.filter(({ pid }) => pid === root);
  for (const { pid } of tree) {
    // A process that is added to the list is visited as well.
    tree.push(...processes.filter(({ parent }) => parent === pid));
  }
  return tree;
}
