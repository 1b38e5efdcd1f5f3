// A Dask cluster on this machine, for the measurements.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Settings } from "../grading/cluster/head";
import { processesIn, total, treeOf } from "../grading/sandbox/processes";
import { endsWithCommand } from "../scripts/children";
import { root } from "../scripts/paths";

export class LocalCluster {
  private readonly running: ChildProcess[] = [];

  private address = "";

  private constructor(private readonly python: string) {}

  /** @param python of the environment with Dask */
  static async start(python: string): Promise<LocalCluster> {
    const cluster = new LocalCluster(python);
    const child = cluster.dask("scheduler", ["--host", "127.0.0.1", "--port", "0"], {});
    let said = "";
    for await (const chunk of child.stderr ?? []) {
      said += chunk;
      [, cluster.address = ""] = /Scheduler at:\s+(tcp:\S+)\s/.exec(said) ?? [];
      if (cluster.address) break;
    }
    if (!cluster.address) throw new Error(`the scheduler does not start:\n${said}`);
    child.stderr?.resume();
    return cluster;
  }

  addWorkers(count: number, env: NodeJS.ProcessEnv = {}): void {
    const options = ["--nworkers", `${count}`, "--nthreads", "1", "--memory-limit", "0"];
    this.dask("worker", [this.address, ...options], env).stderr?.resume();
  }

  get settings(): Settings {
    return { scheduler: this.address, tls: {}, patience: 60 };
  }

  /** What the scheduler has used so far. */
  get schedulerSeconds(): number {
    const pid = this.running[0].pid ?? 0;
    return total(treeOf(pid, processesIn("/proc"))).cpuSeconds;
  }

  /** Those of its processes. */
  get pids(): number[] {
    return this.running.flatMap(({ pid }) => pid ?? []);
  }

  /** The workers first: else they wait for the scheduler. */
  async stop(): Promise<void> {
    for (const child of [...this.running].reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, "close");
      child.kill("SIGTERM");
      await ended;
    }
  }

  private dask(what: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
    const child = spawn(this.python, ["-m", "dask", what, ...args, "--no-dashboard"], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.running.push(endsWithCommand(child));
    return child;
  }
}
