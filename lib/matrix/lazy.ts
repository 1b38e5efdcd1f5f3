// Matrices that are not computed before someone needs them. When the matrix they
// are made of changes, they continue with a copy of what it was: nobody can tell
// them from a result.

import * as blocks from "./blocks";
import { assertOpen, type Block, currentScope, type Loan, newBlockIn } from "./memory";

/** What is to be computed from a block. */
export abstract class Lazy {
  private readonly loan: Loan;
  private readonly scope = currentScope();

  /** @throws Error when the numbers were given back */
  constructor(block: Block) {
    this.loan = block.lend();
  }

  /**
   * The block it is made of, or a copy of what that was.
   *
   * @throws Error when tidy() has given this back
   */
  source(): Block {
    assertOpen(this.scope);
    return this.loan.block;
  }

  /**
   * A block for the result.
   *
   * @throws Error when tidy() has given this back
   */
  abstract compute(): Block;

  /** Room for so many numbers, to be computed now. */
  protected room(length: number): Block {
    const block = newBlockIn(this.scope, length);
    this.loan.users--;
    return block;
  }
}

/** The transpose of a block, rows×columns. A product reads it where it lies. */
export class Transpose extends Lazy {
  constructor(
    block: Block,
    private readonly rows: number,
    private readonly columns: number,
  ) {
    super(block);
  }

  compute(): Block {
    const from = this.source();
    const block = this.room(from.length);
    blocks.transpose(block, from, this.rows, this.columns);
    return block;
  }
}

/** factor times a block. A sum adds it in one pass. */
export class Multiple extends Lazy {
  constructor(
    block: Block,
    readonly factor: number,
  ) {
    super(block);
  }

  compute(): Block {
    const from = this.source();
    const block = this.room(from.length);
    blocks.scale(block, from, this.factor);
    return block;
  }
}
