// Starts the kernel on pipes, without Jupyter: node pipe.js
//
// Reads requests from stdin, a line of JSON each: {"id": …, "code": …}. Runs them one
// after the other, and writes to file descriptor 3, a line of JSON each, what comes of
// them: {id, type, content} for every output, in the end with type "execute_reply".
// What is written to stdout is a cell's output; stderr is left alone, since it tells why
// the kernel died, if it does. Works in the folder it is started in, and ends when stdin
// has ended and everything is answered.
import "./adopt";
import fs from "node:fs";
import type { Channel } from "../run/channel";
import { Input } from "../run/input";
import { toJson } from "../run/json";
import { Kernel } from "../run/kernel";
import type { Header, Message } from "../run/messages";
import { exit, setTimeout } from "../run/native";
import { collect } from "./descriptors";
import { fail } from "./fail";
import { createSession, letOptimize, prepareForCells, tellLateFailures } from "./startup";

const ANSWERS = 3;
/** The messages that are passed on; the others say what the requests' order says already. */
const OUTPUTS = new Set([
  "stream",
  "display_data",
  "update_display_data",
  "execute_result",
  "error",
]);

// Kept from cells, which can put others in the places of these.
const { writeSync } = fs;
const { from } = Buffer;
const { wait } = Atomics;
const { parse } = JSON;
const subarray: (bytes: Buffer, start: number) => Buffer = Function.prototype.call.bind(
  Buffer.prototype.subarray,
);
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Writes a line, all of it before it returns: a cell that dies then has said what it said. */
function writeLine(message: object): void {
  let rest: Buffer = from(`${toJson(message)}\n`);
  while (rest.length > 0) {
    try {
      rest = subarray(rest, writeSync(ANSWERS, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") exit(1); // nobody listens
      wait(pause, 0, 0, 1);
    }
  }
}

/** A kernel's channel on stdin and file descriptor 3. */
class Pipes implements Channel {
  private readonly requests: Message[] = [];
  private ended = false;
  private wake = () => {};

  constructor() {
    let text = "";
    const { stdin } = process;
    stdin.setEncoding("utf8");
    stdin.on("data", (chunk: string) => {
      const lines = (text + chunk).split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) this.take(line);
      this.wake();
    });
    stdin.on("end", () => {
      this.take(text);
      this.ended = true;
      this.wake();
    });
  }

  async receive(): Promise<Message | null> {
    while (this.requests.length === 0 && !this.ended) {
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
    writeLine({ id: request.header.msg_id, type, content });
  }

  publish(type: string, content: object, parent: Header | null): void {
    if (OUTPUTS.has(type)) writeLine({ id: parent?.msg_id, type, content });
  }

  private take(line: string): void {
    if (line.trim() === "") return;
    try {
      const { id, code } = parse(line) as { id: string; code: string };
      if (typeof code !== "string") throw new Error(`no request: ${line}`);
      const header = { msg_id: id, msg_type: "execute_request" } as Header;
      // Whoever sends the next request without waiting wants it run in any case.
      this.requests.push({ identities: [], header, content: { code, stop_on_error: false } });
    } catch (error) {
      console.error(`stdin: ${(error as Error).message}`);
    }
  }
}

async function start(): Promise<void> {
  const [stdout] = collect([1]);
  // What the first cell's result need not wait for.
  let afterwards = () => {
    afterwards = () => {};
    letOptimize();
  };
  const session = createSession((runs) => {
    if (runs) afterwards();
  }).then((created) => {
    prepareForCells(kernel, new Input(kernel), { stdout, stderr: null });
    setTimeout(() => afterwards(), 200);
    return created;
  });
  session.catch(fail);
  const kernel: Kernel = new Kernel({
    channel: new Pipes(),
    session,
    setCellRuns: () => {},
    shutDown: () => exit(0),
  });
  await kernel.serve();
  tellLateFailures(kernel);
  exit(0);
}

start().catch(fail);
