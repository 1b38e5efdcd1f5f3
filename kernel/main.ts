// Starts the kernel: node main.js CONNECTION_FILE
//
// The order is for speed: sockets first, so that Jupyter can connect while the
// compiler, by far the slowest part, gets ready.
import fs from "node:fs";
import { setFlagsFromString } from "node:v8";
import { Compiler } from "./compiler";
import { installGuards } from "./guards";
import { Control, tolerateBrokenOffLoops } from "./interrupts";
import { Kernel } from "./kernel";
import { exit, setTimeout, turn } from "./native";
import { Session } from "./session";
import { installStackTraces } from "./stack";
import { describeError } from "./traceback";
import { prepareTypeScript, saveCodeCache } from "./typescript";
import { type ConnectionInfo, Wire } from "./wire";
import { workingDirectory } from "./workdir";

const stderr = (text: string) => fs.writeSync(2, text);

/** Makes the compiler ready, in turns between which requests can be answered. */
async function createSession(setCellRuns: (runs: boolean) => void): Promise<Session> {
  await turn();
  const typescript = prepareTypeScript();
  await turn();
  const folder = process.cwd().replace(/\\/g, "/");
  // Optimizing the compiler's code while it runs for the first time costs a quarter
  // more time than it saves. letOptimize() ends this.
  setFlagsFromString("--no-opt");
  return new Session(new Compiler(typescript, folder), folder, setCellRuns);
}

function letOptimize(): void {
  setFlagsFromString("--opt");
}

/** Ends the process, naming failures that no cell was left to show. */
function shutDown(kernel: Kernel, control: Control): void {
  kernel.streams.flush();
  for (const { cell, reason } of kernel.failures.takeLate()) {
    const { traceback } = describeError(reason);
    stderr(`${cell.label} failed after it had ended:\n${traceback.join("\n")}\n`);
  }
  // Leaves the last messages a moment to get out.
  setTimeout(() => control.close(), 50);
  setTimeout(() => {
    kernel.close();
    exit(0);
  }, 100);
}

async function start(connectionFile: string): Promise<void> {
  const connection = JSON.parse(fs.readFileSync(connectionFile, "utf8")) as ConnectionInfo;
  process.chdir(workingDirectory(process.cwd(), process.env));
  const control = new Control();
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

  // What the first cell's result need not wait for.
  let afterwards = () => {
    afterwards = () => {};
    letOptimize();
    control.start(kernel, connection, () => shutDown(kernel, control), fail);
  };
  const setCellRuns = (runs: boolean) => {
    if (runs) afterwards();
    control.setCellRuns(runs);
  };
  const session = createSession(setCellRuns).then((created) => {
    prepareForCells(kernel);
    setTimeout(() => afterwards(), 200);
    return created;
  });
  session.catch(fail);
  const kernel: Kernel = new Kernel({
    wire,
    shell,
    iopub,
    session,
    setCellRuns,
    shutDown: () => shutDown(kernel, control),
  });

  kernel.publish("status", { execution_state: "starting" }, null);
  await kernel.serve();
}

/** Takes charge of whatever cells reach the kernel's process through. */
function prepareForCells(kernel: Kernel): void {
  tolerateBrokenOffLoops();
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
  const session = await createSession(() => {});
  const code = "const a: number[] = [1, 2]; class A { x = await 1 }; a.map((x) => x + 1)";
  for (let i = 0; i < 3; i++) session.compiler.compile("", code.replace("await 1", String(i)));
  session.compiler.inspect("", code, 7);
  session.compiler.complete("", code, code.length);
  letOptimize(); // V8 keeps code for the same flags only
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
