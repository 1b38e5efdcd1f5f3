// Where the program writes: results to stdout, everything else to stderr.

/** The exit status of a program that a signal of this number ends. */
export const SIGNAL_STATUS = { SIGINT: 130, SIGPIPE: 141, SIGTERM: 143 };

let whenReaderLeft = () => process.exit(SIGNAL_STATUS.SIGPIPE);

/** Without this, `gradbook predict … | head -1` would end in a stack trace. */
export function guardOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      whenReaderLeft();
    });
  }
}

/** What is to happen when the reader of the output goes away; at once ending, if nothing. */
export function onReaderLeft(action: () => void): void {
  whenReaderLeft = action as () => never;
}

/** A line of the result. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A line beside the result. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One line of a terminal that is written over and over. */
export class StatusLine {
  private shown = false;
  private last = Number.NEGATIVE_INFINITY;
  private readonly stream = process.stderr;

  constructor(private readonly wanted: boolean) {}

  /** Ten times a second at most. Elsewhere than on a terminal nothing is shown. */
  show(text: () => string): void {
    if (!this.wanted || !this.stream.isTTY || performance.now() - this.last < 100) return;
    this.last = performance.now();
    this.shown = true;
    this.stream.write(`\r${text().slice(0, this.stream.columns - 1)}\x1b[K`);
  }

  clear(): void {
    if (this.shown) this.stream.write("\r\x1b[K");
    this.shown = false;
  }
}

/** A bar of 20 places. */
export function bar(share: number): string {
  const full = Math.round(20 * Math.min(Math.max(share, 0), 1));
  return "█".repeat(full) + "░".repeat(20 - full);
}
