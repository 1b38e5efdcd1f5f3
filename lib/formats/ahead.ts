// A gzip file that another thread unzips while this one does something else.

/** What the other thread is to do: code that is given `require` and `data`. */
export interface Errand {
  code: string;
  data: object;
}

// Who unzips it, and what came of it.
const NOBODY = 0;
const OTHER = 1;
const DONE = 2;
const FAILED = 3;
const SELF = 4;

/** In milliseconds, for a thread that has begun; it may have been ended. */
const PATIENCE = 10_000;

const CODE = `
  const state = new Int32Array(data.state);
  if (Atomics.compareExchange(state, 0, ${NOBODY}, ${OTHER}) === ${NOBODY}) {
    let end = ${FAILED};
    try {
      const out = new Uint8Array(data.out);
      const found = require("node:zlib").gunzipSync(data.bytes, { chunkSize: out.length + 1 });
      if (found.length === out.length) {
        out.set(found);
        end = ${DONE};
      }
    } catch {} // whoever wants it does it again, and says what is wrong
    Atomics.store(state, 0, end);
    Atomics.notify(state, 0);
  }`;

/** The content of a gzip file, as far as the other thread gets. */
export class Ahead {
  /** To be given to the other thread. */
  readonly errand: Errand;
  private readonly out: SharedArrayBuffer;
  private readonly state = new Int32Array(new SharedArrayBuffer(4));

  /** @param length of the content, at least 1 */
  constructor(bytes: Uint8Array, length: number) {
    this.out = new SharedArrayBuffer(length);
    this.errand = { code: CODE, data: { bytes, out: this.out, state: this.state.buffer } };
  }

  /** The content; undefined when the other thread has not begun, and now will not, or has failed. */
  take(): Buffer | undefined {
    const seen = Atomics.compareExchange(this.state, 0, NOBODY, SELF);
    if (seen === OTHER) Atomics.wait(this.state, 0, OTHER, PATIENCE);
    return Atomics.load(this.state, 0) === DONE ? Buffer.from(this.out) : undefined;
  }
}
