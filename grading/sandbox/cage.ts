// What every kind of cage can do.
import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import type { Usage } from "./limits";
import type { Prepared } from "./program";

/** A kind of cage. */
export interface Cage {
  /** What isolates the programs, as one tells the user. */
  readonly name: string;
  /** Whether it isolates them at all. */
  readonly isolates: boolean;
  /** Whether every program sees the paths of program.ts: /mlp, and those of its mounts. */
  readonly ownPaths: boolean;
  launch(program: Prepared): Launched;
}

/** A program that has been started. */
export interface Launched {
  /** The process that ends when the program has. */
  child: ChildProcess;
  /** What the program writes to file descriptor 3, after the prelude's empty line. */
  answers: Readable;
  /** What it writes elsewhere. */
  others: Readable[];
  /** What it uses now; null if that cannot be known. */
  sample(): Usage | null;
  /** Ends all its processes at once. */
  kill(): void;
  /** Called when `child` has ended: resolves when none of its processes is left. */
  gone(): Promise<void>;
}
