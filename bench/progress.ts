// What runs now, and how long the rest will take.

export class Progress {
  private readonly start = Date.now();
  private done = 0;

  /** @param expected seconds all tasks are thought to take; what they took corrects it */
  constructor(
    private readonly expected: number,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {}

  /** Runs one task of so many expected seconds. */
  async task<T>(name: string, seconds: number, work: () => Promise<T>): Promise<T> {
    this.write(`${name} … ${this.left()}`);
    const result = await work();
    this.done += seconds;
    return result;
  }

  /** Such as "about 3 min left". */
  left(now = Date.now()): string {
    const pace = this.done === 0 ? 1 : (now - this.start) / 1000 / this.done;
    const seconds = Math.max(this.expected - this.done, 0) * pace;
    if (seconds < 90) return `about ${Math.ceil(seconds / 5) * 5} s left`;
    return `about ${Math.round(seconds / 60)} min left`;
  }

  private write(line: string): void {
    this.stream.write(this.stream.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  }

  end(): void {
    if (this.stream.isTTY) this.stream.write("\r\x1b[K");
  }
}
