// Runs the command line as a user does.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../scripts/paths";
import { python } from "../python";

export interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Called with the process at once. */
  meanwhile?: (process: ChildProcess) => void;
}

const program = ["--import", pathToFileURL(require.resolve("tsx")).href, join(root, "cli/main.ts")];

/** gradbook with these arguments; without the full MNIST, which may be here or not. */
export function gradbook(args: string[], options: RunOptions = {}): Promise<Run> {
  return finish(process.execPath, [...program, ...args], options);
}

/** The same on a terminal; stdout is what the terminal shows. */
export function gradbookOnTerminal(args: string[], options: RunOptions = {}): Promise<Run> {
  const code = "import pty, sys, os; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
  return finish(python, ["-c", code, process.execPath, ...program, ...args], options);
}

async function finish(
  command: string,
  args: string[],
  { cwd = root, env = {}, meanwhile }: RunOptions,
): Promise<Run> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, MNIST_DIR: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  meanwhile?.(child);
  const [status] = await once(child, "close");
  return { status, stdout, stderr };
}
