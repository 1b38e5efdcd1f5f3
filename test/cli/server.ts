// A web server on this machine that answers as each test says.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface Server {
  /** The address of its root. */
  url: string;
  /** What was asked for, such as "/a.gz" or "/a.gz bytes=3-". */
  asked: string[];
  close(): Promise<void>;
}

/** Starts a server; each request gets the next answer, the last one again and again. */
export async function serve(...answers: Answer[]): Promise<Server> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { url, headers } = request;
    asked.push(headers.range === undefined ? `${url}` : `${url} ${headers.range}`);
    answers[Math.min(asked.length, answers.length) - 1](request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** A status without a body. */
export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(code, headers).end();

/** The bytes; the part that is asked for, if one is. */
export const file =
  (bytes: Buffer): Answer =>
  ({ headers }, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
    if (start >= bytes.length) {
      response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
      return;
    }
    response.writeHead(start > 0 ? 206 : 200, {
      "content-length": bytes.length - start,
      ...(start > 0 && {
        "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
      }),
    });
    response.end(bytes.subarray(start));
  };

/** Says that the whole will come, sends some bytes, and then hangs up or stays silent. */
export const begin =
  (bytes: Buffer, count: number, then: "hang up" | "stay silent"): Answer =>
  (_, response) => {
    response.writeHead(200, { "content-length": bytes.length });
    response.write(bytes.subarray(0, count), () => {
      if (then === "hang up") setTimeout(() => response.destroy(), 20);
    });
  };
