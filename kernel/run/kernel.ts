// The kernel proper: takes requests from its channel one after the other, and
// publishes what comes of them.
import { type Cell, currentCell } from "./cell";
import type { Channel } from "./channel";
import { Execution } from "./execution";
import { Failures } from "./failures";
import { Groups } from "./groups";
import { kernelInfo } from "./info";
import type { Header, Json, Message } from "./messages";
import { answerQuestion } from "./questions";
import type { Session } from "./session";
import { Streams } from "./streams";
import { describeError } from "./traceback";

/** What a kernel is made of. */
export interface Parts {
  channel: Channel;
  /** Resolves when cells can be compiled. */
  session: Promise<Session>;
  /** To be told whether a cell's own code may be running. */
  setCellRuns: (runs: boolean) => void;
  /** Ends the process. */
  shutDown: () => void;
}

/** A kernel on its channel. */
export class Kernel {
  /** The run that is going on, or else the last one. */
  cell: Cell | null = null;
  /** The request that is being answered, or else the last one. */
  request: Message | null = null;
  readonly groups = new Groups();
  readonly streams = new Streams(
    () => this.cell,
    (cell, name, text) => this.publishFor(cell, "stream", { name, text }),
  );
  readonly failures = new Failures(
    () => this.cell,
    ({ cell, reason }) => this.execution.publishError(cell, reason),
  );
  private readonly execution: Execution;
  private readonly queue: { message: Message; aborted: boolean }[] = [];

  constructor(private readonly parts: Parts) {
    this.execution = new Execution(this, parts.setCellRuns);
  }

  /** Resolves when cells can be compiled. */
  get session(): Promise<Session> {
    return this.parts.session;
  }

  /** The cell that the executing code belongs to, as far as that can be known. */
  owner = (): Cell | null => currentCell() ?? this.cell;

  /** Serves the channel for as long as requests come. */
  async serve(): Promise<void> {
    for (;;) {
      const waiting = this.queue.shift();
      const message = waiting?.message ?? (await this.parts.channel.receive());
      if (!message) return;
      await this.handle(message, waiting?.aborted ?? false);
    }
  }

  /** Sends a message to all who listen. */
  publish(type: string, content: object, parent: Header | null): void {
    this.parts.channel.publish(type, content, parent);
  }

  /** Sends an output of a cell, unless it is one that is to be silent. */
  publishFor(cell: Cell, type: string, content: object): void {
    if (!cell.silent) this.publish(type, content, cell.header);
  }

  /** Sends what a cell displays by tslab.display or the like. */
  display(content: { data: Json; metadata?: Json; transient?: Json }, update: boolean): void {
    const cell = this.owner();
    if (!cell) return;
    this.streams.flush();
    this.publishFor(cell, update ? "update_display_data" : "display_data", {
      data: content.data,
      metadata: content.metadata ?? {},
      transient: content.transient ?? {},
    });
  }

  /** Stops the running cell and what it has started, unless it `handles` SIGINT, once. */
  interrupt(handles: boolean): void {
    this.execution.interrupt(handles);
  }

  /** Calls `f` as part of the running cell, if one runs. */
  inRunningCell(f: () => void): void {
    this.execution.inRunningCell(f);
  }

  /** Marks the execute requests that have arrived so far as aborted. */
  async abortQueue(): Promise<void> {
    for (const message of await this.parts.channel.arrived()) {
      this.queue.push({ message, aborted: false });
    }
    for (const waiting of this.queue) waiting.aborted = true;
  }

  private async handle(message: Message, aborted: boolean): Promise<void> {
    const { header, content } = message;
    const type = header.msg_type.replace(/_request$/, "_reply");
    this.request = message;
    this.publish("status", { execution_state: "busy" }, header);
    const reply = await this.answer(header, content, aborted).catch((error) => {
      // A mistake of the kernel's own must not leave the client waiting for ever.
      const { traceback } = describeError(error);
      return { status: "error", ename: "KernelError", evalue: String(error?.message), traceback };
    });
    this.streams.flush();
    if (reply) await this.parts.channel.reply(message, type, reply);
    this.publish("status", { execution_state: "idle" }, header);
    if (header.msg_type === "shutdown_request") this.parts.shutDown();
  }

  private async answer(header: Header, content: Json, aborted: boolean): Promise<object | null> {
    switch (header.msg_type) {
      case "execute_request":
        return aborted ? this.execution.aborted() : this.execution.execute(header, content);
      case "kernel_info_request":
        return kernelInfo();
      case "shutdown_request":
        return { status: "ok", restart: content.restart === true };
      case "comm_info_request":
        return { status: "ok", comms: {} };
      case "history_request":
        return { status: "ok", history: [] };
      case "comm_open":
        this.publish("comm_close", { comm_id: content.comm_id, data: {} }, header);
        return null;
      default:
        return answerQuestion(header.msg_type, content, await this.session);
    }
  }
}
