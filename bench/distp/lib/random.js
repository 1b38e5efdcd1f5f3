"use strict";
// NumPy's legacy random generator: the same seed gives the same numbers as
// `np.random.seed(seed)` followed by `rand`, `randn` and `permutation`.
Object.defineProperty(exports, "__esModule", { value: true });
exports.RandomState = void 0;
const log_1 = require("./log");
const matrix_1 = require("./matrix");
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
class RandomState {
    state = new Uint32Array(STATE_SIZE);
    /** What the state gives, a number each. */
    drawn = new Uint32Array(STATE_SIZE);
    position = STATE_SIZE;
    /** `randn` makes normal numbers in pairs; the second one waits here, NaN when there is none. */
    spareNormal = Number.NaN;
    /**
     * @param seed integer from 0 to 2^32 - 1
     * @throws RangeError for any other seed
     */
    constructor(seed) {
        if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
            throw new RangeError(`seed is ${seed}, but must be an integer from 0 to ${0xffffffff}`);
        }
        this.state[0] = seed;
        for (let i = 1; i < STATE_SIZE; i++) {
            const previous = this.state[i - 1] ^ (this.state[i - 1] >>> 30);
            this.state[i] = Math.imul(1812433253, previous) + i;
        }
    }
    /** One number, uniform on [0, 1), with 53 random bits. */
    rand() {
        const high = this.nextUint32() >>> 5;
        const low = this.nextUint32() >>> 6;
        return (high * 0x4000000 + low) / 0x20000000000000;
    }
    randn(rows, columns) {
        if (rows === undefined || columns === undefined)
            return this.nextNormal();
        const numbers = new Float64Array(rows * columns);
        for (let i = 0; i < numbers.length; i++)
            numbers[i] = this.nextNormal();
        return matrix_1.Matrix.from1DArray(rows, columns, numbers);
    }
    /**
     * The integers 0 to n - 1 in random order (Fisher and Yates).
     *
     * @throws RangeError when n is not a non-negative integer
     */
    permutation(n) {
        if (!Number.isInteger(n) || n < 0) {
            throw new RangeError(`permutation(n): n is ${n}, but must be a non-negative integer`);
        }
        const order = new Array(n);
        for (let i = 0; i < n; i++)
            order[i] = i;
        for (let i = n - 1; i > 0; i--) {
            const j = this.nextInteger(i);
            const last = order[i];
            order[i] = order[j];
            order[j] = last;
        }
        return order;
    }
    nextNormal() {
        const spare = this.spareNormal;
        if (!Number.isNaN(spare)) {
            this.spareNormal = Number.NaN;
            return spare;
        }
        let x1;
        let x2;
        let r2;
        do {
            x1 = 2 * this.rand() - 1;
            x2 = 2 * this.rand() - 1;
            r2 = x1 * x1 + x2 * x2;
        } while (r2 >= 1 || r2 === 0);
        const factor = Math.sqrt((-2 * (0, log_1.log)(r2)) / r2);
        this.spareNormal = factor * x1;
        return factor * x2;
    }
    /** A uniform integer from 0 to max, both included: masked draws, too large ones rejected. */
    nextInteger(max) {
        const mask = 0xffffffff >>> Math.clz32(max);
        let value;
        do {
            value = (this.nextUint32() & mask) >>> 0;
        } while (value > max);
        return value;
    }
    nextUint32() {
        if (this.position === STATE_SIZE)
            this.twist();
        return this.drawn[this.position++];
    }
    twist() {
        const { state, drawn } = this;
        for (let i = 0; i < STATE_SIZE; i++) {
            const next = i + 1 < STATE_SIZE ? i + 1 : 0;
            const far = i + SHIFT < STATE_SIZE ? i + SHIFT : i + SHIFT - STATE_SIZE;
            const mixed = (state[i] & 0x80000000) | (state[next] & 0x7fffffff);
            let y = state[far] ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
            state[i] = y;
            y ^= y >>> 11;
            y ^= (y << 7) & 0x9d2c5680;
            y ^= (y << 15) & 0xefc60000;
            drawn[i] = y ^ (y >>> 18);
        }
        this.position = 0;
    }
}
exports.RandomState = RandomState;
