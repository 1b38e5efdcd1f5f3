// The second thread's side of input: puts a cell's question to whoever sent the cell, by
// the stdin socket, and hands the answer to the main thread, which may be standing still
// until it is there.
import type { MessagePort } from "node:worker_threads";
import type { Router } from "zeromq";
import type { Answer, Question } from "../run/input";
import { Flag } from "./shared";
import type { Wire } from "./wire";

/** How long a client may take to connect its socket, and between tries, in milliseconds. */
const PATIENCE = 10_000;
const RETRY = 50;

/** Asks one question after the other. */
export class Asking {
  private readonly waiting: Question[] = [];

  constructor(
    private readonly socket: Router,
    private readonly wire: Wire,
    private readonly port: MessagePort,
    private readonly flag: Int32Array,
    private readonly complain: (channel: string, error: unknown) => void,
  ) {}

  /** Takes answers for as long as the socket is open. */
  async serve(): Promise<void> {
    for await (const frames of this.socket) {
      try {
        const { header, content } = this.wire.parse(frames as Buffer[]);
        if (header.msg_type !== "input_reply" || this.waiting.length === 0) continue;
        this.answer({ value: String(content.value ?? "") });
      } catch (error) {
        this.complain("stdin", error);
      }
    }
  }

  /** Takes a question. */
  ask(question: Question): void {
    this.waiting.push(question);
    if (this.waiting.length === 1) void this.send(question);
  }

  /** Gives up all questions: the cell has been interrupted. */
  cancel(): void {
    while (this.waiting.length > 0) this.answer({ interrupted: true });
  }

  private async send(question: Question): Promise<void> {
    const { prompt, password, header, identities } = question;
    const content = { prompt, password };
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      try {
        const to = identities.map((identity) => Buffer.from(identity));
        return await this.socket.send(this.wire.frames("input_request", content, header, to));
      } catch (error) {
        // A client that has just started may not be connected yet.
        const unreachable = (error as NodeJS.ErrnoException).code === "EHOSTUNREACH";
        if (this.waiting[0] !== question) return;
        if (!unreachable || Date.now() > deadline) {
          return this.answer({ failed: `the question could not be sent: ${error}` });
        }
        await new Promise((resolve) => setTimeout(resolve, RETRY));
      }
    }
  }

  private answer(answer: Omit<Answer, "id">): void {
    const question = this.waiting.shift();
    if (!question) return;
    this.port.postMessage({ id: question.id, ...answer });
    Atomics.add(this.flag, Flag.Answers, 1);
    Atomics.notify(this.flag, Flag.Answers);
    if (this.waiting.length > 0 && !answer.interrupted) void this.send(this.waiting[0]);
  }
}
