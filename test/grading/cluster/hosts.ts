// Hosts for a cluster on one machine: network namespaces on a bridge of their own, with
// a real scheduler and real workers in them. Nothing reaches any other network.

import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processesIn, treeOf } from "../../../grading/sandbox/processes";
import { root } from "../../../scripts/paths";

const NAME = `gradbook${process.pid}`;
const NETWORK = "10.213.77";
const PORT = 8786;

/** Where network namespaces cannot be made: why; else false. */
export function hostsProblem(): string | false {
  if (process.platform !== "linux") return "network namespaces need Linux";
  const probe = spawnSync("ip", ["netns", "add", `${NAME}probe`], { encoding: "utf8" });
  if (probe.error) return "ip is not installed (apt install iproute2)";
  if (probe.status !== 0) return `network namespaces are not allowed: ${probe.stderr.trim()}`;
  spawnSync("ip", ["netns", "del", `${NAME}probe`]);
  return false;
}

/** Whether a host's wire can be made slow and lossy here: why not; else false. */
export function wireProblem(): string | false {
  return existsSync("/dev/net/tun") ? false : "there is no /dev/net/tun";
}

/** How a wire is: its delay in milliseconds, give or take the jitter, and the share it loses. */
export interface Wire {
  delay: number;
  jitter: number;
  loss: number;
}

/** A cluster: host 0 has the scheduler and the head, the others have workers. */
export class Hosts {
  readonly folder = mkdtempSync(join(tmpdir(), "gradbook-hosts-"));
  readonly address = `tls://${NETWORK}.1:${PORT}`;
  private readonly running: { host: number; child: ChildProcess }[] = [];
  private readonly wires = new Map<number, ChildProcess>();
  private scheduler: ChildProcess | null = null;

  /**
   * @param count of hosts with workers
   * @param python of the environment with Dask
   */
  constructor(
    readonly count: number,
    private readonly python: string,
  ) {
    const { folder } = this;
    const subject = ["-subj", "/CN=gradbook", "-days", "2", "-nodes", "-newkey", "rsa:2048"];
    const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")];
    execFileSync("openssl", ["req", "-x509", ...subject, ...files], { stdio: "ignore" });
    for (let host = 0; host <= count; host++) ip("netns", "add", nameOf(host));
    inHost(0, "ip", "link", "add", "bridge", "type", "bridge");
    inHost(0, "ip", "address", "add", `${NETWORK}.1/24`, "dev", "bridge");
    inHost(0, "ip", "link", "set", "bridge", "up");
    inHost(0, "ip", "link", "set", "lo", "up");
    for (let host = 1; host <= count; host++) {
      const peer = ["peer", "name", "wire", "netns", nameOf(host)];
      inHost(0, "ip", "link", "add", `host${host}`, "type", "veth", ...peer);
      inHost(0, "ip", "link", "set", `host${host}`, "master", "bridge", "up");
      this.connect(host);
      inHost(host, "ip", "link", "set", "lo", "up");
    }
  }

  /** The options by which head, scheduler and workers know one another. */
  get tls(): string[] {
    const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(this.folder, name));
    return ["--tls-ca-file", cert, "--tls-cert", cert, "--tls-key", key];
  }

  /** A command that runs on the head's host. */
  onHead(command: string[]): string[] {
    return ["ip", "netns", "exec", nameOf(0), ...command];
  }

  async startScheduler(): Promise<void> {
    const options = ["--protocol", "tls", "--host", `${NETWORK}.1`, "--port", String(PORT)];
    this.scheduler = this.dask(0, "scheduler", [...options, "--no-dashboard"], {});
    await this.until("scheduler", /Scheduler at/);
  }

  async killScheduler(): Promise<void> {
    const ended = new Promise((done) => this.scheduler?.once("close", done));
    this.killTree(this.scheduler, true);
    await ended;
  }

  startWorkers(host: number, count: number, env: NodeJS.ProcessEnv = {}): void {
    const bind = ["--host", `${NETWORK}.${host + 1}`, "--nworkers", String(count)];
    const options = [...bind, "--nthreads", "1", "--no-dashboard", "--memory-limit", "0"];
    this.dask(host, "worker", [this.address, ...options], env);
  }

  /** Whether the command that keeps a host's workers running does so. */
  hasWorkers(host: number): boolean {
    return this.running.some(({ host: at, child }) => {
      return at === host && child.exitCode === null && child.signalCode === null;
    });
  }

  /** The worker processes themselves: not their nannies. */
  workersOn(host: number): number[] {
    return this.treesOn(host).filter((pid) => commandOf(pid).includes("spawn_main"));
  }

  /** As when its power fails: its processes are gone, and its network without a word. */
  lose(host: number): void {
    inHost(0, "ip", "link", "set", `host${host}`, "down");
    for (const { child } of this.running.filter((entry) => entry.host === host)) {
      this.killTree(child, true);
    }
  }

  /** Stops or resumes all that runs on a host. */
  signal(host: number, signal: "SIGSTOP" | "SIGCONT"): void {
    for (const pid of this.treesOn(host)) kill(pid, signal);
  }

  /** Gives a host, on which nothing runs yet, another wire to the bridge. */
  async rewire(host: number, { delay, jitter, loss }: Wire): Promise<void> {
    inHost(0, "ip", "link", "del", `host${host}`);
    const [near, far] = [`host${host}`, `wire${host}`];
    const script = [this.python, join(__dirname, "wire.py"), near, far];
    const command = ["netns", "exec", nameOf(0), ...script, ...[delay, jitter, loss].map(String)];
    const child = spawn("ip", command, { stdio: ["pipe", "pipe", "inherit"] });
    child.stdin.on("error", () => {}); // it has been ended
    this.running.push({ host: 0, child });
    this.wires.set(host, child);
    await once(child.stdout, "data");
    inHost(0, "ip", "link", "set", near, "master", "bridge", "up");
    inHost(0, "ip", "link", "set", far, "netns", nameOf(host));
    inHost(host, "ip", "link", "set", far, "name", "wire");
    this.connect(host);
  }

  /** From now on a host's wire loses another share; all of it when it is cut. */
  lossy(host: number, share: number): void {
    this.wires.get(host)?.stdin?.write(`${share}\n`);
  }

  private connect(host: number): void {
    inHost(host, "ip", "address", "add", `${NETWORK}.${host + 1}/24`, "dev", "wire");
    inHost(host, "ip", "link", "set", "wire", "up");
  }

  async close(): Promise<void> {
    for (const { host, child } of this.running) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      this.signal(host, "SIGCONT");
      this.killTree(child, true);
    }
    await sleep(200);
    for (let host = 0; host <= this.count; host++) spawnSync("ip", ["netns", "del", nameOf(host)]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private dask(host: number, what: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
    const log = openSync(join(this.folder, `${what}.log`), "a");
    const command = ["netns", "exec", nameOf(host), this.python, "-m", "dask", what];
    const child = spawn("ip", [...command, ...args, ...this.tls], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", log, log],
    });
    this.running.push({ host, child });
    return child;
  }

  private async until(what: string, said: RegExp): Promise<void> {
    for (let i = 0; i < 600; i++) {
      if (said.test(readFileSync(join(this.folder, `${what}.log`), "utf8"))) return;
      await sleep(100);
    }
    throw new Error(`the ${what} does not start: ${this.log(what)}`);
  }

  log(what: string): string {
    return readFileSync(join(this.folder, `${what}.log`), "utf8").slice(-3000);
  }

  private treesOn(host: number): number[] {
    const all = processesIn("/proc");
    return this.running
      .filter((entry) => entry.host === host && entry.child.pid)
      .flatMap(({ child }) => treeOf(child.pid as number, all).map(({ pid }) => pid));
  }

  private killTree(child: ChildProcess | null, hard: boolean): void {
    if (!child?.pid) return;
    const tree = treeOf(child.pid, processesIn("/proc"));
    for (const { pid } of tree) kill(pid, hard ? "SIGKILL" : "SIGTERM");
  }
}

function nameOf(host: number): string {
  return `${NAME}-${host}`;
}

function ip(...args: string[]): void {
  execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });
}

function inHost(host: number, ...command: string[]): void {
  ip("netns", "exec", nameOf(host), ...command);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}
