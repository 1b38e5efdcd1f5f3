// A kernel as JupyterLite knows kernels: passes Jupyter's messages on to the worker,
// and what comes of them back, figures with a static SVG added.
import { type ISignal, Signal } from "@lumino/signaling";
import { Connection, type Place } from "../../kernel/browser/connection";
import type { Written } from "../../kernel/browser/files";
import type { Sent } from "../../kernel/browser/protocol";
import type { Header, Json } from "../../kernel/run/messages";
import { PROTOCOL_VERSION } from "../../kernel/run/messages";
import type { Figures } from "./figures";

interface Options {
  id: string;
  name: string;
  location: string;
  sendMessage(message: object): void;
}

interface Incoming {
  header: Header;
  content: Json;
}

/** What a kernel needs of the page. */
export interface Page {
  place: Place;
  figures: Figures;
  /** Keeps what cells write. */
  keep(changes: Written[]): void;
  /** Resolves when the kernels know of everything the student has saved. */
  settled(): Promise<void>;
  /** Told of variables that are lost. */
  lost(reason: string): void;
}

export class LiteKernel {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly disposed: ISignal<this, void> = new Signal<this, void>(this);
  isDisposed = false;
  readonly connection: Connection;
  /** The request that is being answered. */
  private header: Header | null = null;
  /** Messages go out one after the other: a figure's SVG takes its time. */
  private outgoing = Promise.resolve();

  constructor(
    private readonly options: Options,
    private readonly page: Page,
  ) {
    ({ id: this.id, name: this.name, location: this.location } = options);
    this.connection = new Connection(page.place, {
      sent: (sent) => this.send(sent),
      written: (changes) => page.keep(changes),
      lost: (reason) => this.lose(reason),
    });
  }

  get ready(): Promise<void> {
    return this.connection.start();
  }

  /** Resolves when the request is answered, so that the next one comes after it. */
  async handleMessage({ header, content }: Incoming): Promise<void> {
    // JupyterLite hands it on while the cell that has asked is running.
    if (header.msg_type === "input_reply") return this.connection.answer(String(content.value));
    this.header = header;
    if (header.msg_type === "execute_request") await this.page.settled();
    await this.connection.request(header, content);
    await this.outgoing;
    this.header = null;
  }

  interrupt(): void {
    this.connection.interrupt();
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.connection.end();
    (this.disposed as Signal<this, void>).emit();
  }

  private send(sent: Sent): void {
    this.outgoing = this.outgoing.then(async () => {
      const content = await this.page.figures.withSvg(sent);
      this.options.sendMessage(message({ ...sent, content }, this.header));
    });
  }

  /** Answers the running request in the lost worker's place. */
  private lose(reason: string): void {
    this.page.lost(reason);
    const { header } = this;
    if (!header) return;
    const evalue = `${reason}: the kernel was ended, and its variables are lost. Run the cells again from the first one.`;
    const error = { ename: "KernelLost", evalue, traceback: [`KernelLost: ${evalue}`] };
    const say = (channel: Sent["channel"], type: string, content: Json) =>
      this.send({ channel, type, content, parent: header });
    if (header.msg_type === "execute_request") {
      say("iopub", "error", error);
      say("shell", "execute_reply", { status: "error", ...error, execution_count: 0 });
    } else {
      say("shell", header.msg_type.replace("request", "reply"), { status: "error", ...error });
    }
    say("iopub", "status", { execution_state: "idle" });
  }
}

function message({ channel, type, content, parent }: Sent, running: Header | null): object {
  const session = (parent ?? running)?.session ?? "";
  const date = new Date().toISOString();
  const base = { msg_id: crypto.randomUUID(), username: "", version: PROTOCOL_VERSION };
  return {
    channel,
    header: { ...base, date, msg_type: type, session },
    parent_header: parent ?? {},
    metadata: {},
    content,
    buffers: [],
  };
}
