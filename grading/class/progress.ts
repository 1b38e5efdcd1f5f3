// How far grading has come, a line for each step.

export class Progress {
  private done = 0;
  private count: number | null = null;
  private readonly start = Date.now();

  /** @param total how many there are to do */
  constructor(private readonly total: number) {}

  /** Says what has been done, and how long the rest will take. */
  step(what: string): void {
    this.done++;
    const elapsed = (Date.now() - this.start) / 1000;
    const left = (elapsed / this.done) * (this.total - this.done);
    const rest = this.done < this.total ? `, ${duration(left)} left` : "";
    console.error(`${this.done} of ${this.total}: ${what}${this.workersNow()}${rest}`);
  }

  /** Says how many workers there are, when it is a cluster that grades. */
  workers(count: number): void {
    this.count = count;
    console.error(`${this.done} of ${this.total}${this.workersNow()}`);
  }

  note(text: string): void {
    console.error(text);
  }

  private workersNow(): string {
    if (this.count === null) return "";
    return this.count === 1 ? ", 1 worker" : `, ${this.count} workers`;
  }
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
