// What a command has started ends with it: when a signal ends the command, or npm, or
// whoever else has started it.

const { spawn } = require("node:child_process");
const { readFileSync } = require("node:fs");
const { constants } = require("node:os");

/** What a child has to end in order, and how often is looked for the parent, in milliseconds. */
const GRACE = 5000;
const LOOK = 500;

/** @typedef {"SIGINT" | "SIGTERM" | "SIGHUP"} Ending */

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();

/**
 * Has a process end with the command.
 *
 * @template {import("node:child_process").ChildProcess} T
 * @param {T} child
 */
function endsWithCommand(child) {
  children.add(child);
  child.on("error", () => child.pid === undefined && children.delete(child));
  child.on("exit", () => children.delete(child));
  return child;
}

/**
 * Runs a process to its end, and gives what it has written to the pipes that it has.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<{ status: number | null, stdout: string, stderr: string }>}
 */
async function runChild(command, args, options) {
  const child = endsWithCommand(spawn(command, args, options));
  const said = { stdout: "", stderr: "" };
  for (const name of /** @type {const} */ (["stdout", "stderr"])) {
    child[name]?.setEncoding("utf8").on("data", (text) => {
      said[name] += text;
    });
  }
  return new Promise((done) => {
    child.on("error", ({ message }) => done({ status: null, ...said, stderr: message }));
    child.on("close", (status) => done({ status, ...said }));
  });
}

/**
 * From now on a signal ends the command with its children, unless something else listens
 * for it, and so does the end of npm: a signal that npm does not pass on ends npm alone.
 */
function endWithChildren() {
  let ending = false;
  /** @param {Ending} signal */
  const end = async (signal) => {
    if (ending) return;
    ending = true;
    await endChildren();
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => process.listenerCount(signal) === 1 && end(signal));
  }
  if (process.env.npm_lifecycle_event === undefined || process.platform === "win32") return;
  const [parent, above] = [process.ppid, aboveShell()];
  setInterval(() => {
    if (process.ppid !== parent || aboveShell() !== above) end("SIGHUP");
  }, LOOK).unref();
}

/** On Linux a shell stays between npm and the command: its parent, or 0 if there is none. */
function aboveShell() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, "latin1");
    // "42 (sh) S 41 …"
    return Number(/^\d+ \((?:ba|da)?sh\) \S+ (\d+)/.exec(stat)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Ends what is left of the children; those that do not end in order, at once. */
function endChildren() {
  return new Promise((done) => {
    const left = [...children];
    const check = () => children.size === 0 && done(undefined);
    for (const child of left) {
      child.on("exit", check);
      child.kill("SIGTERM");
    }
    setTimeout(() => {
      for (const child of children) child.kill("SIGKILL");
    }, GRACE);
    check();
  });
}

module.exports = { endsWithCommand, endWithChildren, runChild };
