// What every start of the kernel has in common, whatever it is connected by.
import fs from "node:fs";
import { setFlagsFromString } from "node:v8";
import { Compiler } from "../compile/compiler";
import { prepareTypeScript } from "../compile/typescript";
import { setHost } from "../run/host";
import type { Kernel } from "../run/kernel";
import { exit, turn } from "../run/native";
import { Session } from "../run/session";
import { installStackTraces } from "../run/stack";
import { describeError } from "../run/traceback";
import { slashes } from "./files";
import { installGuards } from "./guards";
import { nodeHost } from "./host";
import { tolerateBrokenOffLoops } from "./interrupts";

setHost(nodeHost);

const stderr = (text: string) => fs.writeSync(2, text);

/** Makes the compiler ready, in turns between which requests can be answered. */
export async function createSession(setCellRuns: (runs: boolean) => void): Promise<Session> {
  await turn();
  const typescript = prepareTypeScript();
  await turn();
  const folder = slashes(process.cwd());
  // Optimizing the compiler's code while it runs for the first time costs a quarter
  // more time than it saves. letOptimize() ends this.
  setFlagsFromString("--no-opt");
  return new Session(new Compiler(typescript, folder), folder, setCellRuns);
}

/** Lets V8 optimize code again, once the first cell has been compiled. */
export function letOptimize(): void {
  setFlagsFromString("--opt");
}

/** Takes charge of whatever cells reach the kernel's process through. */
export function prepareForCells(kernel: Kernel): void {
  tolerateBrokenOffLoops();
  installStackTraces(slashes(process.cwd()));
  installGuards(kernel.owner);
  kernel.failures.install();
  kernel.streams.capture(kernel.owner);
  const jupyter = require("tslab/dist/jupyter");
  jupyter.lastWriteDisplayData = (content: never, update: boolean) =>
    kernel.display(content, update);
}

/** Writes out the failures that no cell is left to show. */
export function tellLateFailures(kernel: Kernel): void {
  kernel.streams.flush();
  for (const { cell, reason } of kernel.failures.takeLate()) {
    const { traceback } = describeError(reason);
    stderr(`${cell.label} failed after it had ended:\n${traceback.join("\n")}\n`);
  }
}

/** Ends a process that cannot become a kernel. */
export function fail(error: Error): never {
  stderr(`The TypeScript kernel cannot start: ${error.stack ?? error}\n`);
  if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") {
    stderr("A package is missing: run `npm install` in the project's folder.\n");
  }
  return exit(1);
}
