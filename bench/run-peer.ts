// Starts a peer with its job, and reads what it measured.

import { spawn } from "node:child_process";
import type { Job } from "./job";
import type { Side } from "./sides";

/** What would change how many threads run, or which kernels a BLAS takes: each side sets its own. */
const OURS_TO_SET =
  /^(GRADBOOK|OPENBLAS|OMP|MKL|XLA|GOTO|BLIS)_|^VECLIB_MAXIMUM_THREADS$|^NODE_OPTIONS$/;

/** The environment without what a side sets for itself. */
export function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OURS_TO_SET.test(name)));
}

/** @throws Error with what the peer said when it fails */
export async function runPeer<T>(side: Side, job: Job, python: string): Promise<T> {
  const [command, ...args] = side.command(python);
  const start = performance.now();
  const child = spawn(command, [...args, JSON.stringify({ ...job, threads: side.threads })], {
    env: { ...withoutSettings(process.env), ...side.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    said.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said.err += text;
  });
  const status = await new Promise((done, fail) => child.on("error", fail).on("close", done));
  const processWall = (performance.now() - start) / 1000;
  // A library may print before the peer does: the answer is the last line.
  const answer = said.out.trimEnd().split("\n").at(-1) ?? "";
  if (status !== 0) throw new Error(`${side.name} failed:\n${(said.out + said.err).slice(-3000)}`);
  return { ...JSON.parse(answer), processWall };
}
