// Matrices that are not computed before someone needs them: the transpose of a
// matrix, or a multiple of it. A product reads a transpose where it lies, and
// a sum adds a multiple in one pass. When the matrix they are made of changes,
// they continue with a copy of what it was: nobody can tell them from a result.

import { GIVEN_BACK, type Scope, type Tenant } from "./memory";

/** A matrix that others are made of: `matrix` is it or, once that has changed, a copy. */
export class Loan<M> {
  users = 0;
  constructor(
    public matrix: M,
    readonly scope: Scope | undefined,
  ) {}
}

/** factor times the lent matrix, or its transpose. */
export class Lazy<M> implements Tenant {
  private open = true;

  constructor(
    private readonly loan: Loan<M>,
    readonly transposed: boolean,
    readonly factor: number,
    public scope: Scope | undefined,
  ) {
    loan.users++;
    scope?.tenants.push(this);
  }

  /** @throws Error when it was given back */
  source(): M {
    if (!this.open) throw new Error(GIVEN_BACK);
    return this.loan.matrix;
  }

  /** It is computed, or tidy() gives it back: the lent matrix may change. */
  drop(): void {
    if (this.open) this.loan.users--;
    this.open = false;
  }
}
