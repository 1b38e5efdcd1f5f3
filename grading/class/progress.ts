// How far grading has come: a line that is written over on a terminal, lines elsewhere.

export class Progress {
  private done = 0;
  private readonly start = Date.now();

  /** @param total how many there are to do */
  constructor(private readonly total: number) {}

  /** Says what has been done, and how long the rest will take. */
  step(what: string): void {
    this.done++;
    const elapsed = (Date.now() - this.start) / 1000;
    const left = (elapsed / this.done) * (this.total - this.done);
    const rest = this.done < this.total ? `, ${duration(left)} left` : "";
    console.error(`${this.done} of ${this.total}: ${what}${rest}`);
  }
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
