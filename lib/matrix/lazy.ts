// Matrices that are not computed before someone needs them: the transpose of a
// matrix, or a multiple of it. A product reads a transpose where it lies, and
// a sum adds a multiple in one pass. When the matrix they are made of changes,
// they continue with a copy of what it was: nobody can tell them from a result.

import * as blocks from "./blocks";
import { assertOpen, type Block, currentScope, type Loan, newBlockIn } from "./memory";

/** factor times a block (rows×columns), or its transpose. */
export class Lazy {
  private readonly loan: Loan;
  private readonly scope = currentScope();

  /** @throws Error when the numbers were given back */
  constructor(
    block: Block,
    readonly rows: number,
    readonly columns: number,
    readonly transposed: boolean,
    readonly factor: number,
  ) {
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

  /** @throws Error when tidy() has given this back */
  compute(): Block {
    const { rows, columns } = this;
    const from = this.source();
    const block = newBlockIn(this.scope, rows * columns);
    if (this.transposed) blocks.transpose(block, from, rows, columns);
    else blocks.scale(block, from, this.factor);
    this.loan.users--;
    return block;
  }
}
