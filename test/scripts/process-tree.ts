// A command's processes, all that it has started among them.

import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { lives, processesIn, treeOf } from "../../grading/sandbox/processes";

const MARK = "GRADBOOK_TEST_TREE";
/** Seconds that are waited for processes to be there, and to be gone. */
const LONGEST = 60;

/** A command under npm, and whatever comes of it. */
export class ProcessTree {
  readonly npm: ChildProcess;
  /** What it has written. */
  said = "";
  private readonly mark = randomUUID();
  private readonly known = new Set<number>();

  constructor(args: string[], cwd: string, env: NodeJS.ProcessEnv = process.env) {
    const script = process.env.npm_execpath;
    const [command, ...own] = script?.endsWith(".js") ? [process.execPath, script] : ["npm"];
    this.npm = spawn(command, [...own, ...args], {
      cwd,
      env: { ...env, [MARK]: this.mark },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // leads a process group, as a shell's command does
    });
    for (const stream of [this.npm.stdout, this.npm.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        this.said += text;
      });
    }
  }

  /** Waits for something to be true of it; fails when it ends before. */
  async until(isReady: () => boolean): Promise<void> {
    for (let tries = 0; !isReady(); tries++) {
      if (this.npm.exitCode !== null) throw new Error(`it has ended: ${this.said}`);
      if (tries > 20 * LONGEST) throw new Error(`it is not ready: ${this.said}`);
      await sleep(50);
    }
    this.look();
  }

  /** Waits for so many of its processes to have a command like this. */
  runs(command: RegExp, count = 1): Promise<void> {
    return this.until(() => {
      const found = this.look().filter((pid) => command.test(commandOf(pid)));
      return found.length >= count;
    });
  }

  /** Sends npm a signal. Ctrl-C reaches a terminal's whole group; npm does not pass it on. */
  signal(name: NodeJS.Signals): void {
    const { pid = 0 } = this.npm;
    process.kill(name === "SIGINT" ? -pid : pid, name);
  }

  /** The commands of those that are left some time after npm has ended. */
  async left(): Promise<string[]> {
    for (let tries = 0; tries < 20 * LONGEST; tries++) {
      if (this.npm.exitCode !== null || this.npm.signalCode !== null) {
        if (this.look().length === 0) return [];
      }
      await sleep(50);
    }
    const left = this.look();
    const commands = left.map(commandOf);
    for (const pid of left) process.kill(pid, "SIGKILL");
    return commands;
  }

  /** Those that live, by their parents or by the mark in their environment. */
  private look(): number[] {
    for (const { pid } of treeOf(this.npm.pid ?? 0, processesIn("/proc"))) this.known.add(pid);
    for (const name of readdirSync("/proc")) {
      if (/^\d+$/.test(name) && read(Number(name), "environ").includes(this.mark)) {
        this.known.add(Number(name));
      }
    }
    return [...this.known].filter(lives);
  }
}

function commandOf(pid: number): string {
  return read(pid, "cmdline").replaceAll("\0", " ").trim();
}

function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "latin1");
  } catch {
    return ""; // ended, or another user's
  }
}
