// What a training does beside its arithmetic: it keeps its history, tells it to
// the hooks, and lets other work run.

import type { Labels } from "./checks";
import type { EpochProgress, IterationProgress, TrainHistory, TrainOptions } from "./training";

/** Keeps a training's history, and tells it to the hooks among the options. */
export class Recorder {
  readonly history: TrainHistory = {
    lossHistory: [],
    gradMagnitudeHistory: [],
    trainAccHistory: [],
    valAccHistory: [],
  };

  constructor(
    private readonly options: Pick<TrainOptions, "verbose" | "onIteration" | "onEpoch"> &
      Pick<IterationProgress, "numEpochs" | "iterationsPerEpoch">,
  ) {}

  /** After an update. */
  iteration(update: Pick<IterationProgress, "loss" | "gradMagnitude" | "batchSize">): void {
    const { loss, gradMagnitude, batchSize } = update;
    this.history.lossHistory.push(loss);
    this.history.gradMagnitudeHistory.push(gradMagnitude);
    const iteration = this.history.lossHistory.length;
    const { iterationsPerEpoch, numEpochs, onIteration } = this.options;
    const counts = { iteration, iterationsPerEpoch, numEpochs, batchSize };
    onIteration?.({ ...counts, loss, gradMagnitude });
  }

  /** After an epoch. */
  async epoch(reached: Pick<EpochProgress, "epoch" | "trainAcc" | "valAcc">): Promise<void> {
    const { epoch, trainAcc, valAcc } = reached;
    const { lossHistory } = this.history;
    const loss = lossHistory[lossHistory.length - 1];
    this.history.trainAccHistory.push(trainAcc);
    this.history.valAccHistory.push(valAcc);
    const { numEpochs, verbose, onEpoch } = this.options;
    const progress = { epoch, numEpochs, loss, trainAcc, valAcc };
    if (verbose) console.log(epochLine(progress));
    await onEpoch?.(progress);
  }
}

/** What a verbose training prints after an epoch. */
export function epochLine({ epoch, numEpochs, loss, trainAcc, valAcc }: EpochProgress): string {
  const [l, t, v] = [loss, trainAcc, valAcc].map((value) => value.toFixed(6));
  return `epoch ${epoch} / ${numEpochs}: loss ${l}, train_acc: ${t}, val_acc: ${v}`;
}

/**
 * The share of predictions that equal their label, 0 to 1.
 *
 * @example
 * ```ts
 * import { accuracy } from "gradbook";
 *
 * console.log(accuracy([7, 2, 1, 0], [7, 2, 1, 4])); // 0.75
 * ```
 *
 * @throws RangeError when there are not as many of both, or none
 */
export function accuracy(predictions: Labels, y: Labels): number {
  if (predictions.length !== y.length || y.length === 0) {
    throw new RangeError(
      `accuracy: ${predictions.length} predictions and ${y.length} labels, but there must be as many of both, and at least one`,
    );
  }
  let right = 0;
  for (let n = 0; n < y.length; n++) if (predictions[n] === y[n]) right++;
  return right / y.length;
}

/** The labels of these rows. */
export function labelsOf(y: Labels, rows: number[]): Labels {
  const labels = new Array<number>(rows.length);
  for (let n = 0; n < rows.length; n++) labels[n] = y[rows[n]];
  return labels;
}

/** Lets other work run some 20 times a second. */
export class Pauses {
  private last = Date.now();

  /** Whether it is time for one; asked often, of a clock that is quick and may be set back. */
  get due(): boolean {
    return Math.abs(Date.now() - this.last) >= 50;
  }

  async pause(): Promise<void> {
    await new Promise((resume) => setImmediate(resume));
    this.last = Date.now();
  }
}
