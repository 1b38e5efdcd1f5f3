// NumPy's legacy random generator: the same seed gives the same numbers as
// `np.random.seed(seed)` followed by `rand`, `randn` and `permutation`.

import { drawNormals, drawOrder, log, Matrix } from "./matrix";

const STATE_SIZE = 624;
const SHIFT = 397;

/**
 * The Mersenne Twister MT19937 with the methods of `np.random.RandomState`.
 *
 * Source: Matsumoto and Nishimura, "Mersenne Twister" (1998); the draws are
 * those of NumPy's legacy interface, which NumPy keeps frozen.
 *
 * @example
 * ```ts
 * import { RandomState } from "gradbook";
 *
 * const random = new RandomState(1);
 * console.log(random.randn(5, 4).mul(10).get(0, 0).toFixed(6)); // 16.243454
 * console.log(new RandomState(0).permutation(5)); // [ 2, 0, 1, 3, 4 ]
 * ```
 */
export class RandomState {
  /** The generator's words and, after them, which one is next. */
  private readonly state = new Uint32Array(STATE_SIZE + 1);
  /** `randn` makes normal numbers in pairs; the second one waits here. */
  private spareNormal: number | undefined;

  /**
   * @param seed integer from 0 to 2^32 - 1
   * @throws RangeError for any other seed
   */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new RangeError(`seed is ${seed}, but must be an integer from 0 to ${0xffffffff}`);
    }
    this.state[0] = seed;
    for (let i = 1; i < STATE_SIZE; i++) {
      const previous = this.state[i - 1] ^ (this.state[i - 1] >>> 30);
      this.state[i] = Math.imul(1812433253, previous) + i;
    }
    this.state[STATE_SIZE] = STATE_SIZE;
  }

  /** One number, uniform on [0, 1), with 53 random bits. */
  rand(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  /**
   * Standard normal numbers: one number without arguments, a matrix with them.
   * The matrix is filled row by row.
   *
   * Source: Marsaglia and Bray, the polar method (1964).
   */
  randn(): number;
  randn(rows: number, columns: number): Matrix;
  randn(rows?: number, columns?: number): number | Matrix {
    if (rows === undefined || columns === undefined) return this.nextNormal();
    const numbers = new Float64Array(rows * columns);
    let first = 0;
    if (this.spareNormal !== undefined && numbers.length > 0) numbers[first++] = this.nextNormal();
    const pairs = numbers.subarray(first, first + 2 * Math.floor((numbers.length - first) / 2));
    if (drawNormals(this.state, pairs)) first += pairs.length;
    for (let i = first; i < numbers.length; i++) numbers[i] = this.nextNormal();
    return Matrix.from1DArray(rows, columns, numbers as ArrayLike<number> as number[]);
  }

  /**
   * The integers 0 to n - 1 in random order (Fisher and Yates).
   *
   * @throws RangeError when n is not a non-negative integer
   */
  permutation(n: number): number[] {
    if (!Number.isInteger(n) || n < 0) {
      throw new RangeError(`permutation(n): n is ${n}, but must be a non-negative integer`);
    }
    const drawn = drawOrder(this.state, n);
    if (drawn !== undefined) return drawn;
    const order = new Array<number>(n);
    for (let i = 0; i < n; i++) order[i] = i;
    for (let i = n - 1; i > 0; i--) {
      const j = this.nextInteger(i);
      const last = order[i];
      order[i] = order[j];
      order[j] = last;
    }
    return order;
  }

  private nextNormal(): number {
    if (this.spareNormal !== undefined) {
      const spare = this.spareNormal;
      this.spareNormal = undefined;
      return spare;
    }
    let x1: number;
    let x2: number;
    let r2: number;
    do {
      x1 = 2 * this.rand() - 1;
      x2 = 2 * this.rand() - 1;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1 || r2 === 0);
    const factor = Math.sqrt((-2 * log(r2)) / r2);
    this.spareNormal = factor * x1;
    return factor * x2;
  }

  /** A uniform integer from 0 to max, both included: masked draws, too large ones rejected. */
  private nextInteger(max: number): number {
    const mask = 0xffffffff >>> Math.clz32(max);
    let value: number;
    do {
      value = (this.nextUint32() & mask) >>> 0;
    } while (value > max);
    return value;
  }

  private nextUint32(): number {
    if (this.state[STATE_SIZE] === STATE_SIZE) this.twist();
    let y = this.state[this.state[STATE_SIZE]++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  private twist(): void {
    const { state } = this;
    for (let i = 0; i < STATE_SIZE; i++) {
      const y = (state[i] & 0x80000000) | (state[(i + 1) % STATE_SIZE] & 0x7fffffff);
      state[i] = state[(i + SHIFT) % STATE_SIZE] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    state[STATE_SIZE] = 0;
  }
}
