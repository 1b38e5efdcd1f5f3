// Failures that no code awaits or catches: whose they are, and that they are told.
import { type Cell, currentCell } from "./cell";
import { host } from "./host";

/** A failure of a cell whose reply had been sent already. */
export interface LateFailure {
  cell: Cell;
  reason: unknown;
  promise?: Promise<unknown>;
}

/** Collects the failures of promises and callbacks, cell by cell. */
export class Failures {
  private late: LateFailure[] = [];

  /**
   * @param owner the cell to hold responsible when nothing tells which it was
   * @param onLate called when a cell fails that has been answered already
   */
  constructor(
    private readonly owner: () => Cell | null,
    private readonly onLate: (failure: LateFailure) => void,
  ) {}

  /** Starts to listen. From here on the process outlives uncaught errors. */
  install(): void {
    host.onFailure({
      failed: (reason, promise) => this.record(reason, promise),
      handled: (promise) => {
        currentCell()?.rejections.delete(promise);
        this.owner()?.rejections.delete(promise);
        this.late = this.late.filter((failure) => failure.promise !== promise);
      },
    });
  }

  /** What `cell` has failed with so far, apart from what it threw itself. */
  of(cell: Cell): unknown[] {
    return [...cell.thrown, ...cell.rejections.values()];
  }

  /** Hands over the late failures that no cell has been failed for yet. */
  takeLate(): LateFailure[] {
    const late = this.late;
    this.late = [];
    return late;
  }

  private record(reason: unknown, promise?: Promise<unknown>): void {
    const cell = currentCell() ?? this.owner();
    if (!cell) {
      host.complain(`the kernel failed: ${(reason as Error)?.stack ?? reason}\n`);
    } else if (cell.cancelled) {
      // What an interrupted cell leaves behind is no news.
    } else if (cell.answered) {
      const failure = { cell, reason, promise };
      this.late.push(failure);
      this.onLate(failure);
    } else if (promise) cell.rejections.set(promise, reason);
    else cell.thrown.push(reason);
  }
}
