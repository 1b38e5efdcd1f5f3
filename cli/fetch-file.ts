// One attempt to fetch a file over HTTP, continuing from what is already there.

import { closeSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import { DownloadError } from "./download-error";

export interface FetchOptions {
  /** Nothing received for so many milliseconds is a failure. */
  stallTime: number;
  /** The largest file that is taken, in bytes. */
  maxBytes: number;
  /** Called with the bytes there are and, where the server says it, will be. */
  onProgress(received: number, total?: number): void;
}

const MAX_REDIRECTS = 5;

/**
 * Appends to `part` what is missing of the file at an address, or all of it
 * when the server does not give parts. What was received stays, also when the
 * attempt fails, unless it can't be the start of the file.
 *
 * @throws DownloadError for what the server or the network did
 */
export async function fetchFile(url: string, part: string, options: FetchOptions): Promise<void> {
  const have = statSync(part, { throwIfNoEntry: false })?.size ?? 0;
  const response = await request(url, have, options.stallTime);
  try {
    if (!startsAt(response, have, part)) return;
    await receive(response, part, response.statusCode === 206 ? have : 0, options);
  } finally {
    response.destroy();
  }
}

/**
 * Whether the answer is the file, from the first missing byte or from its start.
 *
 * @returns false when nothing is missing
 * @throws DownloadError when the answer is anything else
 */
function startsAt(response: http.IncomingMessage, have: number, part: string): boolean {
  const { statusCode = 0, headers } = response;
  if (statusCode === 200) return true;
  if (statusCode === 206 && have > 0) {
    const start = /^bytes (\d+)-/.exec(headers["content-range"] ?? "")?.[1];
    if (Number(start) === have) return true;
    rmSync(part);
    throw new DownloadError(`asked for the bytes from ${have} on, it gave others`);
  }
  if (statusCode === 416 && have > 0) {
    // There is no byte after those we have: either they are all, or wrong.
    const size = /^bytes \*\/(\d+)$/.exec(headers["content-range"] ?? "")?.[1];
    if (Number(size) === have) return false;
    rmSync(part);
    throw new DownloadError("it has no bytes after those that were there: starting over");
  }
  const again = statusCode >= 500 || statusCode === 408 || statusCode === 429 || statusCode < 400;
  throw new DownloadError(
    `it answered ${statusCode} ${response.statusMessage ?? ""}`.trimEnd(),
    again,
    retryAfter(headers["retry-after"]),
  );
}

/** Seconds; the header gives them or a date. */
function retryAfter(header = ""): number {
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(seconds, 0) : 0;
}

async function receive(
  response: http.IncomingMessage,
  part: string,
  start: number,
  { maxBytes, onProgress }: FetchOptions,
): Promise<void> {
  const length = response.headers["content-length"];
  const total = length === undefined ? undefined : start + Number(length);
  const tooLarge = () => new DownloadError(`it gives more than ${maxBytes} bytes`, false);
  if (total !== undefined && total > maxBytes) throw tooLarge();
  const file = openSync(part, start > 0 ? "a" : "w");
  let received = start;
  try {
    for await (const chunk of failuresNamed(
      response,
      () => `${received} of ${total ?? "?"} bytes`,
    )) {
      received += chunk.length;
      if (received > maxBytes) throw tooLarge();
      for (let done = 0; done < chunk.length; ) done += writeSync(file, chunk, done);
      onProgress(received, total);
    }
  } finally {
    closeSync(file);
  }
}

async function* failuresNamed(
  response: http.IncomingMessage,
  progress: () => string,
): AsyncGenerator<Buffer> {
  const chunks = response[Symbol.asyncIterator]();
  while (true) {
    let next: IteratorResult<Buffer>;
    try {
      next = await chunks.next();
    } catch (error) {
      // Node says "aborted" when the connection closes before its time.
      const why = error instanceof DownloadError ? error.message : "it broke off";
      throw new DownloadError(`${why} after ${progress()}`);
    }
    if (next.done) return;
    yield next.value;
  }
}

/** Asks for the bytes from `have` on, and follows redirections. */
async function request(url: string, have: number, stallTime: number) {
  let address = new URL(url);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await get(address, have, stallTime);
    const { statusCode = 0, headers } = response;
    if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined) {
      return response;
    }
    response.destroy();
    address = follow(headers.location, address);
  }
  throw new DownloadError(`it redirects more than ${MAX_REDIRECTS} times`, false);
}

function follow(location: string, from: URL): URL {
  let to: URL | undefined;
  try {
    to = new URL(location, from);
  } catch {}
  if (to?.protocol !== "https:" && !(to?.protocol === "http:" && from.protocol === "http:")) {
    throw new DownloadError(`it redirects to ${location}, which is not followed`, false);
  }
  return to;
}

function explain({ code, message }: NodeJS.ErrnoException): string {
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return `its name can't be looked up: is there a network? (${code})`;
  }
  return message || code || "no connection"; // Node 20 may leave the message empty
}

function get(address: URL, have: number, stallTime: number): Promise<http.IncomingMessage> {
  const client = address.protocol === "https:" ? https : http;
  // Compressed once more on the way, a part could not be continued.
  const headers = { "accept-encoding": "identity", ...(have > 0 && { range: `bytes=${have}-` }) };
  return new Promise((resolve, reject) => {
    let response: http.IncomingMessage | undefined;
    const sent = client.get(address, { headers, timeout: stallTime, agent: false }, (answer) => {
      response = answer;
      resolve(answer);
    });
    sent.on("timeout", () => {
      const stalled = new DownloadError(`it sent nothing for ${stallTime / 1000} s`);
      (response ?? sent).destroy(stalled);
    });
    sent.on("error", (error: NodeJS.ErrnoException) => {
      reject(error instanceof DownloadError ? error : new DownloadError(explain(error)));
    });
  });
}
