// The kernel's second thread: whatever must work while a cell keeps the first one
// busy. It answers the control channel and the heartbeat, breaks off endless
// loops, and ends the process with the server that started it.
import { Session } from "node:inspector";
import { parentPort, workerData } from "node:worker_threads";
import type { Reply, Router } from "zeromq";
import type { Json } from "../run/messages";
import { type ControlData, type ControlEvent, Flag } from "./shared";
import { Wire } from "./wire";

/** A training lets interrupts through every 50 ms, but may be in the middle of something longer. */
const GRACE = 400;
const SHUTDOWN = 700;
const PARENT_CHECK = 500;

const { connection, kernelInfo, parentPid, flags } = workerData as ControlData;
const flag = new Int32Array(flags);
const wire = new Wire(connection);

function tell(event: ControlEvent): void {
  parentPort?.postMessage(event);
}

function kill(): never {
  process.kill(process.pid, "SIGKILL");
  throw new Error("unreachable");
}

async function main(): Promise<void> {
  const zmq = require("zeromq") as typeof import("zeromq");
  const control = new zmq.Router({ linger: 200 });
  const heartbeat = new zmq.Reply();
  await control.bind(wire.address(connection.control_port));
  await heartbeat.bind(wire.address(connection.hb_port));
  watchParent();
  // A socket that is open when its thread is ended makes the process abort.
  parentPort?.once("message", () => {
    control.close();
    heartbeat.close();
  });
  void echo(heartbeat);
  await serve(control);
}

async function echo(heartbeat: Reply): Promise<void> {
  for await (const frames of heartbeat) if (!heartbeat.closed) await heartbeat.send(frames);
}

async function serve(control: Router): Promise<void> {
  for await (const frames of control) {
    try {
      const { header, content, identities } = wire.parse(frames as Buffer[]);
      tell({ type: "status", state: "busy", header });
      const answer = await handle(header.msg_type, content);
      if (answer) {
        const type = header.msg_type.replace(/_request$/, "_reply");
        await control.send(wire.frames(type, answer, header, identities));
      }
      tell({ type: "status", state: "idle", header });
      if (header.msg_type === "shutdown_request") shutDown();
    } catch (error) {
      console.error(`control channel: ${(error as Error).message}`);
    }
  }
}

async function handle(type: string, content: Json): Promise<object | null> {
  switch (type) {
    case "kernel_info_request":
      return kernelInfo;
    case "interrupt_request":
      await interrupt();
      return { status: "ok" };
    case "shutdown_request":
      return { status: "ok", restart: content.restart === true };
    default:
      return null;
  }
}

/** Tells the main thread; if it is too busy to listen, breaks its loop off first. */
async function interrupt(): Promise<void> {
  const noted = Atomics.load(flag, Flag.Noted);
  tell({ type: "interrupt" });
  for (let tries = 0; tries < 10; tries++) {
    await new Promise((resolve) => setTimeout(resolve, GRACE));
    if (Atomics.load(flag, Flag.Noted) !== noted) return;
    // Never while the kernel itself is at work: its own code must not be broken off.
    if (Atomics.load(flag, Flag.CellRuns) === 1) breakOff();
  }
}

function breakOff(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution", () => session.disconnect());
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

main().catch((error) => {
  console.error(`the kernel's control thread failed: ${error.stack}`);
  kill();
});
