// NumPy's legacy generator, as ../../random.ts has it: MT19937. A state is 624 words and,
// after them, which one is next.

import { ln2 } from "./logarithm";

const SIZE = 624;
const SHIFT = 397;

/** The words of the state in hand, tempered. */
const tempered = memory.data(4 * 624, 16);
let state: usize = 0;
let position: i32 = 0;

function begin(at: usize): void {
  state = at;
  position = load<i32>(at, 4 * SIZE);
  temper();
}

function end(): void {
  store<i32>(state, position, 4 * SIZE);
}

// @ts-expect-error: decorator
@inline
function next(): u32 {
  if (position == SIZE) renew();
  const word = load<u32>(tempered + ((<usize>position) << 2));
  position++;
  return word;
}

function renew(): void {
  let i = 0;
  for (; i < 224; i += 4) twistFour(i, i + SHIFT);
  for (; i < 227; i++) twistOne(i, i + SHIFT);
  for (; i < 623; i += 4) twistFour(i, i + SHIFT - SIZE);
  twistOne(623, SHIFT - 1);
  temper();
  position = 0;
}

// @ts-expect-error: decorator
@inline
function twistFour(i: i32, from: i32): void {
  const at = state + ((<usize>i) << 2);
  const upper = v128.and(v128.load(at), i32x4.splat(0x80000000));
  const y = v128.or(upper, v128.and(v128.load(at, 4), i32x4.splat(0x7fffffff)));
  const odd = i32x4.neg(v128.and(y, i32x4.splat(1)));
  const x = v128.xor(v128.load(state + ((<usize>from) << 2)), i32x4.shr_u(y, 1));
  v128.store(at, v128.xor(x, v128.and(odd, i32x4.splat(0x9908b0df))));
}

function twistOne(i: i32, from: i32): void {
  const at = state + ((<usize>i) << 2);
  const after = load<u32>(i == SIZE - 1 ? state : at + 4);
  const y = (load<u32>(at) & 0x80000000) | (after & 0x7fffffff);
  const x = load<u32>(state + ((<usize>from) << 2)) ^ (y >> 1);
  store<u32>(at, y & 1 ? x ^ 0x9908b0df : x);
}

function temper(): void {
  for (let at: usize = 0; at < 4 * SIZE; at += 16) {
    let y = v128.load(state + at);
    y = v128.xor(y, i32x4.shr_u(y, 11));
    y = v128.xor(y, v128.and(i32x4.shl(y, 7), i32x4.splat(0x9d2c5680)));
    y = v128.xor(y, v128.and(i32x4.shl(y, 15), i32x4.splat(0xefc60000)));
    v128.store(tempered + at, v128.xor(y, i32x4.shr_u(y, 18)));
  }
}

// @ts-expect-error: decorator
@inline
function rand(): f64 {
  const high = next() >> 5;
  const low = next() >> 6;
  return (<f64>high * 67108864.0 + <f64>low) / 9007199254740992.0;
}

/** Two pairs of normal numbers by the polar method, and their logarithms at once. */
function drawFour(out: usize, pairs: i32): void {
  let x1 = f64x2.splat(0);
  let x2 = x1;
  let r2 = x1;
  for (let pair = 0; pair < pairs; pair++) {
    let a: f64, b: f64, r: f64;
    do {
      a = 2 * rand() - 1;
      b = 2 * rand() - 1;
      r = a * a + b * b;
    } while (r >= 1 || r == 0);
    x1 = i64x2.shuffle(x1, f64x2.splat(a), 1, 2);
    x2 = i64x2.shuffle(x2, f64x2.splat(b), 1, 2);
    r2 = i64x2.shuffle(r2, f64x2.splat(r), 1, 2);
  }
  const factor = f64x2.sqrt(f64x2.div(f64x2.mul(f64x2.splat(-2), ln2(r2)), r2));
  const first = f64x2.mul(factor, x2);
  const second = f64x2.mul(factor, x1);
  if (pairs == 2) v128.store(out, i64x2.shuffle(first, second, 0, 2));
  v128.store(out + ((<usize>pairs) << 4) - 16, i64x2.shuffle(first, second, 1, 3));
}

/** n standard normal numbers, an even number of them, each pair's second one first. */
export function drawNormals(from: usize, out: usize, n: i32): void {
  begin(from);
  for (let i = 0; i < n; i += 4, out += 32) drawFour(out, min(2, (n - i) >> 1));
  end();
}

/** The integers 0 to n - 1 in random order. */
export function drawOrder(from: usize, out: usize, n: i32): void {
  begin(from);
  for (let i = 0; i < n; i++) store<u32>(out + ((<usize>i) << 2), i);
  for (let i = n - 1; i > 0; i--) {
    const mask = <u32>0xffffffff >> clz(<u32>i);
    let j: u32;
    do j = next() & mask;
    while (j > <u32>i);
    const at = out + ((<usize>i) << 2);
    const other = out + ((<usize>j) << 2);
    const last = load<u32>(at);
    store<u32>(at, load<u32>(other));
    store<u32>(other, last);
  }
  end();
}
