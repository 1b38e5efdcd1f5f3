// What every start of the kernel has in common, whatever it is connected by.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Compiler } from "../compile/compiler";
import { fits, takePrepared } from "../compile/prepared";
import { setHost } from "../run/host";
import type { Input } from "../run/input";
import type { Kernel } from "../run/kernel";
import { setInterval, turn } from "../run/native";
import { Session } from "../run/session";
import { installStackTraces } from "../run/stack";
import { describeError } from "../run/traceback";
import { type Collected, log } from "./descriptors";
import { slashes } from "./files";
import { installGuards } from "./guards";
import { displayBy, nodeHost } from "./host";
import { tolerateBrokenOffLoops } from "./interrupts";
import { installInput } from "./stdin";
import { makeRoomInThreads } from "./threads";

setHost(nodeHost);

/** Milliseconds between looks at what child processes print while nothing else happens. */
const LOOK = 50;

/** Makes the compiler ready, in turns between which requests can be answered. */
export async function createSession(setCellRuns: (runs: boolean) => void): Promise<Session> {
  await turn();
  const folder = slashes(process.cwd());
  // Optimizing the compiler's code while it runs for the first time costs a quarter
  // more time than it saves. letOptimize() ends this.
  setFlagsFromString("--no-opt");
  return new Session(createCompiler(folder), folder, setCellRuns);
}

/** Whether the process started from a snapshot. */
let fromSnapshot = false;

function createCompiler(folder: string): Compiler {
  const { files } = nodeHost;
  const prepared = takePrepared();
  fromSnapshot = prepared !== null;
  if (prepared && fits(prepared, files, folder)) return prepared.compiler;
  const globals = readFileSync(join(__dirname, "cells.d.ts"), "utf8");
  return new Compiler(files, folder, globals, prepared?.documents);
}

/** Lets V8 optimize code again, once the first cell has been compiled. */
export function letOptimize(): void {
  setFlagsFromString("--opt");
}

/** Takes charge of whatever cells reach the kernel's process through. */
export function prepareForCells(
  kernel: Kernel,
  input: Input,
  collected: Record<"stdout" | "stderr", Collected | null>,
): void {
  tolerateBrokenOffLoops();
  installStackTraces(slashes(process.cwd()));
  installGuards(kernel.owner);
  if (fromSnapshot) makeRoomInThreads();
  kernel.failures.install();
  kernel.streams.capture(kernel.owner);
  kernel.groups.install();
  installInput(kernel, input);
  collectStray(kernel, collected);
  displayBy((content, update) => kernel.display(content, update));
}

/** Shows what is written past process.stdout and process.stderr as the running cell's. */
function collectStray(
  kernel: Kernel,
  collected: Record<"stdout" | "stderr", Collected | null>,
): void {
  const names = (["stdout", "stderr"] as const).filter((name) => collected[name]);
  kernel.streams.stray = () => {
    const pieces = names
      .map((name) => ({ name, text: collected[name]?.read() ?? "" }))
      .filter(({ text }) => text !== "");
    if (kernel.cell) return pieces;
    for (const { text } of pieces) log(text);
    return [];
  };
  setInterval(() => kernel.streams.takeStray(), LOOK).unref();
}

/** Writes out the failures that no cell is left to show. */
export function tellLateFailures(kernel: Kernel): void {
  kernel.streams.flush();
  for (const { cell, reason } of kernel.failures.takeLate()) {
    const { traceback } = describeError(reason);
    log(`${cell.label} failed after it had ended:\n${traceback.join("\n")}\n`);
  }
}
