// One command at a time changes an installation.

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { UserError } from "../../cli/user-error";
import { isRunning } from "../../scripts/is-running";
import { type Place, versionsFolder } from "./place";

interface Holder {
  pid: number;
  host: string;
}

/** The file that says who is at work. */
const lockIn = (place: Place) => join(versionsFolder(place), ".lock");

/**
 * Does something while no other command may change what is installed at a place.
 *
 * @throws UserError when another one is at work there
 */
export async function alone<T>(place: Place, work: () => T | Promise<T>): Promise<T> {
  const lock = lockIn(place);
  take(lock, place);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string, place: Place): void {
  const own = `${lock}-${process.pid}`;
  try {
    writeFileSync(own, JSON.stringify({ pid: process.pid, host: hostname() }));
    // A link is made whole or not at all, and never over another one.
    while (!link(own, lock)) {
      const holder = read(lock);
      if (!holder) continue; // It has come to its end meanwhile.
      if (holder.host !== hostname() || isRunning(holder.pid)) throw busy(lock, holder, place);
      removeLeft(lock, holder, place);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Takes away the lock of a command that was killed. */
function removeLeft(lock: string, { pid }: Holder, place: Place): void {
  const aside = `${lock}-${process.pid}-left`;
  try {
    renameSync(lock, aside);
  } catch {
    return; // Another command has been quicker.
  }
  try {
    const holder = read(aside);
    if (!holder || holder.pid === pid) return;
    // That other command has its own there already.
    link(aside, lock);
    throw busy(lock, holder, place);
  } finally {
    rmSync(aside, { force: true });
  }
}

function busy(lock: string, { pid, host }: Holder, { name }: Place): UserError {
  return new UserError(
    `Another command is installing in ${name}: process ${pid} on ${host}. Run this one again when it has ended. If there is no such process, delete ${lock}.`,
  );
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function read(lock: string): Holder | null {
  try {
    return JSON.parse(readFileSync(lock, "utf8"));
  } catch {
    return null;
  }
}
