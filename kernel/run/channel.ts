// What a kernel is connected by: ZeroMQ sockets under Jupyter (sockets.ts), pipes
// elsewhere (pipe.ts).
import type { Header, Message } from "./messages";

/** Brings a kernel its requests, and takes away what comes of them. */
export interface Channel {
  /** The next request; null when there will be no more. */
  receive(): Promise<Message | null>;
  /** The requests that have arrived, without waiting for more. */
  arrived(): Promise<Message[]>;
  /** Sends a request's reply. */
  reply(request: Message, type: string, content: object): Promise<void>;
  /** Sends a message to all who listen. */
  publish(type: string, content: object, parent: Header | null): void;
}
