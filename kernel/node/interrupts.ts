// The main thread's side of the control thread (control.ts): starts it, and does
// what it asks for. Above all, survives having a loop broken off under its feet.
import path from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";
import { Cell, runAs } from "../run/cell";
import { kernelInfo } from "../run/info";
import type { Kernel } from "../run/kernel";
import type { Header } from "../run/messages";
import { logDescriptor } from "./descriptors";
import type { Line } from "./input";
import { type ControlData, type ControlEvent, Flag, type MainEvent } from "./shared";
import type { ConnectionInfo } from "./wire";

/** How long the thread may take to start, in milliseconds. */
const PATIENCE = 5000;

/** The control thread, as the main thread knows it. */
export class Control {
  private readonly flags = new SharedArrayBuffer(16);
  private readonly flag = new Int32Array(this.flags);

  /** The kernel's own listener to SIGINT. */
  private interrupt = (): void => {};

  private readonly answers = new MessageChannel();
  private waiting: MainEvent[] = [];

  /** Tells the thread something; before it is started, that waits. */
  tell = (event: MainEvent): void => {
    this.waiting.push(event);
  };

  /** Waits until child processes may be started. */
  readonly awaitGuardian = (): void => {
    Atomics.wait(this.flag, Flag.Guarded, 0, PATIENCE);
  };

  /** Asks the user by way of the thread. */
  readonly line: Line = {
    port: this.answers.port1,
    flag: this.flag,
    ask: (question) => this.tell({ type: "ask", question }),
  };

  /** Says whether a cell's own code may be running: only that is ever broken off. */
  setCellRuns(runs: boolean): void {
    Atomics.store(this.flag, Flag.CellRuns, runs ? 1 : 0);
    if (!runs) this.forgetHandlers();
  }

  /** Starts the thread. */
  start(
    kernel: Kernel,
    connection: ConnectionInfo,
    collected: Pick<ControlData, "stdout" | "stderr">,
    shutDown: () => void,
    fail: (error: Error) => void,
  ): void {
    const workerData: ControlData = {
      connection,
      kernelInfo: kernelInfo(),
      parentPid: Number(process.env.JPY_PARENT_PID) || 0,
      flags: this.flags,
      answers: this.answers.port2,
      log: logDescriptor(),
      ...collected,
    };
    const thread = new Worker(path.join(__dirname, "control.js"), {
      workerData,
      transferList: [workerData.answers],
    });
    this.tell = (event) => thread.postMessage(event);
    for (const event of this.waiting) this.tell(event);
    // Cells may handle SIGINT as any program: they are asked first.
    this.interrupt = () => kernel.interrupt(process.listenerCount("SIGINT") > 1);
    process.on("SIGINT", this.interrupt);
    thread.on("error", fail);
    thread.on("message", (event: ControlEvent) => {
      if (event.type === "status") {
        kernel.publish("status", { execution_state: event.state }, event.header);
      } else if (event.type === "interrupt") {
        Atomics.add(this.flag, Flag.Noted, 1);
        // A loop broken off inside `vm` has taken the listener with it.
        const known = process.listeners("SIGINT").includes(this.interrupt);
        if (!known) process.prependListener("SIGINT", this.interrupt);
        kernel.inRunningCell(() => process.emit("SIGINT", "SIGINT"));
      } else shutDown();
    });
  }

  /** A cell's handlers of SIGINT go with it. */
  private forgetHandlers(): void {
    for (const handler of process.listeners("SIGINT")) {
      if (handler !== this.interrupt) process.off("SIGINT", handler);
    }
  }
}

/**
 * Breaking a loop off in the middle leaves Node's stack of asynchronous contexts
 * unbalanced. That is harmless, but Node checks, and would end the process.
 */
export function tolerateBrokenOffLoops(): void {
  // Counts are set up with the first context that is kept.
  runAs(new Cell({} as Header, null, true), () => {});
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
