// Bounded memory for unbounded output.

const NEWLINE = 10;

/** Cuts bytes into lines. However they come, it holds no more than one line's limit. */
export class Lines {
  // One buffer, grown by doubling: a list of pieces could be one of single bytes.
  private held = Buffer.alloc(4096);
  private length = 0;
  private dropping = false;

  constructor(
    /** Bytes of a line. */
    private readonly most: number,
    private readonly onLine: (line: string) => void,
    /** Told of a line that was longer, and is dropped. */
    private readonly onTooLong: () => void = () => {},
  ) {}

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.hold(chunk.subarray(start, end));
      if (this.dropping) this.onTooLong();
      else this.onLine(this.held.toString("utf8", 0, this.length));
      this.length = 0;
      this.dropping = false;
      start = end + 1;
    }
    this.hold(chunk.subarray(start));
  }

  private hold(piece: Buffer): void {
    const length = this.length + piece.length;
    if (this.dropping || length > this.most) {
      this.dropping = true;
      this.length = 0;
      return;
    }
    if (length > this.held.length) {
      const grown = Buffer.alloc(Math.max(length, Math.min(2 * this.held.length, this.most)));
      this.held.copy(grown, 0, 0, this.length);
      this.held = grown;
    }
    piece.copy(this.held, this.length);
    this.length = length;
  }
}

/** Keeps the last bytes of a stream. */
export class Tail {
  private readonly held: Buffer;
  private length = 0;

  constructor(private readonly most: number) {
    this.held = Buffer.alloc(2 * most);
  }

  push(chunk: Buffer): void {
    const piece = chunk.subarray(-this.most);
    if (this.length + piece.length > this.held.length) {
      this.held.copyWithin(0, this.length - this.most, this.length);
      this.length = this.most;
    }
    piece.copy(this.held, this.length);
    this.length += piece.length;
  }

  get text(): string {
    return this.held.toString("utf8", Math.max(0, this.length - this.most), this.length);
  }
}
