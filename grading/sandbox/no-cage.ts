// No cage at all, when the user insists: the program runs as the user, sees what the
// user sees, and is only watched.
import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { PassThrough, type Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cage, Launched } from "./cage";
import { commandIn, layOut } from "./laid-out";
import { prelude } from "./prelude";
import { lives, processesIn, total, treeOf } from "./processes";
import { type Prepared, WORK } from "./program";

/** In the environment of every process of a program, to find them by. */
const MARK = "GRADBOOK_PROGRAM";
const linux = process.platform === "linux";
const windows = process.platform === "win32";

function launch(program: Prepared): Launched {
  const root = layOut(program);
  const mark = randomUUID();
  const command = commandIn(root, program);
  const script = prelude(program.limits, { copy: false, ownProcesses: false });
  const shell = windows ? [] : ["/bin/sh", "-c", script, "sh"];
  const [file, ...args] = [...shell, ...command];
  const { PATH, SystemRoot } = process.env;
  const child = spawn(file, args, {
    cwd: root + WORK,
    env: { PATH, SystemRoot, HOME: root + WORK, TZ: "UTC", ...program.env, [MARK]: mark },
    stdio: new Array(4).fill("pipe"),
    detached: !windows, // leads a process group
  });
  const [, stdout, stderr, answers] = child.stdio as unknown as Readable[];
  const pid = child.pid ?? 0;
  const known = new Set<number>();

  const kill = () => {
    if (windows) spawnSync("taskkill", ["/PID", String(pid), "/T", "/F"]);
    else if (pid) killOne(-pid);
    if (linux) for (const other of marked(mark)) killOne(other);
    child.kill("SIGKILL");
  };
  return {
    child,
    answers: windows ? announced(answers) : answers,
    others: [stdout, stderr],
    sample: () => {
      if (!linux || !pid) return null;
      const all = processesIn("/proc");
      for (const process of treeOf(pid, all)) known.add(process.pid);
      // Its descendants stay its own when what started them has ended.
      const tree = all.filter(({ pid, parent }) => known.has(pid) || known.has(parent));
      return total(tree);
    },
    kill,
    gone: async () => {
      for (let i = 0; i < 100; i++) {
        kill();
        if (!linux || marked(mark).length === 0) break;
        await sleep(10);
      }
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The answers with the empty line that a shell would write. */
function announced(answers: Readable): Readable {
  const stream = new PassThrough();
  stream.write("\n");
  return answers.pipe(stream);
}

/** The processes that have been started with this mark and live. */
function marked(mark: string): number[] {
  return processesIn("/proc")
    .map(({ pid }) => pid)
    .filter((pid) => {
      try {
        return lives(pid) && fs.readFileSync(`/proc/${pid}/environ`, "latin1").includes(mark);
      } catch {
        return false; // ended, or another user's
      }
    });
}

function killOne(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** What the user is to be told of running without a cage. */
export const WARNING =
  "WARNING: --no-sandbox: submissions run with all your rights. They can read your files\n" +
  "(the solution and other submissions among them), change them, and use the network.\n" +
  `${linux ? "Limits are watched" : "Only limits on time and output are watched"}. Use it only for code you trust.`;

/** No cage at all. */
export function noCage(): Cage {
  return { name: "no sandbox", isolates: false, ownPaths: false, launch };
}
