// A cage by another user, where namespaces are refused: in a container that is made for
// one submission and thrown away, such as Gradescope's. The programs run under user
// numbers of their own, without rights on the grader's files, and what a number's
// processes use and leave is theirs alone, so that all of it can be ended and removed.
//
// It cannot promise what namespaces can: see PROMISES.
import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cage, Launched } from "./cage";
import { commandIn, layOut } from "./laid-out";
import { NoCageError } from "./no-cage-error";
import { prelude } from "./prelude";
import { type Process, processesIn, total } from "./processes";
import { type Prepared, WORK } from "./program";

/**
 * User numbers that no account has: one for each program that runs at the same time. Each
 * grader has its own, by its process's number: what it ends and removes is never another's.
 */
const COUNT = 64;
const FIRST = 2_113_000_000 + (process.pid % 500_000) * COUNT;

/** Where every user may write. */
const SHARED = ["/tmp", "/var/tmp", "/dev/shm", "/run/lock"];

/** What this cage does not do, for whoever decides to use it. */
export const PROMISES =
  "A submission runs as another user: it cannot read or change the grader's files, and its\n" +
  "time, memory, processes and files are limited. But it can use the network, as far as the\n" +
  "container can; it sees the names of other processes and what the container lets all users\n" +
  "read; and memory and disk are watched, so that it may pass its limits for a moment.";

const taken = new Set<number>();

function launch(program: Prepared): Launched {
  let user = FIRST;
  while (taken.has(user)) user++;
  if (user >= FIRST + COUNT) throw new Error(`more than ${COUNT} programs run at a time`);
  taken.add(user);
  const root = layOut(program);
  const temporary = `${root}/tmp`;
  fs.mkdirSync(temporary);
  fs.chmodSync(root, 0o711);
  for (const folder of [root + WORK, temporary]) own(folder, user);
  for (const { source, target } of program.mounts) {
    if (isReachable(source)) continue;
    fs.rmSync(root + target);
    fs.cpSync(source, root + target, { recursive: true, verbatimSymlinks: true });
    share(root + target);
  }
  const { limits, env } = program;
  const script = prelude(limits, { copy: false, ownProcesses: true });
  const ids = [`--reuid=${user}`, `--regid=${user}`, "--clear-groups"];
  const shut = ["--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"];
  const shell = ["/bin/sh", "-c", script, "sh", ...commandIn(root, program)];
  const child = spawn("setpriv", [...ids, ...shut, ...shell], {
    cwd: root + WORK,
    env: {
      PATH: "/usr/local/bin:/usr/bin:/bin",
      HOME: root + WORK,
      TMPDIR: temporary,
      LANG: "C.UTF-8",
      TZ: "UTC",
      ...env,
    },
    stdio: new Array(4).fill("pipe"),
    detached: true, // a signal to the grader's group is not for it
  });
  const [, stdout, stderr, answers] = child.stdio as unknown as Readable[];
  return {
    child,
    answers,
    others: [stdout, stderr],
    sample: () => {
      const usage = total(processesOf(user));
      usage.files = filesIn(root, limits.files + 1);
      return usage;
    },
    kill: () => {
      killAll(user);
      child.kill("SIGKILL");
    },
    gone: async () => {
      for (let i = 0; i < 1000 && killAll(user) > 0; i++) await sleep(5);
      removeAll(user);
      fs.rmSync(root, { recursive: true, force: true });
      taken.delete(user);
    },
  };
}

/** Whether every user can read it, as far as the folders above it are concerned. */
function isReachable(source: string): boolean {
  const READ = 0o005;
  const ENTER = 0o001;
  for (
    let file = path.resolve(source), needed = READ;
    ;
    file = path.dirname(file), needed = ENTER
  ) {
    if ((fs.statSync(file).mode & needed) !== needed) return false;
    if (file === path.dirname(file)) return true;
  }
}

/** Lets every user read a copy, and enter and run what its owner may. */
function share(file: string): void {
  const stats = fs.lstatSync(file);
  if (stats.isSymbolicLink()) return; // What it leads to may be no copy.
  fs.chmodSync(file, stats.mode | (stats.mode & 0o100 ? 0o555 : 0o444));
  if (stats.isDirectory()) for (const name of fs.readdirSync(file)) share(path.join(file, name));
}

function own(file: string, user: number): void {
  fs.lchownSync(file, user, user);
  if (!fs.lstatSync(file).isDirectory()) return;
  fs.chmodSync(file, 0o700);
  for (const name of fs.readdirSync(file)) {
    const inner = path.join(file, name);
    // A link is to what is mounted, which stays the grader's.
    if (!fs.lstatSync(inner).isSymbolicLink()) own(inner, user);
  }
}

function processesOf(user: number): Process[] {
  return processesIn("/proc").filter(({ pid, dead }) => {
    try {
      return !dead && fs.statSync(`/proc/${pid}`).uid === user;
    } catch {
      return false; // ended
    }
  });
}

/** Stops them all before it ends any: none may start another meanwhile. */
function killAll(user: number): number {
  let known = 0;
  for (let round = 0; round < 20; round++) {
    const pids = processesOf(user).map(({ pid }) => pid);
    for (const pid of pids) signal(pid, "SIGSTOP");
    if (pids.length <= known) break;
    known = pids.length;
  }
  const pids = processesOf(user).map(({ pid }) => pid);
  for (const pid of pids) signal(pid, "SIGKILL");
  return pids.length;
}

function signal(pid: number, name: "SIGSTOP" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

/** How many files and folders there are; no more than `most` are counted. */
function filesIn(root: string, most: number): number {
  let count = 0;
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined && count < most; folder = folders.pop()) {
    try {
      for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
        count++;
        if (entry.isDirectory()) folders.push(path.join(folder, entry.name));
      }
    } catch {
      // It has been removed.
    }
  }
  return count;
}

/** What a user has left where all may write. */
function removeAll(user: number): void {
  for (const folder of SHARED.filter((name) => fs.existsSync(name))) {
    for (const name of fs.readdirSync(folder)) {
      const file = path.join(folder, name);
      try {
        if (fs.lstatSync(file).uid === user) fs.rmSync(file, { recursive: true, force: true });
      } catch {
        // It is gone.
      }
    }
  }
}

/** Says why it cannot be used here, or null if it can. */
export function otherUserProblem(): string | null {
  if (process.platform !== "linux") return "another user's number needs Linux";
  if (process.getuid?.() !== 0) return "only root can run programs as another user";
  const ids = [`--reuid=${FIRST}`, `--regid=${FIRST}`, "--clear-groups", "--no-new-privs"];
  const tried = spawnSync("setpriv", [...ids, process.execPath, "--version"], { encoding: "utf8" });
  if (tried.error) return "setpriv is not installed (apt install util-linux)";
  if (tried.status === 0 && tried.stdout.trim() === process.version) return null;
  return `another user cannot run Node here: ${tried.stderr.trim()}`;
}

/**
 * The cage that another user's number makes.
 *
 * @throws NoCageError saying why it cannot
 */
export function otherUser(): Cage {
  const problem = otherUserProblem();
  if (problem) throw new NoCageError(problem);
  return { name: "another user", isolates: true, ownPaths: false, launch };
}
