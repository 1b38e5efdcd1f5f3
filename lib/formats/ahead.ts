// A gzip file that another thread unzips while this one does something else.

import { MessageChannel, type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Errand } from "./errand";

// Who unzips it, and what came of it.
const NOBODY = 0;
const OTHER = 1;
const DONE = 2;
const FAILED = 3;
const SELF = 4;

/** In milliseconds, for a thread that has begun; it may have been ended. */
const PATIENCE = 10_000;

// The content is handed over, not copied: this thread never looks for garbage again.
const CODE = `
  const state = new Int32Array(data.state);
  if (Atomics.compareExchange(state, 0, ${NOBODY}, ${OTHER}) === ${NOBODY}) {
    let end = ${FAILED};
    try {
      const { bytes, length, port } = data;
      const found = require("node:zlib").gunzipSync(bytes, { chunkSize: length + 1 });
      if (found.length === length) {
        // A small one is in memory that Node shares out.
        const own = found.buffer.byteLength > length + 1 ? new Uint8Array(found) : found;
        port.postMessage(own, [own.buffer]);
        end = ${DONE};
      }
    } catch {} // whoever wants it does it again, and says what is wrong
    Atomics.store(state, 0, end);
    Atomics.notify(state, 0);
  }`;

/** The content of a gzip file, as far as the other thread gets. */
export class Ahead {
  /** To be given to the other thread; none in a browser, whose threads cannot answer. */
  readonly errand: Errand | undefined;
  private readonly port: MessagePort | undefined;
  private readonly state = new Int32Array(new SharedArrayBuffer(4));

  /** @param length of the content, at least 64 as zlib has it */
  constructor(bytes: Uint8Array, length: number) {
    if (receiveMessageOnPort === undefined) return;
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const data = { bytes, length, state: this.state.buffer, port: port2 };
    this.errand = { code: CODE, data, transfer: [port2] };
  }

  /** The content; undefined when the other thread has not begun, and now will not, or has failed. */
  take(): Buffer | undefined {
    const seen = Atomics.compareExchange(this.state, 0, NOBODY, SELF);
    if (seen === OTHER) Atomics.wait(this.state, 0, OTHER, PATIENCE);
    const isDone = Atomics.load(this.state, 0) === DONE;
    const content: Uint8Array | undefined =
      isDone && this.port ? receiveMessageOnPort(this.port)?.message : undefined;
    this.port?.close();
    return content && Buffer.from(content.buffer, content.byteOffset, content.length);
  }
}
