// Starts the kernel: node main.js CONNECTION_FILE
//
// The order is for speed: sockets first, so that Jupyter can connect while the
// compiler, by far the slowest part, gets ready.
import fs from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { Cell, runAs } from "./cell";
import { Compiler } from "./compiler";
import { installGuards } from "./guards";
import { kernelInfo } from "./info";
import { Kernel } from "./kernel";
import { exit, setTimeout, turn } from "./native";
import { Session } from "./session";
import { type ControlData, type ControlEvent, Flag } from "./shared";
import { installStackTraces } from "./stack";
import { describeError } from "./traceback";
import { prepareTypeScript, saveCodeCache } from "./typescript";
import { type ConnectionInfo, type Header, Wire } from "./wire";
import { workingDirectory } from "./workdir";

const stderr = (text: string) => fs.writeSync(2, text);

/** Makes the compiler ready, in turns between which requests can be answered. */
async function createSession(): Promise<Session> {
  await turn();
  const typescript = prepareTypeScript();
  await turn();
  const folder = process.cwd().replace(/\\/g, "/");
  return new Session(new Compiler(typescript, folder), folder);
}

/** Ends the process, naming failures that no cell was left to show. */
function shutDown(kernel: Kernel): void {
  kernel.streams.flush();
  for (const { cell, reason } of kernel.failures.takeLate()) {
    const { traceback } = describeError(reason);
    stderr(`${cell.label} failed after it had ended:\n${traceback.join("\n")}\n`);
  }
  // Leaves the last messages a moment to get out.
  setTimeout(() => exit(0), 50);
}

function startControl(connection: ConnectionInfo, flags: SharedArrayBuffer): Worker {
  const parentPid = Number(process.env.JPY_PARENT_PID) || 0;
  const workerData: ControlData = { connection, kernelInfo: kernelInfo(), parentPid, flags };
  return new Worker(path.join(__dirname, "control.js"), { workerData });
}

async function start(connectionFile: string): Promise<void> {
  const connection = JSON.parse(fs.readFileSync(connectionFile, "utf8")) as ConnectionInfo;
  process.chdir(workingDirectory(process.cwd(), process.env));
  const flags = new SharedArrayBuffer(8);
  const flag = new Int32Array(flags);
  const control = startControl(connection, flags);
  const wire = new Wire(connection);
  const zmq = require("zeromq") as typeof import("zeromq");
  const shell = new zmq.Router();
  const stdin = new zmq.Router();
  // No limit: a message that is dropped may be the one that says a cell has ended.
  const iopub = new zmq.Publisher({ sendHighWaterMark: 0 });
  await Promise.all([
    shell.bind(wire.address(connection.shell_port)),
    iopub.bind(wire.address(connection.iopub_port)),
    stdin.bind(wire.address(connection.stdin_port)),
  ]);

  const session = createSession().then((created) => {
    prepareForCells(kernel);
    return created;
  });
  session.catch(fail);
  const setCellRuns = (runs: boolean) => void Atomics.store(flag, Flag.CellRuns, runs ? 1 : 0);
  const kernel: Kernel = new Kernel(wire, shell, iopub, session, setCellRuns, () =>
    shutDown(kernel),
  );
  control.on("message", (event: ControlEvent) => {
    if (event.type === "status") {
      kernel.publish("status", { execution_state: event.state }, event.header);
    } else if (event.type === "interrupt") {
      Atomics.add(flag, Flag.Noted, 1);
      kernel.interrupt();
      // A loop broken off in `vm` takes the listener with it.
      if (process.listenerCount("SIGINT") === 0) process.on("SIGINT", onSignal);
    } else shutDown(kernel);
  });
  control.on("error", fail);
  const onSignal = () => kernel.interrupt();
  process.on("SIGINT", onSignal);

  kernel.publish("status", { execution_state: "starting" }, null);
  await kernel.serve();
}

/**
 * Breaking a loop off in the middle leaves Node's stack of asynchronous contexts
 * unbalanced. That is harmless, but Node checks, and would end the process.
 */
function tolerateBrokenOffLoops(): void {
  const warnings = process as { noDeprecation?: boolean };
  const { noDeprecation } = warnings;
  warnings.noDeprecation = true;
  try {
    const { async_hook_fields: fields, constants } = (
      process as unknown as { binding(name: string): AsyncWrap }
    ).binding("async_wrap");
    fields[constants.kCheck] = fields[constants.kTotals] = 0;
  } catch {
    // A later Node, which keeps its contexts in another way.
  }
  warnings.noDeprecation = noDeprecation;
}

interface AsyncWrap {
  async_hook_fields: Uint32Array;
  constants: { kCheck: number; kTotals: number };
}

/** Takes charge of whatever cells reach the kernel's process through. */
function prepareForCells(kernel: Kernel): void {
  runAs(new Cell({} as Header, null, true), tolerateBrokenOffLoops);
  installStackTraces();
  installGuards(kernel.owner);
  kernel.failures.install();
  kernel.streams.capture(kernel.owner);
  const jupyter = require("tslab/dist/jupyter");
  jupyter.lastWriteDisplayData = (content: never, update: boolean) =>
    kernel.display(content, update);
}

/** Compiles a few cells, and keeps the code that V8 has made of the compiler. */
async function makeCache(): Promise<void> {
  const session = await createSession();
  const code = "const a: number[] = [1, 2]; class A { x = await 1 }; a.map((x) => x + 1)";
  for (let i = 0; i < 3; i++) session.compiler.compile("", code.replace("await 1", String(i)));
  session.compiler.inspect("", code, 7);
  session.compiler.complete("", code, code.length);
  saveCodeCache();
  exit(0);
}

function fail(error: Error): never {
  stderr(`The TypeScript kernel cannot start: ${error.stack ?? error}\n`);
  if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") {
    stderr("A package is missing: run `npm install` in the project's folder.\n");
  }
  return exit(1);
}

const [argument] = process.argv.slice(2);
if (argument === "--make-cache") makeCache().catch(fail);
else if (argument) start(argument).catch(fail);
else fail(new Error("usage: node main.js CONNECTION_FILE"));
