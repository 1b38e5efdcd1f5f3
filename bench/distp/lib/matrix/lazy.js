"use strict";
// Matrices that are not computed before someone needs them: the transpose of a
// matrix, or a multiple of it. A product reads a transpose where it lies, and
// a sum adds a multiple in one pass. When the matrix they are made of changes,
// they go on with a copy of what it was: nobody can tell them from a result.
Object.defineProperty(exports, "__esModule", { value: true });
exports.GIVEN_BACK = exports.Lazy = exports.Loan = void 0;
/** A matrix that others are made of: `matrix` is it or, once that has changed, a copy. */
class Loan {
    matrix;
    scope;
    users = 0;
    constructor(matrix, scope) {
        this.matrix = matrix;
        this.scope = scope;
    }
}
exports.Loan = Loan;
/** factor times the lent matrix, or its transpose. */
class Lazy {
    loan;
    transposed;
    factor;
    scope;
    open = true;
    constructor(loan, transposed, factor, scope) {
        this.loan = loan;
        this.transposed = transposed;
        this.factor = factor;
        this.scope = scope;
        loan.users++;
        scope?.tenants.push(this);
    }
    /** @throws Error when it was given back */
    source() {
        if (!this.open)
            throw new Error(exports.GIVEN_BACK);
        return this.loan.matrix;
    }
    /** It is computed, or tidy() gives it back: the lent matrix may change. */
    drop() {
        if (this.open)
            this.loan.users--;
        this.open = false;
    }
}
exports.Lazy = Lazy;
exports.GIVEN_BACK = "this matrix was made inside tidy() and given back at its end: return it from tidy(), or keep() it";
