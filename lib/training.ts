// What a training tells those who watch it.

/** What is known after an update. */
export interface IterationProgress {
  /** From 1, over all epochs. */
  iteration: number;
  /** In one epoch. */
  iterationsPerEpoch: number;
  /** As it was asked for. */
  numEpochs: number;
  /** Examples in this update's batch. */
  batchSize: number;
  /** Of this update's batch, with the regularization. */
  loss: number;
  /** Frobenius norm of the loss gradient at W1. */
  gradMagnitude: number;
}

/** What is known after an epoch. */
export interface EpochProgress {
  /** From 1. */
  epoch: number;
  /** As it was asked for. */
  numEpochs: number;
  /** Of the epoch's last batch. */
  loss: number;
  /** Share of right predictions on the epoch's last batch, 0 to 1. */
  trainAcc: number;
  /** Share of right predictions on the validation set, 0 to 1. */
  valAcc: number;
}
