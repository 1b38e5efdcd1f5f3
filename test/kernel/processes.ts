// Whether processes live.
import { spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether a process is there and no zombie. */
export function lives(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.startsWith("Z");
}

/** Waits for a process to end. */
export async function endsWithin(pid: number, seconds: number): Promise<boolean> {
  for (let i = 0; i < seconds * 20; i++) {
    if (!lives(pid)) return true;
    await sleep(50);
  }
  return false;
}
