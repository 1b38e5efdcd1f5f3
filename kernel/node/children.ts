// The child processes that cells start, as the main thread knows them.
import childProcess from "node:child_process";
import type { Cell } from "../run/cell";
import type { MainEvent } from "./shared";

type Callable = (...args: unknown[]) => unknown;

/**
 * Keeps account of child processes from now on: an interrupt ends those that the
 * interrupted cell has started, and no others. Those that the main thread stands still for
 * are left to the second thread to find (processes.ts).
 *
 * @param ready returns when a child process may be started
 */
export function watchChildren(
  owner: () => Cell | null,
  ready: () => void,
  tell: (event: MainEvent) => void,
): void {
  for (const name of ["spawnSync", "execSync", "execFileSync"] as const) {
    const original = childProcess[name] as Callable;
    const guarded: Callable = (...args) => {
      ready();
      return original(...args);
    };
    Object.assign(childProcess, { [name]: guarded });
  }
  const prototype = childProcess.ChildProcess.prototype as unknown as { spawn: Callable };
  const { spawn } = prototype;
  prototype.spawn = function (this: childProcess.ChildProcess, ...args) {
    ready();
    const returned = spawn.apply(this, args);
    const { pid } = this;
    if (pid === undefined) return returned;
    const cell = owner();
    const stop = () => tell({ type: "stop", pids: [pid] });
    tell({ type: "started", pid });
    cell?.stops.add(stop);
    this.once("exit", () => {
      tell({ type: "ended", pid });
      cell?.stops.delete(stop);
    });
    return returned;
  };
}
