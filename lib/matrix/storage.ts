// The numbers of one matrix: in a block or, of a transpose or a multiple of
// another matrix, still to be computed from that one's (see lazy.ts).

import * as blocks from "./blocks";
import { Lazy, Loan } from "./lazy";
import { type Block, copyOf, currentScope, newBlockIn, type Scope } from "./memory";

export interface Shape {
  rows: number;
  columns: number;
}

/** "3×4", as errors name shapes. */
export function shapeOf({ rows, columns }: Shape): string {
  return `${rows}×${columns}`;
}

/** The numbers of a matrix, rows×columns. */
export class Storage {
  /** Undefined as long as they are not computed. */
  private computed: Block | undefined;
  private source: Lazy<Storage> | undefined;
  private loans: Loan<Storage>[] | undefined;

  constructor(
    readonly rows: number,
    readonly columns: number,
    from: Block | Lazy<Storage>,
  ) {
    if (from instanceof Lazy) this.source = from;
    else this.computed = from;
  }

  /** What they are to be computed from; undefined once they are. */
  get lazy(): Lazy<Storage> | undefined {
    return this.source;
  }

  /** The block, computed now if it was not yet. */
  block(): Block {
    return this.computed ?? this.compute();
  }

  private compute(): Block {
    const lazy = this.source as Lazy<Storage>;
    const { rows, columns } = lazy.source();
    const from = lazy.source().block();
    const block = newBlockIn(lazy.scope, rows * columns);
    if (lazy.transposed) blocks.transpose(block, from, rows, columns);
    else blocks.scale(block, from, lazy.factor);
    lazy.drop();
    this.computed = block;
    this.source = undefined;
    return block;
  }

  /** The block, to be changed: what is still to be computed from it gets a copy first. */
  changing(): Block {
    const block = this.block();
    if (this.loans !== undefined) this.copyForBorrowers(this.loans, block);
    block.squares = undefined;
    return block;
  }

  private copyForBorrowers(loans: Loan<Storage>[], block: Block): void {
    for (const loan of loans) {
      if (loan.users === 0) continue;
      loan.matrix = new Storage(this.rows, this.columns, copyOf(block, loan.scope));
    }
    this.loans = undefined;
  }

  /**
   * The transpose, or factor times this, to be computed when it has to be.
   *
   * @throws Error when the numbers were given back
   */
  lend(transposed: boolean, factor: number): Storage {
    this.block().numbers(); // throws now, not later, if they were given back
    const scope = currentScope();
    const lazy = new Lazy(this.loanIn(scope), transposed, factor, scope);
    return transposed
      ? new Storage(this.columns, this.rows, lazy)
      : new Storage(this.rows, this.columns, lazy);
  }

  /** The loan of a tidy(); those that nobody uses any more are forgotten. */
  private loanIn(scope: Scope | undefined): Loan<Storage> {
    const loans: Loan<Storage>[] = [];
    let found: Loan<Storage> | undefined;
    for (const loan of this.loans ?? []) {
      if (loan.users === 0) continue;
      loans.push(loan);
      if (loan.scope === scope) found = loan;
    }
    if (found === undefined) {
      found = new Loan<Storage>(this, scope);
      loans.push(found);
    }
    this.loans = loans;
    return found;
  }
}
