// Two threads are not always quicker than one: other programs, or other
// machines on the same processor, may slow both down. So a few products are
// timed with the second thread and without it, now and then, and what was
// quicker is kept until the next trial.

/** Products of a trial with the second thread, and as many without it. */
export const TIMED = 6;
/** The first of them are not counted: a sleeping thread takes a while to wake. */
const UNCOUNTED = 2;
/** Products between two trials: more while they agree. */
export const LEAST_PAUSE = 64;
const MOST_PAUSE = 4096;
/** How much quicker two threads have to be: elsewhere in a program they gain less. */
const WORTHWHILE = 0.85;

export class Pace {
  private second = true;
  private winner = true;
  private pause = LEAST_PAUSE;
  private untilTrial = LEAST_PAUSE;
  /** What products a trial times: how many multiplications they have. */
  private size = 0;
  private times: { alone: number[]; both: number[] } = { alone: [], both: [] };
  private started = 0;

  /**
   * @param now a clock
   * @param choose whether the second thread takes part from now on
   */
  constructor(
    private readonly now: () => number,
    private readonly choose: (second: boolean) => void,
  ) {}

  /** A product of so many multiplications begins, and both threads are there. */
  begin(size: number): void {
    this.started = 0;
    if (--this.untilTrial > 0) return;
    if (this.untilTrial === 0) this.size = size;
    if (size !== this.size) {
      if (this.untilTrial < -LEAST_PAUSE) this.endTrial(this.winner);
      return;
    }
    this.untilTrial = 0; // counts down the products of other sizes, if such follow
    this.started = this.now();
  }

  /** It has ended. */
  end(): void {
    if (this.started === 0) return;
    const { alone, both } = this.times;
    (this.second ? both : alone).push(this.now() - this.started);
    if (alone.length + both.length === TIMED) this.use(!this.winner);
    else if (alone.length + both.length === 2 * TIMED) this.decide();
  }

  private decide(): void {
    const { alone, both } = this.times;
    const winner = least(both) < WORTHWHILE * least(alone);
    this.pause = winner === this.winner ? Math.min(2 * this.pause, MOST_PAUSE) : LEAST_PAUSE;
    this.endTrial(winner);
  }

  private endTrial(winner: boolean): void {
    this.untilTrial = this.pause;
    this.times = { alone: [], both: [] };
    this.winner = winner;
    this.use(winner);
  }

  private use(second: boolean): void {
    this.second = second;
    this.choose(second);
  }
}

/** The least of those that count: what others do on the machine only adds to it. */
function least(times: number[]): number {
  return Math.min(...times.slice(UNCOUNTED));
}
