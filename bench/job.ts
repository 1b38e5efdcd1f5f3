// What a peer is asked to do, and what it answers.

/** The MNIST run of the problem set, or a part of it. */
export interface Job {
  /** Folder of the four IDX files. */
  data: string;
  /** Examples to train on: the first of the training file. */
  train: number;
  /** Examples to validate with, after each epoch: the last of the training file. */
  validation: number;
  epochs: number;
  batch: number;
  /** Hidden units. */
  hidden: number;
  activation: "sigmoid" | "relu";
  reg: number;
  rate: number;
  decay: number;
  /** 0: as many as the peer takes by itself. */
  threads: 0 | 1;
  /** How many of the first losses to answer with. */
  losses: number;
}

/** Seconds, shares of right answers, MB. */
export interface Answer {
  /** The training, with its validation. */
  wall: number;
  cpu: number;
  loadWall: number;
  validation: number;
  test: number;
  losses: number[];
  /** Null for NaN, which JSON does not have. */
  finalLoss: number | null;
  /** What the process holds after its libraries are loaded, after the data are, and at most. */
  memory: { start: number | null; data: number | null; peak: number | null };
  version: string;
  /** The whole process, from its start to its end. */
  processCpu: number;
  processWall: number;
}

/** Milliseconds of one step. */
export interface Phases {
  forward: number;
  backward: number;
  update: number;
  /** Taking the batch's rows, and the norm of the gradient. */
  rest: number;
}
