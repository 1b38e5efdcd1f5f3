// The kernel's second thread: whatever must work while a cell keeps the first one
// busy. It answers the control channel and the heartbeat, puts questions to the user,
// breaks off endless loops and child processes that are waited for, and ends the process
// with the server that started it.
import fs from "node:fs";
import { Session } from "node:inspector";
import { parentPort, workerData } from "node:worker_threads";
import type { Reply, Router } from "zeromq";
import type { Json } from "../run/messages";
import { Asking } from "./asking";
import { descendants, signal, startGuardian } from "./processes";
import { type ControlData, type ControlEvent, Flag, type MainEvent } from "./shared";
import { Wire } from "./wire";

/** A training lets interrupts through every 50 ms, but may be in the middle of something longer. */
const GRACE = 400;
const SHUTDOWN = 700;
const PARENT_CHECK = 500;
const OUTPUT_CHECK = 100;
/** What child processes may have printed that the main thread has not come to read, in bytes. */
const MOST_OUTPUT = 1 << 27;

const { connection, kernelInfo, parentPid, flags, answers, log, stdout, stderr } =
  workerData as ControlData;
const flag = new Int32Array(flags);
const wire = new Wire(connection);
/** Processes that an interrupt of something else must spare. */
const spared = new Set<number>();

function tell(event: ControlEvent): void {
  parentPort?.postMessage(event);
}

function complain(channel: string, error: unknown): void {
  fs.writeSync(log, `${channel} channel: ${(error as Error).message}\n`);
}

function kill(): never {
  process.kill(process.pid, "SIGKILL");
  throw new Error("unreachable");
}

async function main(): Promise<void> {
  const guardian = startGuardian(stderr, log);
  spared.add(guardian);
  Atomics.store(flag, Flag.Guarded, 1);
  Atomics.notify(flag, Flag.Guarded);
  const zmq = require("zeromq") as typeof import("zeromq");
  const control = new zmq.Router({ ...wire.security, linger: 200 });
  const heartbeat = new zmq.Reply(wire.security);
  // Says when a client cannot be reached, instead of dropping a question.
  const stdin = new zmq.Router({ ...wire.security, mandatory: true });
  await control.bind(wire.address(connection.control_port));
  await heartbeat.bind(wire.address(connection.hb_port));
  await stdin.bind(wire.address(connection.stdin_port));
  watchParent();
  watchOutput(guardian);
  const asking = new Asking(stdin, wire, answers, flag, complain);
  parentPort?.on("message", (event: MainEvent) => {
    if (event.type === "ask") asking.ask(event.question);
    else if (event.type === "started") spared.add(event.pid);
    else if (event.type === "ended") spared.delete(event.pid);
    else if (event.type === "stop") stop(event.pids);
    // A socket that is open when its thread is ended makes the process abort.
    else for (const socket of [control, heartbeat, stdin]) socket.close();
  });
  void echo(heartbeat);
  void asking.serve();
  await serve(control, asking);
}

async function echo(heartbeat: Reply): Promise<void> {
  for await (const frames of heartbeat) if (!heartbeat.closed) await heartbeat.send(frames);
}

async function serve(control: Router, asking: Asking): Promise<void> {
  for await (const frames of control) {
    try {
      const { header, content, identities } = wire.parse(frames as Buffer[]);
      tell({ type: "status", state: "busy", header });
      const answer = await handle(header.msg_type, content, asking);
      if (answer) {
        const type = header.msg_type.replace(/_request$/, "_reply");
        await control.send(wire.frames(type, answer, header, identities));
      }
      tell({ type: "status", state: "idle", header });
      if (header.msg_type === "shutdown_request") shutDown();
    } catch (error) {
      complain("control", error);
    }
  }
}

async function handle(type: string, content: Json, asking: Asking): Promise<object | null> {
  switch (type) {
    case "kernel_info_request":
      return kernelInfo;
    case "interrupt_request":
      await interrupt(asking);
      return { status: "ok" };
    case "shutdown_request":
      return { status: "ok", restart: content.restart === true };
    default:
      return null;
  }
}

/** Tells the main thread; if it is too busy to listen, breaks its loop off first. */
async function interrupt(asking: Asking): Promise<void> {
  const noted = Atomics.load(flag, Flag.Noted);
  tell({ type: "interrupt" });
  // Whose parent has ended may be found no more.
  const waitedFor = new Set<number>();
  for (let tries = 0; tries < 10; tries++) {
    asking.cancel();
    await new Promise((resolve) => setTimeout(resolve, GRACE));
    if (Atomics.load(flag, Flag.Noted) !== noted) return;
    // Never while the kernel itself is at work: its own code must not be broken off.
    if (Atomics.load(flag, Flag.CellRuns) !== 1) continue;
    breakOff();
    // It may stand still for a child process, such as execSync's. What it does when that
    // has ended is broken off by then.
    for (const pid of descendants(process.pid, spared)) waitedFor.add(pid);
    signal([...waitedFor], tries === 0 ? "SIGINT" : "SIGKILL");
  }
}

/** Ends processes that an interrupted cell has started, as Ctrl-C does, or else by force. */
function stop(roots: number[]): void {
  const pids = roots.flatMap((root) => [root, ...descendants(root)]);
  signal(pids, "SIGINT");
  setTimeout(() => signal(pids, "SIGKILL"), GRACE);
}

let breaksOff = false;

/** Once at a time: a second one would meet whatever comes after the loop. */
function breakOff(): void {
  if (breaksOff) return;
  breaksOff = true;
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution", () => {
    breaksOff = false;
    session.disconnect();
  });
}

function shutDown(): void {
  // The main thread has this long to end in order.
  setTimeout(kill, SHUTDOWN);
  tell({ type: "shutdown" });
}

function watchParent(): void {
  if (!parentPid) return;
  const isChild = process.ppid === parentPid;
  setInterval(() => {
    if (isChild && process.ppid !== parentPid) kill();
    try {
      process.kill(parentPid, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ESRCH") kill();
    }
  }, PARENT_CHECK);
}

/** Child processes must not fill the disk while the main thread stands still for them. */
function watchOutput(guardian: number): void {
  const files = [stdout, stderr].filter((file): file is number => file !== null);
  let over = false;
  setInterval(() => {
    const before = over;
    over = files.some((file) => fs.fstatSync(file).size > MOST_OUTPUT);
    if (!over || before) return;
    const pids = descendants(process.pid, new Set([guardian]));
    fs.writeSync(2, "Child processes were ended: they printed too much.\n");
    signal(pids, "SIGKILL");
  }, OUTPUT_CHECK);
}

main().catch((error) => {
  console.error(`the kernel's control thread failed: ${error.stack}`);
  kill();
});
