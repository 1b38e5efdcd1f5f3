// A kernel's channel under Jupyter: the shell and iopub sockets. The others are the second
// thread's (control.ts).
import type { Router, XPublisher } from "zeromq";
import type { Channel } from "../run/channel";
import type { Header, Message } from "../run/messages";
import { sleep } from "../run/native";
import { log } from "./descriptors";
import type { ConnectionInfo, Wire } from "./wire";

/** Milliseconds that the first request may wait for somebody to listen. */
const PATIENCE = 300;

/** The sockets that Jupyter's connection file names, but for the control thread's. */
export class Sockets implements Channel {
  /**
   * Resolves when a client has subscribed to iopub. One that gets the reply to its first
   * request before what is published with it takes iopub for dead, and waits.
   */
  private readonly listened: Promise<unknown>;

  private constructor(
    private readonly wire: Wire,
    private readonly shell: Router,
    private readonly iopub: XPublisher,
  ) {
    this.listened = Promise.race([iopub.receive(), sleep(PATIENCE)]);
    // Nothing is to be read any more when the socket is closed.
    this.listened.catch(() => {});
  }

  /** Opens the sockets. */
  static async open(connection: ConnectionInfo, wire: Wire): Promise<Sockets> {
    const zmq = require("zeromq") as typeof import("zeromq");
    const shell = new zmq.Router(wire.security);
    const iopub = new zmq.XPublisher({
      ...wire.security,
      // No limit: a message that is dropped may be the one that says a cell has ended.
      sendHighWaterMark: 0,
      // Sends at once, always. With any other value zeromq puts each 513th message off until
      // the event loop's next turn, and throws EBUSY if another one is sent before.
      sendTimeout: 0,
    });
    await Promise.all([
      shell.bind(wire.address(connection.shell_port)),
      iopub.bind(wire.address(connection.iopub_port)),
    ]);
    return new Sockets(wire, shell, iopub);
  }

  async receive(): Promise<Message> {
    for (;;) {
      const frames = (await this.shell.receive()) as Buffer[];
      await this.listened;
      try {
        return this.wire.parse(frames);
      } catch (error) {
        log(`shell channel: ${(error as Error).message}\n`);
      }
    }
  }

  async arrived(): Promise<Message[]> {
    const messages: Message[] = [];
    this.shell.receiveTimeout = 0;
    try {
      for (;;) messages.push(await this.receive());
    } catch {
      // No more have arrived.
    } finally {
      this.shell.receiveTimeout = -1;
    }
    return messages;
  }

  async reply(request: Message, type: string, content: object): Promise<void> {
    const { header, identities } = request;
    await this.shell.send(this.wire.frames(type, content, header, identities));
  }

  publish(type: string, content: object, parent: Header | null): void {
    void this.iopub.send(this.wire.frames(type, content, parent, [Buffer.from(type)]));
  }

  /** Closes the sockets. */
  close(): void {
    this.shell.close();
    this.iopub.close();
  }
}
