// How far a training is: the line that says it, and where terminals show it.

import { say } from "../figures/figure";
import type { IterationProgress } from "../training";

/** Counts updates and time. */
export class Progress {
  private readonly start = performance.now();
  private last: IterationProgress | undefined;

  /** To be called after each update. */
  update(progress: IterationProgress): void {
    this.last = progress;
  }

  /** Share of the updates that are done, 0 to 1. */
  get share(): number {
    if (!this.last) return 0;
    return this.last.iteration / (this.last.iterationsPerEpoch * this.last.numEpochs);
  }

  /** "epoch 7 of 20", images or updates a second, and the time left. */
  get parts(): string[] {
    if (!this.last) return [];
    const { iteration, iterationsPerEpoch, numEpochs, batchSize } = this.last;
    const said = [`epoch ${Math.ceil(iteration / iterationsPerEpoch)} of ${numEpochs}`];
    const seconds = (performance.now() - this.start) / 1000;
    if (seconds < 0.2) return said; // too early to tell
    const rate = iteration / seconds;
    const [count, unit] = batchSize ? [batchSize * rate, "images"] : [rate, "updates"];
    const left = (iterationsPerEpoch * numEpochs - iteration) / rate;
    return [...said, `${say(Number(count.toPrecision(2)))} ${unit}/s`, time(left)];
  }
}

/** What a terminal shows while a training runs. */
export function progressLine(progress: Progress, loss: number): string {
  const percent = `${bar(progress.share)} ${Math.floor(100 * progress.share)} %`;
  return [percent, ...progress.parts, `loss ${loss.toPrecision(4)}`].join("  ");
}

function time(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 100) return `${whole} s left`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s left`;
}

/** One line of a terminal that is written over and over. */
export class StatusLine {
  private shown = false;
  private last = Number.NEGATIVE_INFINITY;
  private readonly stream = process.stderr;

  constructor(private readonly wanted = true) {}

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
