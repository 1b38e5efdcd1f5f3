// What a training is told, what it tells those who watch it, and what it records.

import type { RandomState } from "./random";

/** f, the hidden layer's activation function. */
export type Activation = "sigmoid" | "relu";

/** How a network begins. */
export interface NetworkOptions {
  /** Standard deviation of the initial weights. Default 0.1. */
  std?: number;
  /** f, the hidden layer's activation function. Default "sigmoid". */
  activation?: Activation;
  /** Where the initial weights are drawn from. Default a RandomState of seed 0. */
  random?: RandomState;
}

/** How a network is trained. */
export interface TrainOptions {
  /** Step along the negative gradient. Default 1e-3. */
  learningRate?: number;
  /** Factor on the learning rate after each epoch. Default 0.95. */
  learningRateDecay?: number;
  /** Strength of the L2 regularization. Default 1e-5. */
  reg?: number;
  /** Passes over the training set. Default 10. */
  numEpochs?: number;
  /** Examples per update; above N, all of them. Default 200. */
  batchSize?: number;
  /** Print a line after each epoch. Default false. */
  verbose?: boolean;
  /** Called after each update. */
  onIteration?: (progress: IterationProgress) => void;
  /** Called after each epoch, and awaited. */
  onEpoch?: (progress: EpochProgress) => void | Promise<void>;
  /** An AbortSignal: ends the training early; what was reached by then stays. */
  signal?: { readonly aborted: boolean };
}

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

/** What was recorded in a training. */
export interface TrainHistory {
  /** An entry an iteration. */
  lossHistory: number[];
  /** An entry an iteration: the Frobenius norm of the loss gradient at W1. */
  gradMagnitudeHistory: number[];
  /** An entry an epoch, 0 to 1: on the epoch's last batch. */
  trainAccHistory: number[];
  /** An entry an epoch, 0 to 1: on the validation set. */
  valAccHistory: number[];
}
