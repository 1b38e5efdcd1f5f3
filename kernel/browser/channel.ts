// A kernel's channel in a worker: the page's messages.
import type { Channel } from "../run/channel";
import type { Header, Json, Message } from "../run/messages";
import type { Sent } from "./protocol";

export class PageChannel implements Channel {
  private readonly requests: Message[] = [];
  private wake = () => {};

  constructor(private readonly send: (sent: Sent) => void) {}

  /** Takes in a request of the page's. */
  take(header: Header, content: Json): void {
    this.requests.push({ identities: [], header, content });
    this.wake();
  }

  async receive(): Promise<Message | null> {
    while (this.requests.length === 0) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.requests.shift() ?? null;
  }

  async arrived(): Promise<Message[]> {
    return this.requests.splice(0);
  }

  async reply(request: Message, type: string, content: object): Promise<void> {
    this.send({ channel: "shell", type, content: content as Json, parent: request.header });
  }

  publish(type: string, content: object, parent: Header | null): void {
    this.send({ channel: "iopub", type, content: content as Json, parent });
  }
}
