// The processes that the kernel's own has started, and what those have started in turn.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";

/** Each process and its parent. */
function parents(): Map<number, number> {
  if (process.platform === "linux") {
    const found = new Map<number, number>();
    for (const name of fs.readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const stat = fs.readFileSync(`/proc/${name}/stat`, "latin1");
        // "42 (name) S 1 …": the name may hold anything, parentheses too.
        found.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
      } catch {
        // It has ended since.
      }
    }
    return found;
  }
  if (process.platform === "win32") return new Map();
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const rows = table.trim().split("\n");
  return new Map(rows.map((row) => row.trim().split(/\s+/).map(Number) as [number, number]));
}

/** The descendants of `root`, without those in `spared` and what descends from them. */
export function descendants(root: number, spared: Set<number> = new Set()): number[] {
  const all = [...parents()];
  const found = [root];
  for (const ancestor of found) {
    // What is added to the list is visited as well.
    for (const [pid, parent] of all) if (parent === ancestor && !spared.has(pid)) found.push(pid);
  }
  return found.slice(1);
}

/** Sends signals; to processes that have ended by then, none. */
export function signal(pids: number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended by itself.
    }
  }
}

// Waits for the kernel to end, whatever ends it; its own stdin ends then. What the kernel
// has written to its descriptor 2 and not shown may say why, so its end is shown. Then
// ends the kernel's process group, which it is in itself: first with leave to tidy up.
const WATCH = `trap '' INT TERM HUP
read -r nothing
tail -c 4000 <&3 >&2
kill -s TERM -- "-$1" && sleep 0.5 && kill -s KILL -- "-$1"`;

/**
 * Starts the process that ends the kernel's children with the kernel.
 *
 * @param stderr a descriptor to read what is written to the kernel's stderr; null if that
 *   goes to the log by itself
 * @param log the descriptor of the log
 * @returns its process id, 0 if there is none
 */
export function startGuardian(stderr: number | null, log: number): number {
  if (process.platform === "win32") return 0; // its job objects do this
  const guardian = spawn("/bin/sh", ["-c", WATCH, "guardian", String(process.pid)], {
    stdio: ["pipe", "ignore", log, stderr ?? "ignore"],
  });
  guardian.on("error", () => {});
  guardian.unref();
  return guardian.pid ?? 0;
}
