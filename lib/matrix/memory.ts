// Where the numbers of matrices live, and when they are given back.
//
// Outside tidy() a matrix has an ordinary Float64Array, which the garbage
// collector takes. What is made inside tidy() lives in WebAssembly memory and
// is given back at its end, unless it is returned. A matrix from outside that a
// tidy() uses, such as the parameters of a network, moves into WebAssembly
// memory, and leaves it when the garbage collector takes it.

import { Arena, allocate, f64, type Mark, numbersAt } from "./arena";
import { kernels, loaded } from "./wasm";

const NONE = new Float64Array(0);

export const GIVEN_BACK =
  "this matrix was made inside tidy() and given back at its end: return it from tidy(), or keep() it";

/** Bytes that tidy() may leave unused until the call around it ends. */
const MOST_LEFT = 16 * 2 ** 20;

/** Bytes of blocks from outside that may be in WebAssembly memory at a time. */
const SETTLED_LIMIT = 64 * 2 ** 20;

/** One call of tidy(). */
export class Scope implements Mark {
  /** Whether what was made in it is given back. */
  ended = false;
  readonly piece = arena.piece;
  readonly next = arena.next;
  readonly end = arena.end;
  /** Blocks made since then that outlive the call. */
  kept: Block[] | undefined;
  constructor(readonly outer: Scope | undefined) {}
}

const arena = new Arena();
let innermost: Scope | undefined;
let watching = false;
let settledBytes = 0;

export function currentScope(): Scope | undefined {
  return innermost;
}

/** @throws Error when the call has given back what was made in it */
export function assertOpen(scope: Scope | undefined): void {
  if (scope?.ended) throw new Error(GIVEN_BACK);
}

/** A method with this name gives tidy() the block of a matrix that is returned. */
export const BLOCK = Symbol("block");

/** Room for numbers until the current tidy() ends. They are arbitrary, not zero. */
export function newBlock(length: number): Block {
  const inWasm = innermost !== undefined && kernels !== undefined;
  const address = inWasm ? arena.take(8 * length) : 0;
  return new Block(length, address, address === 0 ? new Float64Array(length) : NONE, innermost);
}

/** A new block of zeros. */
export function zeroBlock(length: number): Block {
  const block = newBlock(length);
  if (block.inWasm) block.fill(0); // an ordinary array is zero
  return block;
}

/** The same for a certain call of tidy(), or for the garbage collector. */
export function newBlockIn(scope: Scope | undefined, length: number): Block {
  if (scope === undefined) return new Block(length, 0, new Float64Array(length), scope);
  const block = newBlock(length);
  if (scope !== innermost) {
    block.scope = scope;
    keepAbove(block);
  }
  return block;
}

/** A block that others are to be computed from: it or, once it has changed, a copy. */
export class Loan {
  /** How many are not computed yet, of those that tidy() has not given back. */
  users = 0;
  constructor(
    public block: Block,
    readonly scope: Scope | undefined,
  ) {}
}

/** The numbers of one matrix. All that uses them throws an Error when they were given back. */
export class Block {
  /** The sum of its squares, where the operation that changed it last has found it. */
  squares: number | undefined;
  private loan: Loan | undefined;

  constructor(
    readonly length: number,
    private address: number, // 0 when not in WebAssembly memory
    private array: Float64Array, // of length 0 when they are there
    /** The call that gives them back; undefined for the garbage collector. */
    public scope: Scope | undefined,
  ) {}

  /**
   * Where its numbers are, from `first` on. Making another block may move them: ask again
   * after that.
   */
  get home(): Float64Array {
    assertOpen(this.scope);
    return this.address === 0 ? this.array : f64;
  }

  get first(): number {
    return this.address >>> 3;
  }

  /** One of the numbers. Without `home`: in loops that are not compiled yet each call counts. */
  get(i: number): number {
    if (this.scope?.ended) throw new Error(GIVEN_BACK);
    return this.address === 0 ? this.array[i] : f64[(this.address >>> 3) + i];
  }

  /** Changes a number. */
  set(i: number, value: number): void {
    if (this.scope?.ended) throw new Error(GIVEN_BACK);
    if (this.loan !== undefined) this.changing();
    this.squares = undefined;
    if (this.address === 0) this.array[i] = value;
    else f64[(this.address >>> 3) + i] = value;
  }

  fill(value: number): void {
    this.home.fill(value, this.first, this.first + this.length);
  }

  /** Puts these numbers in. */
  setAll(numbers: ArrayLike<number>): void {
    this.home.set(numbers, this.first);
  }

  /** Its numbers and no others; as long as they do not move. */
  numbers(): Float64Array {
    const { home } = this;
    return this.address === 0 ? home : numbersAt(this.address, this.length);
  }

  /** Where they are in WebAssembly memory; 0 when they are not there. */
  place(): number {
    if (this.scope?.ended) throw new Error(GIVEN_BACK);
    return this.address || this.settle();
  }

  get inWasm(): boolean {
    return this.address !== 0;
  }

  /** Moves into WebAssembly memory if that is where tidy() needs it, and there is room. */
  private settle(): number {
    if (this.scope !== undefined || innermost === undefined || kernels === undefined) return 0;
    const bytes = 8 * this.length;
    if (settledBytes + bytes > SETTLED_LIMIT) return 0;
    const room = allocate(bytes + 48); // a multiple of 16
    if (room === 0) return 0;
    const address = 64 * Math.ceil(room / 64); // the beginning of a cache line
    f64.set(this.array, address >>> 3);
    this.address = address;
    this.array = NONE;
    settledBytes += bytes;
    collected.register(this, { room, bytes });
    return address;
  }

  /** For what is to be computed from it in the current tidy(). */
  lend(): Loan {
    assertOpen(this.scope);
    if (this.loan === undefined || this.loan.scope?.ended) this.loan = new Loan(this, innermost);
    this.loan.users++;
    return this.loan;
  }

  /** It is to be changed: what is still to be computed from it gets a copy first. */
  changing(): this {
    const { loan } = this;
    if (loan !== undefined) {
      if (loan.users > 0 && !loan.scope?.ended) {
        loan.block = newBlockIn(loan.scope, this.length);
        loan.block.setAll(this.numbers());
      }
      this.loan = undefined;
    }
    this.squares = undefined;
    return this;
  }

  /** Passes it on to an outer call of tidy(), or to the garbage collector. */
  moveTo(scope: Scope | undefined): void {
    assertOpen(this.scope);
    this.scope = scope;
    if (scope !== undefined) {
      keepAbove(this);
    } else if (this.address !== 0) {
      const numbers = this.numbers().slice();
      this.address = 0;
      this.array = numbers;
    }
  }

  /** Puts its numbers where arena.take() says. */
  relocate(numbers: Float64Array): void {
    this.address = arena.take(8 * this.length);
    this.array = this.address === 0 ? numbers : NONE;
    if (this.address !== 0) this.setAll(numbers);
  }
}

/** Calls of tidy() within the block's own leave it where it is. */
function keepAbove(block: Block): void {
  for (let scope = innermost; scope !== undefined && scope !== block.scope; scope = scope.outer) {
    scope.kept ??= [];
    scope.kept.push(block);
  }
}

const collected = new FinalizationRegistry<{ room: number; bytes: number }>((held) => {
  loaded?.release(held.room);
  settledBytes -= held.bytes;
});

/**
 * Runs `work` and gives back the memory of every matrix made in it, except
 * those in what it returns: a matrix, or arrays and objects with matrices in
 * them. Calls may be nested. Without tidy() all works, too: more slowly, as
 * the garbage collector has to find what is no longer needed.
 *
 * @returns what work returns
 * @throws what work throws; TypeError when work is asynchronous, as it would
 *   continue after its matrices were given back
 */
export function tidy<T>(work: () => T): T {
  const scope = enter();
  try {
    const result = work();
    if (typeof (result as { then?: unknown } | null | undefined)?.then === "function") {
      throw new TypeError(
        "tidy() takes a synchronous function: an asynchronous one would continue after its matrices were given back",
      );
    }
    passOn(result, scope);
    return result;
  } finally {
    leave(scope);
  }
}

function enter(): Scope {
  if (!watching) {
    watching = true;
    queueMicrotask(recover);
  }
  innermost = new Scope(innermost);
  return innermost;
}

function leave(scope: Scope): void {
  innermost = scope.outer;
  scope.ended = true;
  if (scope.kept === undefined) arena.backTo(scope);
  else if (arena.since(scope) > MOST_LEFT) moveDown(scope, scope.kept);
}

/** What outlives a call is moved to where the call began, when it has left much above that. */
function moveDown(scope: Scope, kept: Block[]): void {
  const blocks = kept.filter((block) => block.inWasm && !block.scope?.ended);
  const numbers = blocks.map((block) => block.numbers().slice());
  arena.backTo(scope);
  for (const [i, block] of blocks.entries()) block.relocate(numbers[i]);
}

/**
 * Runs when the work at hand has ended, and with it every call of tidy(): one
 * that is still open was ended by an interrupt, which passes over `finally`.
 */
function recover(): void {
  watching = false;
  if (innermost === undefined) return;
  loaded?.settle();
  while (innermost !== undefined) leave(innermost);
}

/**
 * Takes a matrix out of tidy(): it outlives all calls, as if made outside.
 *
 * @returns the matrix
 */
export function keep<M extends object>(matrix: M): M {
  const block = (matrix as { [BLOCK]?: () => Block })[BLOCK]?.();
  if (block?.scope !== undefined) block.moveTo(undefined);
  return matrix;
}

/** Passes the blocks of all matrices in a value on to the outer call. */
function passOn(value: unknown, scope: Scope, seen?: Set<object>): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  const block = (value as { [BLOCK]?: () => Block })[BLOCK]?.();
  if (block !== undefined) {
    if (block.scope === scope) block.moveTo(scope.outer);
    return;
  }
  const within = seen ?? new Set();
  if (within.has(value)) return;
  within.add(value);
  const parts = value instanceof Set || value instanceof Map ? [...value] : value;
  if (Array.isArray(parts)) {
    for (let i = 0; i < parts.length; i++) {
      if (typeof parts[i] === "object") passOn(parts[i], scope, within); // few of many
    }
  } else {
    for (const name of Object.keys(parts)) {
      passOn(parts[name as keyof typeof parts], scope, within);
    }
  }
}
